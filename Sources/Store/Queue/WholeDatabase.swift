import Domain
package import MariaDB

// Whether this is the database that it was, whatever brought an older one back. Every departure asks, as the last part of its
// transaction; `make model` searches all orders of events.
//
// Files that are copied back are new files: MariaDB says of each table when its file was made (information_schema, CREATE_TIME, the
// ctime of the .frm), and `known_server` says when that was. A node of a Galera cluster may have files of its own time, because
// it has fetched them from another; there `known_server` has the cluster's id, which a cluster that is built from copies does not.
//
// Rows that are loaded are new rows: `last_sent` is versioned, so MariaDB writes into each when it was made (`row_start`), and `born`
// says when that was. Until `last_sent` comes back, it names what has left since the backup, and `notification` denies it.
//
// Not seen here: a disk that is turned back under the server. Workers whose files it did not turn back see it, by their marks.

extension SQL {
    private static let server: SQL = """
        UNHEX(SHA2(IF(@@wsrep_on,
          (SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'wsrep_cluster_state_uuid'),
          CONCAT_WS('|', @@hostname, @@port, @@datadir)), 256))
        """
    private static let queueMadeAt: SQL = """
        (SELECT create_time FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'notification')
        """

    /// Whether nothing says that this database came out of a backup.
    static let isWhole: SQL = """
        (EXISTS (SELECT 1 FROM known_server WHERE server = \(server) AND (@@wsrep_on OR queue_made_at = \(queueMadeAt)))
         AND EXISTS (SELECT 1 FROM last_sent)
         AND NOT EXISTS
           (SELECT 1 FROM last_sent l LEFT JOIN notification n ON n.tenant_id = l.notification_tenant AND n.id = l.notification_id
            WHERE l.born IS NULL OR l.born <> l.row_start OR l.notification_id IS NOT NULL AND COALESCE(n.attempt, 0) < l.attempt))
        """

    fileprivate static let noteServer: SQL = """
        INSERT INTO known_server (server, queue_made_at) SELECT \(server), made FROM (SELECT \(queueMadeAt) AS made) now
        ON DUPLICATE KEY UPDATE queue_made_at = made
        """
}

extension Connection {
    /// Whether this is the database that it was, or one from which nothing has ever left.
    func isWholeOrUnused() throws -> Bool {
        do {
            return try first("""
                SELECT \(SQL.isWhole) OR NOT EXISTS (SELECT 1 FROM known_server) AND NOT EXISTS (SELECT 1 FROM attempt)
                """) { $0.next(Bool.self) } ?? false
        } catch let error as DatabaseError where error.isMissingTable {
            // Of a version before these tables, or empty.
            return true
        }
    }

    /// From now on this is the database that is known.
    package func noteServer() throws {
        try execute(.noteServer)
        try addPlace(MarkID(0))
    }

    /// Its row, if it has none, with the time at which MariaDB makes it.
    func addPlace(_ place: MarkID) throws {
        let isNew = try execute("INSERT IGNORE INTO last_sent (place) VALUES (\(place))") == 1
        if isNew { try execute("UPDATE last_sent SET born = row_start WHERE place = \(place)") }
    }
}
