package import Domain
import MariaDB

/// An extraction of the archive.
package struct Export: Sendable {
    package var id: ExportID
    package var person: PersonID
    package var state: State
    package var rowsDone: Int
    package var fileName: String?
    package var size: Int?
    package var chunks: Int?
    /// Of which services it may hold rows, once it is ready.
    package var services: Scope

    package enum State: String, Sendable, CaseIterable { case queued, ready, failed }

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
        try db.transaction {
            try lock()
            guard try mayExport(person) else { return nil }
            let id = ExportID.make()
            try db.execute("""
                INSERT INTO export (tenant_id, id, person_id, filter, due_at, expires_at)
                VALUES (\(tenant), \(id), \(person), \(filter.text), NOW(6), NOW(6) + INTERVAL 1 DAY)
                """)
            try audit(.exportAsked, by: person, on: .export(id), searchingFor: filter.fiscalCode)
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
        let export = try db.first("""
            SELECT id, person_id, state, rows_done, file_name, size, chunks, services FROM export
            WHERE tenant_id = \(tenant) AND id = \(id) AND person_id = \(person) AND expires_at > NOW(6)
            """) { row in
            Export(id: row.next(), person: row.next(), state: row.next(), rowsDone: row.next(), fileName: row.next(),
                   size: row.next(), chunks: row.next(), services: Scope(stored: row.next()))
        }
        guard let export, export.state != .ready || scope.covers(export.services) else { return nil }
        return export
    }

    /// One piece of a finished file, from 0 on.
    package func chunk(_ number: Int, of export: ExportID) throws -> [UInt8]? {
        try db.first("SELECT data FROM export_chunk WHERE tenant_id = \(tenant) AND export_id = \(export) AND number = \(number)") {
            $0.next()
        }
    }
}
