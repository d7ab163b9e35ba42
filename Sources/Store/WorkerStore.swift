package import Domain
import MariaDB

/// What the worker needs to call App IO for a service.
package struct ServiceAccess: Sendable {
    package var environment: Environment
    package var preferred: KeySlot
    package var sealedKeys: [KeySlot: [UInt8]]
}

/// A question that a worker holds.
package struct ClaimedAsk: Sendable {
    package var tenant: Identifier
    package var id: Identifier
    package var question: AskQuestion
}

/// An extraction that a worker holds.
package struct ClaimedExport: Sendable {
    package var tenant: Identifier
    package var tenantCode: String
    package var tenantName: String
    package var id: Identifier
    package var personName: String
    package var filter: ArchiveFilter
    package var tries: Int
}

extension TenantStore {
    /// How to reach App IO as this service; `nil` when it has no key.
    package func access(to service: Identifier) throws -> ServiceAccess? {
        let rows = try db.rows("""
            SELECT s.environment, s.preferred_slot, k.slot, k.sealed FROM service s
            JOIN service_key k ON k.tenant_id = s.tenant_id AND k.service_id = s.id
            WHERE s.tenant_id = \(tenant) AND s.id = \(service)
            """) { ($0.next(Environment.self), $0.next(KeySlot.self), $0.next(KeySlot.self), $0.next([UInt8].self)) }
        guard let (environment, preferred, _, _) = rows.first else { return nil }
        let keys = Dictionary(uniqueKeysWithValues: rows.map { ($0.2, $0.3) })
        return ServiceAccess(environment: environment, preferred: keys[preferred] == nil ? preferred.other : preferred, sealedKeys: keys)
    }

    /// App IO took this key last: it goes first from now on.
    package func prefer(_ slot: KeySlot, of service: Identifier) throws {
        try db.execute("UPDATE service SET preferred_slot = \(slot) WHERE tenant_id = \(tenant) AND id = \(service)")
    }

    /// App IO refuses the service's keys: its messages wait until an administrator mends it.
    ///
    /// - Parameter keys: the sealed keys that were tried. A service that has another by now goes on: it has been
    ///   mended while they were being refused.
    package func stop(_ service: Identifier, because reason: String, tried keys: [[UInt8]]) throws {
        let untried = SQL.joined(keys.map { "AND sealed <> \($0)" }, separator: " ")
        try db.transaction {
            let stopped = try db.execute("""
                UPDATE service SET stopped_at = NOW(6), stop_reason = \(clipped(reason, to: 500))
                WHERE tenant_id = \(tenant) AND id = \(service) AND stopped_at IS NULL AND NOT EXISTS
                  (SELECT 1 FROM service_key WHERE tenant_id = \(tenant) AND service_id = \(service) \(untried))
                """)
            if stopped == 1 { try audit(.serviceStopped, by: nil, on: service) }
        }
    }

    /// App IO told the ente's account to wait. A longer wait that is already set stays.
    package func hold(seconds: Double) throws {
        try db.execute("""
            UPDATE tenant SET hold_until = GREATEST(COALESCE(hold_until, NOW(6)), NOW(6) + INTERVAL \(Int(seconds * 1_000_000)) MICROSECOND)
            WHERE id = \(tenant)
            """)
    }

    /// Answers a question.
    package func answer(_ ask: Identifier, _ answer: AskAnswer, detail: String?) throws {
        try db.execute("""
            UPDATE ask SET answer = \(answer), detail = \(detail.map { clipped($0, to: 2000) }), due_at = NULL
            WHERE tenant_id = \(tenant) AND id = \(ask) AND answer IS NULL
            """)
    }

    /// Notes how many rows of an extraction are written and holds it for so many seconds more.
    ///
    /// - Returns: false when another worker has it.
    package func continueExport(_ id: Identifier, owner: Identifier, rows: Int, lease: Int = 60) throws -> Bool {
        try db.execute("""
            UPDATE export SET rows_done = \(rows), due_at = NOW(6) + INTERVAL \(lease) SECOND
            WHERE tenant_id = \(tenant) AND id = \(id) AND owner = \(owner) AND state = 'queued'
            """) == 1
    }

    /// Keeps one piece of a finished file.
    package func addChunk(_ number: Int, _ data: [UInt8], to export: Identifier) throws {
        try db.execute("INSERT INTO export_chunk (tenant_id, export_id, number, data) VALUES (\(tenant), \(export), \(number), \(data))")
    }

    /// Removes the pieces that a worker before this one left.
    package func removeChunks(of export: Identifier) throws {
        try db.execute("DELETE FROM export_chunk WHERE tenant_id = \(tenant) AND export_id = \(export)")
    }

