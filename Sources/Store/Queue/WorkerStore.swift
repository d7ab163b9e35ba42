package import Domain
import MariaDB

/// What the worker needs to call App IO for a service.
package struct ServiceAccess: Sendable {
    package var environment: Environment
    package var requiresSecureChannels: Bool
    /// The one to try first: not one that App IO refuses while it takes the other.
    package var preferred: KeySlot
    package var sealedKeys: [KeySlot: [UInt8]]
    /// Those that App IO refused last time.
    package var refusedKeys: Set<KeySlot> = []
    /// POSTs a day; `nil`: any number.
    package var dailyCeiling: Int?
    /// Messages a day to one citizen, from all services of the tenant; `nil`: any number.
    package var citizenCeiling: Int?
    /// Complete refusals since App IO last accepted a message of it.
    package var refusals: Int
}

/// An extraction that a worker holds.
package struct ClaimedExport: Sendable {
    package var tenant: TenantID
    package var tenantCode: String
    package var tenantName: String
    package var id: ExportID
    package var person: Person
    package var list: List
    package var tries: Int

    /// What it is of, and what that is narrowed to.
    package enum List: Sendable, Equatable {
        case archive(ArchiveFilter)
        case audit(AuditFilter)

        init(_ kind: Export.Kind, filter: String) {
            self = switch kind {
            case .archive: .archive(ArchiveFilter(text: filter))
            case .audit: .audit(AuditFilter(text: filter))
            }
        }
    }
}

extension TenantStore {
    /// How to reach App IO as this service; `nil` when it has no key.
    package func access(to service: ServiceID) throws -> ServiceAccess? {
        let rows = try db.rows("""
            SELECT s.environment, s.require_secure_channels, s.preferred_slot, s.daily_ceiling, t.citizen_ceiling, s.refusals, k.slot,
                   k.sealed, k.refused_at IS NOT NULL FROM service s
            JOIN tenant t ON t.id = s.tenant_id JOIN service_key k ON k.tenant_id = s.tenant_id AND k.service_id = s.id
            WHERE s.tenant_id = \(tenant) AND s.id = \(service)
            """) { row in
            let access = ServiceAccess(environment: row.next(), requiresSecureChannels: row.next(), preferred: row.next(), sealedKeys: [:],
                                       dailyCeiling: row.next(), citizenCeiling: row.next(), refusals: row.next())
            return (access: access, slot: row.next(KeySlot.self), sealed: row.next([UInt8].self), isRefused: row.next(Bool.self))
        }
        guard var access = rows.first?.access else { return nil }
        access.sealedKeys = Dictionary(uniqueKeysWithValues: rows.map { ($0.slot, $0.sealed) })
        access.refusedKeys = Set(rows.filter(\.isRefused).map(\.slot))
        let refused = Dictionary(uniqueKeysWithValues: rows.map { ($0.slot, $0.isRefused) })
        access.preferred = .inUse(preferring: access.preferred, of: refused)
        return access
    }

    /// App IO took this key last: it goes first from now on.
    package func prefer(_ slot: KeySlot, of service: ServiceID) throws {
        try db.execute("UPDATE service SET preferred_slot = \(slot) WHERE tenant_id = \(tenant) AND id = \(service)")
    }

    /// Answers a question.
    package func answer(_ ask: AskID, _ answer: AskAnswer, detail: String?) throws {
        try db.execute("""
            UPDATE ask SET answer = \(answer), detail = \(detail.map { clipped($0, to: 2000) }), due_at = NULL
            WHERE tenant_id = \(tenant) AND id = \(ask) AND answer IS NULL
            """)
    }

    /// Notes how many rows of an extraction are written and holds it for so many seconds more.
    ///
    /// - Returns: false when another worker has it.
    package func continueExport(_ id: ExportID, owner: WorkerID, rows: Int, lease: Int = 60) throws -> Bool {
        try db.execute("""
            UPDATE export SET rows_done = \(rows), due_at = NOW(6) + INTERVAL \(lease) SECOND
            WHERE tenant_id = \(tenant) AND id = \(id) AND owner = \(owner) AND state = \(Export.State.queued)
            """) == 1
    }

