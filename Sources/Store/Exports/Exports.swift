package import Domain
import MariaDB

/// An extraction of the archive, or of the audit.
package struct Export: Sendable {
    package var id: ExportID
    package var kind: Kind
    package var state: State
    package var createdAt: Moment
    package var rowsDone: Int
    package var fileName: String?
    package var size: Int?
    package var chunks: Int?
    /// Of which services it may hold rows, once it is ready.
    package var services: Scope
    /// How many of its tenant are before it, while a worker has not begun it; `nil`: one has, or will no more.
    package var ahead: Int?

    package enum Kind: String, Sendable, CaseIterable { case archive, audit }

    package enum State: String, Sendable, CaseIterable { case queued, ready, failed, cancelled }

    package static let mostWaitingOfPerson = 3
    static let mostWaiting = 10
    /// Bytes of the files of a tenant that are kept at once.
    static let mostKept = 2 << 30
}

extension TenantStore {
    /// Asks for an extraction; the worker builds it, and it is removed after a day.
    ///
    /// - Parameter filter: what the archive was narrowed to.
    /// - Returns: `nil` when the person or the tenant has asked for as much as one may.
    package func addExport(filter: ArchiveFilter, by person: PersonID) throws -> ExportID? {
        try addExport(.archive, filter.text, by: person)
    }

    /// The same of the audit.
    package func addExport(audit filter: AuditFilter, by person: PersonID) throws -> ExportID? {
        try addExport(.audit, filter.text, by: person)
    }

    private func addExport(_ kind: Export.Kind, _ filter: String, by person: PersonID) throws -> ExportID? {
        try db.transaction {
            try lock()
            guard try mayExport(person) else { return nil }
            let id = ExportID.make()
            try db.execute("""
                INSERT INTO export (tenant_id, id, person_id, kind, filter, due_at, expires_at)
                VALUES (\(tenant), \(id), \(person), \(kind), \(filter), NOW(6), NOW(6) + INTERVAL 1 DAY)
                """)
            try audit(.exportAsked, by: person, on: .export(id), detail: kind == .audit ? .ofAudit : nil)
            return id
        }
    }

    private func mayExport(_ person: PersonID) throws -> Bool {
        let found = try db.first("""
            SELECT COUNT(IF(state = \(Export.State.queued) AND person_id = \(person), 1, NULL)),
                   COUNT(IF(state = \(Export.State.queued), 1, NULL)), CAST(COALESCE(SUM(size), 0) AS SIGNED)
            FROM export WHERE tenant_id = \(tenant)
            """) { (mine: $0.next(Int.self), all: $0.next(Int.self), kept: $0.next(Int.self)) }
        guard let found else { return true }
        return found.mine < Export.mostWaitingOfPerson && found.all < Export.mostWaiting && found.kept < Export.mostKept
    }

    /// An extraction, for the person who asked for it and nobody else. It may hold more than is allowed to them by now: then
    /// it is theirs no longer.
    package func export(_ id: ExportID, of person: PersonID) throws -> Export? {
        try exports(of: person, and: "e.id = \(id)", limit: 1).first
    }

    /// Those that a person has asked for within a day, the newest first, at most 50.
    package func exports(of person: PersonID) throws -> [Export] { try exports(of: person, and: "TRUE", limit: 50) }

    private func exports(of person: PersonID, and condition: SQL, limit: Int) throws -> [Export] {
        // Of those that wait there are ten in a tenant at most; who waits is found by when somebody is to look at it.
        try db.rows("""
            SELECT e.id, e.kind, e.state, e.created_at, e.rows_done, e.file_name, e.size, e.chunks, e.services,
                   IF(e.state = \(Export.State.queued) AND e.owner IS NULL,
                      (SELECT COUNT(*) FROM export q FORCE INDEX (export_due) WHERE q.due_at IS NOT NULL AND q.tenant_id = e.tenant_id
                         AND q.id < e.id), NULL)
            FROM export e FORCE INDEX (export_person)
            WHERE e.tenant_id = \(tenant) AND e.person_id = \(person) AND \(condition) AND e.expires_at > NOW(6)
            ORDER BY e.id DESC LIMIT \(limit)
            """) { row in
            Export(id: row.next(), kind: row.next(), state: row.next(), createdAt: row.next(), rowsDone: row.next(), fileName: row.next(),
                   size: row.next(), chunks: row.next(), services: Scope(stored: row.next()), ahead: row.next())
        }.filter { $0.state != .ready || scope.covers($0.services) }
    }

    /// Gives up an extraction that its person no longer wants. A worker that builds it finds out within a second.
    ///
    /// - Returns: false when it is no longer being prepared.
    package func cancelExport(_ id: ExportID, of person: PersonID) throws -> Bool {
        try db.transaction {
            let cancelled = try db.execute("""
                UPDATE export SET state = \(Export.State.cancelled), due_at = NULL
                WHERE tenant_id = \(tenant) AND id = \(id) AND person_id = \(person) AND state = \(Export.State.queued)
                """) == 1
            if cancelled { try audit(.exportCancelled, by: person, on: .export(id)) }
            return cancelled
        }
    }

    /// One piece of a finished file, from 0 on.
    package func chunk(_ number: Int, of export: ExportID) throws -> [UInt8]? {
        try db.first("SELECT data FROM export_chunk WHERE tenant_id = \(tenant) AND export_id = \(export) AND number = \(number)") {
            $0.next()
        }
    }
}
