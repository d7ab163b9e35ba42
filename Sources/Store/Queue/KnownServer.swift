package import MariaDB

// Whether the table of the queue is the one that was there when this database was last known to be whole.
//
// A dump makes its tables anew, and files that are copied back are new files: MariaDB says of each table when its file was made
// (information_schema, CREATE_TIME, the ctime of the .frm). The row of `known_server` comes back with the backup, that time does not,
// in whatever order the tables come and whatever a worker's own file says. `make model` searches all interleavings.
//
// On a Galera cluster it is not looked at: a node that has come anew has files of its own time. There the marks alone notice.
//
// Rows that are put back into tables that stayed, and a disk that is turned back under the server, are not seen here: those
// workers see them that have worked since, by their mark. A worker that starts after it, alone, cannot know.

extension SQL {
    private static let server: SQL = "SHA2(CONCAT_WS('|', @@hostname, @@port, @@datadir), 256)"
    private static let queueMadeAt: SQL = """
        (SELECT create_time FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'notification')
        """

    /// Whether this server is known, with the queue that it has now.
    static let isWhole: SQL = """
        (@@wsrep_on OR EXISTS (SELECT 1 FROM known_server WHERE server = \(server) AND queue_made_at = \(queueMadeAt)))
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
            // Of a version before the table, or empty.
            return true
        }
    }

    /// From now on the queue as it stands is the one that this server is known by.
    package func noteServer() throws { try execute(.noteServer) }
}