    /// Keeps one piece of a finished file.
    package func addChunk(_ number: Int, _ data: [UInt8], to export: ExportID) throws {
        try db.execute("INSERT INTO export_chunk (tenant_id, export_id, number, data) VALUES (\(tenant), \(export), \(number), \(data))")
    }

    /// Removes the pieces that a worker before this one left.
    package func removeChunks(of export: ExportID) throws {
        try db.execute("DELETE FROM export_chunk WHERE tenant_id = \(tenant) AND export_id = \(export)")
    }

    /// The file is whole, and holds rows of the services that this store allows.
    package func finishExport(_ id: ExportID, owner: WorkerID, rows: Int, fileName: String, size: Int, chunks: Int) throws {
        try db.execute("""
            UPDATE export SET state = \(Export.State.ready), due_at = NULL, rows_done = \(rows), file_name = \(fileName), size = \(size),
                   chunks = \(chunks), services = \(scope.stored), finished_at = NOW(6)
            WHERE tenant_id = \(tenant) AND id = \(id) AND owner = \(owner) AND state = \(Export.State.queued)
            """)
    }

    /// It is longer than what its lane builds: it goes to the other, and begins anew there.
    package func putOffExport(_ id: ExportID, owner: WorkerID) throws {
        try db.execute("""
            UPDATE export SET is_long = TRUE, due_at = NOW(6), owner = NULL, tries = tries - 1
            WHERE tenant_id = \(tenant) AND id = \(id) AND owner = \(owner) AND state = \(Export.State.queued)
            """)
    }

    /// It could not be built; `final` when nobody tries again.
    package func failExport(_ id: ExportID, owner: WorkerID, final: Bool) throws {
        try db.execute("""
            UPDATE export SET state = IF(\(final), \(Export.State.failed), state), due_at = IF(\(final), NULL, NOW(6) + INTERVAL 10 SECOND),
                   finished_at = IF(\(final), NOW(6), NULL)
            WHERE tenant_id = \(tenant) AND id = \(id) AND owner = \(owner) AND state = \(Export.State.queued)
            """)
    }
}

extension InstallationStore {
    /// Takes an extraction to build, if there is one: of the tenant whose last one was begun the longest ago.
    ///
    /// - Parameters:
    ///   - isLong: whether one of those that were put off because of their length.
    ///   - mostTries: one that was begun so often is not begun again: it may be what its workers died of.
    package func claimExport(owner: WorkerID, isLong: Bool, mostTries: Int) throws -> ClaimedExport? {
        // Mostly there is none.
        let tries = try db.first("SELECT MAX(tries) FROM export WHERE due_at <= NOW(6)") { $0.next(Int?.self) } ?? nil
        guard let tries else { return nil }
        if tries >= mostTries {
            try db.execute("""
                UPDATE export SET state = \(Export.State.failed), due_at = NULL, finished_at = NOW(6)
                WHERE due_at <= NOW(6) AND tries >= \(mostTries)
                """)
        }
        let candidates = try db.rows("""
            SELECT e.tenant_id, t.code, t.name, e.id, \(Person.columns), e.kind, e.filter, e.tries FROM
              (SELECT tenant_id, MIN(due_at) AS due FROM export WHERE due_at <= NOW(6) AND is_long = \(isLong) GROUP BY tenant_id) d
            JOIN export e ON e.tenant_id = d.tenant_id AND e.due_at = d.due AND e.is_long = \(isLong)
            JOIN tenant t ON t.id = e.tenant_id JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.person_id
            ORDER BY (SELECT MAX(b.begun_at) FROM export b WHERE b.tenant_id = d.tenant_id AND b.is_long = \(isLong)), d.due LIMIT 4
            """) { row in
            ClaimedExport(tenant: row.next(), tenantCode: row.next(), tenantName: row.next(), id: row.next(), person: Person(&row),
                          list: .init(row.next(), filter: row.next()), tries: row.next())
        }
        return try candidates.first { export in
            try db.execute("""
                UPDATE export SET due_at = NOW(6) + INTERVAL 60 SECOND, owner = \(owner), tries = tries + 1, begun_at = NOW(6)
                WHERE tenant_id = \(export.tenant) AND id = \(export.id) AND due_at <= NOW(6)
                """) == 1
        }
    }