    /// The file is whole.
    package func finishExport(_ id: Identifier, owner: Identifier, rows: Int, fileName: String, size: Int, chunks: Int) throws {
        try db.execute("""
            UPDATE export SET state = 'ready', due_at = NULL, rows_done = \(rows), file_name = \(fileName), size = \(size),
                   chunks = \(chunks), finished_at = NOW(6)
            WHERE tenant_id = \(tenant) AND id = \(id) AND owner = \(owner) AND state = 'queued'
            """)
    }

    /// It could not be built; `final` when nobody tries again.
    package func failExport(_ id: Identifier, owner: Identifier, final: Bool) throws {
        try db.execute("""
            UPDATE export SET state = IF(\(final), 'failed', state), due_at = IF(\(final), NULL, NOW(6) + INTERVAL 10 SECOND),
                   finished_at = IF(\(final), NOW(6), NULL)
            WHERE tenant_id = \(tenant) AND id = \(id) AND owner = \(owner) AND state = 'queued'
            """)
    }
}

extension HostStore {
    /// Takes up to `limit` questions that nobody has answered.
    package func claimAsks(limit: Int, lease: Int) throws -> [ClaimedAsk] {
        let candidates = try db.rows("""
            SELECT tenant_id, id, kind, service_id, slot, notification_id FROM ask
            WHERE due_at <= NOW(6) AND expires_at > NOW(6) ORDER BY due_at LIMIT \(limit)
            """) { row in
            let (tenant, id, kind) = (row.next(Identifier.self), row.next(Identifier.self), row.next(String.self))
            let (service, slot) = (row.next(Identifier?.self), row.next(KeySlot?.self))
            let notification = row.next(Identifier?.self)
            // The CHECK on `ask` says which of the columns each kind has.
            let question: AskQuestion = kind == "key" ? .key(service: service!, slot: slot!) : .status(notification: notification!)
            return ClaimedAsk(tenant: tenant, id: id, question: question)
        }
        return try candidates.filter { ask in
            try db.execute("""
                UPDATE ask SET due_at = NOW(6) + INTERVAL \(lease) SECOND
                WHERE tenant_id = \(ask.tenant) AND id = \(ask.id) AND due_at <= NOW(6)
                """) == 1
        }
    }

    /// Takes an extraction to build, if there is one.
    ///
    /// - Parameter mostTries: one that was begun so often is not begun again: it may be what its workers died of.
    package func claimExport(owner: Identifier, mostTries: Int) throws -> ClaimedExport? {
        try db.execute("""
            UPDATE export SET state = 'failed', due_at = NULL, finished_at = NOW(6) WHERE due_at <= NOW(6) AND tries >= \(mostTries)
            """)
        let candidates = try db.rows("""
            SELECT e.tenant_id, t.code, t.name, e.id, p.name, e.filter, e.tries FROM export e JOIN tenant t ON t.id = e.tenant_id
            JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.person_id
            WHERE e.due_at <= NOW(6) ORDER BY e.due_at LIMIT 4
            """) { row in
            ClaimedExport(tenant: row.next(), tenantCode: row.next(), tenantName: row.next(), id: row.next(), personName: row.next(),
                          filter: ArchiveFilter(text: row.next()), tries: row.next())
        }
        return try candidates.first { export in
            try db.execute("""
                UPDATE export SET due_at = NOW(6) + INTERVAL 60 SECOND, owner = \(owner), tries = tries + 1
                WHERE tenant_id = \(export.tenant) AND id = \(export.id) AND due_at <= NOW(6)
                """) == 1
        }
    }

    /// A worker says that it lives.
    package func beat(worker: Identifier, host: String) throws {
        try db.execute("""
            INSERT INTO worker (id, host) VALUES (\(worker), \(host)) ON DUPLICATE KEY UPDATE seen_at = NOW(6)
            """)
    }

    /// A worker ends in good order.
    package func endBeat(worker: Identifier) throws {
        try db.execute("DELETE FROM worker WHERE id = \(worker)")
    }

    /// Whether a worker was seen within the last 15 seconds.
    package func workerIsAlive() throws -> Bool {
        try db.first("SELECT 1 FROM worker WHERE seen_at > NOW(6) - INTERVAL 15 SECOND LIMIT 1") { $0.next(Int.self) } != nil
    }

    /// Removes what has expired: questions, extractions with their files, sessions, workers long gone.
    package func removeExpired(sessionIdle: Int) throws {
        try db.execute("DELETE FROM ask WHERE expires_at < NOW(6) - INTERVAL 1 MINUTE LIMIT 1000")
        try db.execute("DELETE FROM export WHERE expires_at < NOW(6) LIMIT 10")
        try db.execute("DELETE FROM session WHERE seen_at < NOW(6) - INTERVAL \(sessionIdle) SECOND LIMIT 1000")
        try db.execute("DELETE FROM worker WHERE seen_at < NOW(6) - INTERVAL 1 DAY")
    }
}
