package import Domain
import MariaDB

/// A key that somebody typed. It is tried by the worker before it is used, so one that App IO refuses never takes the
/// place of one that works.
package struct KeyCandidate: Sendable {
    package var last4: String
    package var setAt: Moment
    /// Who set it; `nil`: the command line.
    package var setBy: String?
    /// `nil` while it was not tried; never `.accepted`, which makes a key of it.
    package var answer: AskAnswer?
    package var detail: String?
}

/// A candidate that a worker holds.
package struct ClaimedCandidate: Sendable {
    package var tenant: TenantID
    package var service: ServiceID
    package var slot: KeySlot
    package var sealed: [UInt8]
    package var tries: Int
    package var account: Account
}

extension TenantStore {
    // MARK: - By a person

    /// Leaves a key for the worker to try, in the place of an earlier one that was not taken.
    package func proposeKey(_ key: SealedKey, _ slot: KeySlot, of service: ServiceID, by person: PersonID?) throws {
        try db.transaction {
            try insertCandidate(key, slot, of: service, by: person)
            try audit(.keyProposed, by: person, on: .service(service), detail: .key(slot))
        }
    }

    func insertCandidate(_ key: SealedKey, _ slot: KeySlot, of service: ServiceID, by person: PersonID?) throws {
        try db.execute("""
            REPLACE INTO key_candidate (tenant_id, service_id, slot, sealed, last4, set_by)
            VALUES (\(tenant), \(service), \(slot), \(key.bytes), \(key.last4), \(person))
            """)
    }

    /// Has a candidate tried once more, now.
    ///
    /// - Throws: `PermitLost`.
    package func retryCandidate(_ slot: KeySlot, of service: ServiceID) throws {
        let found = try db.execute("""
            UPDATE key_candidate SET due_at = NOW(6), tries = 0, answer = NULL, detail = NULL
            WHERE tenant_id = \(tenant) AND service_id = \(service) AND slot = \(slot) AND \(permit.holds)
            """)
        if found == 0 { try permit.require(db) }
    }

    /// Forgets a candidate.
    package func discardCandidate(_ slot: KeySlot, of service: ServiceID, by person: PersonID?) throws {
        try db.transaction {
            let discarded = try db.execute("""
                DELETE FROM key_candidate WHERE tenant_id = \(tenant) AND service_id = \(service) AND slot = \(slot)
                """)
            if discarded == 1 { try audit(.keyDiscarded, by: person, on: .service(service), detail: .key(slot)) }
        }
    }

    // MARK: - By the worker

    /// App IO takes the candidate: it becomes the slot's key and goes first. A service that stood still because of its keys
    /// goes on. Nothing happens when somebody has typed another one meanwhile.
    package func install(_ candidate: ClaimedCandidate) throws {
        try db.transaction {
            guard let found = try db.first("""
                SELECT last4, set_by FROM key_candidate WHERE \(isStill(candidate)) FOR UPDATE
                """, { ($0.next(String.self), $0.next(PersonID?.self)) }) else { return }
            try replaceKey(SealedKey(bytes: candidate.sealed, last4: found.0), candidate.slot, of: candidate.service, by: found.1)
        }
    }

    /// App IO refuses the candidate: it stays to be seen and is not tried again by itself.
    package func refuse(_ candidate: ClaimedCandidate, detail: String?) throws {
        try db.transaction {
            let refused = try db.execute("""
                UPDATE key_candidate SET due_at = NULL, answer = \(AskAnswer.refused), detail = \(detail.map { clipped($0, to: 500) })
                WHERE \(isStill(candidate)) AND due_at IS NOT NULL
                """)
            if refused == 1 { try audit(.keyRefused, by: nil, on: .service(candidate.service), detail: .key(candidate.slot)) }
        }
    }

    /// The candidate could not be tried: it is again, after so many seconds.
    package func putOff(_ candidate: ClaimedCandidate, _ answer: AskAnswer, detail: String?, seconds: Int) throws {
        try db.execute("""
            UPDATE key_candidate SET due_at = NOW(6) + INTERVAL \(seconds) SECOND, tries = \(candidate.tries + 1), answer = \(answer),
                   detail = \(detail.map { clipped($0, to: 500) })
            WHERE \(isStill(candidate)) AND due_at IS NOT NULL
            """)
    }

    private func isStill(_ candidate: ClaimedCandidate) -> SQL {
        """
        tenant_id = \(tenant) AND service_id = \(candidate.service) AND slot = \(candidate.slot) AND sealed = \(candidate.sealed)
        """
    }

    /// App IO refused a call with this key: its service's page says so until App IO takes it or somebody replaces it.
    ///
    /// - Returns: whether it had taken it before.
    @discardableResult
    package func noteRefused(_ sealed: [UInt8], of service: ServiceID) throws -> Bool {
        try db.execute("""
            UPDATE service_key SET refused_at = NOW(6)
            WHERE tenant_id = \(tenant) AND service_id = \(service) AND sealed = \(sealed) AND refused_at IS NULL
            """) == 1
    }

    /// App IO took a call with this key.
    package func noteTaken(_ sealed: [UInt8], of service: ServiceID) throws {
        try db.execute("""
            UPDATE service_key SET refused_at = NULL
            WHERE tenant_id = \(tenant) AND service_id = \(service) AND sealed = \(sealed) AND refused_at IS NOT NULL
            """)
    }
}

extension InstallationStore {
    /// Takes candidates that are due, the newest first: somebody waits for it, and may have to wait for a list of others.
    ///
    /// Of each account one that may take its last call, so that a backlog of sends or checks does not hold it, and more out
    /// of what people's sends leave.
    package func claimCandidates(limit: Int, lease: Int) throws -> [ClaimedCandidate] {
        let latest = (CallBudget.burst - 1) * CallBudget.microsecondsPerCall
        let due = try db.rows("""
            SELECT k.tenant_id, k.service_id, k.slot, k.sealed, k.tries, COALESCE(t.account_id, t.id), s.environment
            FROM key_candidate k JOIN tenant t ON t.id = k.tenant_id
            JOIN service s ON s.tenant_id = k.tenant_id AND s.id = k.service_id
            LEFT JOIN budget b ON b.account_id = COALESCE(t.account_id, t.id) AND b.environment = s.environment
            WHERE k.due_at <= NOW(6) AND (b.account_id IS NULL OR \(SQL.callsAhead) <= \(latest))
            ORDER BY k.due_at DESC LIMIT \(limit)
            """) { row in
            ClaimedCandidate(tenant: row.next(), service: row.next(), slot: row.next(), sealed: row.next(), tries: row.next(),
                             account: Account(owner: row.next(), environment: row.next()))
        }
        var served: Set<Account> = []
        return try due.filter { candidate in
            let kept = served.insert(candidate.account).inserted ? 0 : CallBudget.keptForPeople
            return try db.transaction {
                guard try callsLeft(candidate.account) > kept, try db.execute("""
                    UPDATE key_candidate SET due_at = NOW(6) + INTERVAL \(lease) SECOND
                    WHERE tenant_id = \(candidate.tenant) AND service_id = \(candidate.service) AND slot = \(candidate.slot)
                      AND sealed = \(candidate.sealed) AND due_at <= NOW(6)
                    """) == 1 else { return false }
                try spend(1, of: candidate.account)
                return true
            }
        }
    }
}