    /// A worker says that it lives.
    ///
    /// - Parameters:
    ///   - newestKey: the public half of the newest key that it opens with.
    ///   - cannotWrite: whether it cannot write its mark or its journal, so that it lets nothing go.
    package func beat(worker: WorkerID, host: String, newestKey: [UInt8]? = nil, cannotWrite: Bool = false) throws {
        try db.execute("""
            INSERT INTO worker (id, host, newest_key, cannot_write) VALUES (\(worker), \(host), \(newestKey), \(cannotWrite))
            ON DUPLICATE KEY UPDATE seen_at = NOW(6), newest_key = \(newestKey), cannot_write = \(cannotWrite)
            """)
    }

    /// A worker ends in good order.
    package func endBeat(worker: WorkerID) throws {
        try db.execute("DELETE FROM worker WHERE id = \(worker)")
    }

    /// Forgets the workers of a host where another works now that ended without saying so.
    ///
    /// - Returns: how many, each to one of those who ask.
    package func removeLostWorkers(of host: String) throws -> Int {
        try db.execute("DELETE FROM worker WHERE host = \(host) AND seen_at < NOW(6) - INTERVAL 15 SECOND")
    }

    /// Whether a worker was seen within the last 15 seconds.
    package func workerIsAlive() throws -> Bool {
        try db.first("SELECT 1 FROM worker w WHERE \(SQL.isAlive) LIMIT 1") { $0.next(Int.self) } != nil
    }

    /// Since any worker was last seen; `nil` when none has left a trace: one that ends in good order leaves none.
    package func secondsSinceABeat() throws -> Int? {
        try db.first("SELECT TIMESTAMPDIFF(SECOND, MAX(seen_at), NOW(6)) FROM worker") { $0.next(Int?.self) } ?? nil
    }

    /// Removes the questions that expired a minute ago. Some hold a codice fiscale: to be called every few seconds.
    package func removeExpiredAsks() throws {
        try db.execute("DELETE FROM ask WHERE expires_at < NOW(6) - INTERVAL 1 MINUTE LIMIT 10000")
    }

    /// Removes what else has expired: extractions with their files, sessions, drafts, workers long gone.
    package func removeExpired(sessionIdle: Int) throws {
        try db.execute("DELETE FROM export WHERE expires_at < NOW(6) LIMIT 10")
        try db.execute("DELETE FROM session WHERE seen_at < NOW(6) - INTERVAL \(sessionIdle) SECOND LIMIT 1000")
        try db.execute("DELETE FROM login_failure WHERE forgotten_at < NOW(6) LIMIT 10000")
        try db.execute("DELETE FROM draft WHERE updated_at < NOW(6) - INTERVAL \(Draft.days) DAY LIMIT 1000")
        try db.execute("DELETE FROM daily_count WHERE day < UTC_DATE() - INTERVAL 2 DAY LIMIT 1000")
        try db.execute("DELETE FROM worker WHERE seen_at < NOW(6) - INTERVAL 1 DAY")
        try removeOldMails()
    }
}

extension SQL {
    /// Whether the worker `w` was seen within the last 15 seconds, and not by a clock that was ahead.
    static let isAlive: SQL = "w.seen_at BETWEEN NOW(6) - INTERVAL 15 SECOND AND NOW(6) + INTERVAL 15 SECOND"
}
