package import Domain
import MariaDB

/// What came of asking whether a citizen can be reached.
package enum RecipientAsk: Sendable, Equatable {
    /// The question, which may be an earlier one of the same form.
    case asked(AskID)
    /// The person has asked as often within the last hour as one may.
    case tooMany
}

/// How far a question is.
package enum RecipientReply: Sendable, Equatable {
    case waiting
    /// `unavailable` also when nobody has answered in time.
    case answered(Reachability)
}

extension TenantStore {
    /// Of one person in an hour. Somebody at a counter asks once or twice for each citizen; a list of citizens does not
    /// get far.
    package static let recipientAsksPerHour = 120
    /// Seconds that an answer about the citizen holds, for the form that asked.
    package static let recipientAnswerHolds = 60
    /// Seconds after which a page stops waiting; the answer may still come.
    private static let patience = 10
    /// Seconds after which no worker takes the question up.
    private static let recipientAskExpires = 30

    /// Leaves the question for the worker whether a citizen can be reached by a service.
    ///
    /// The same form that asks the same again gets the same answer for a minute, without another call. The audit counts
    /// what each person asked, and names the service and a digest of the citizen only. The row with the codice fiscale is removed
    /// within two minutes.
    ///
    /// - Parameters:
    ///   - form: the key of the form that is being written.
    ///   - citizen: of the codice fiscale.
    package func askWhetherReachable(
        _ code: FiscalCode, by service: ServiceID, form: FormID, for person: PersonID, about citizen: CitizenDigest? = nil
    ) throws -> RecipientAsk {
        try db.transaction {
            // Two requests of one person come after each other, so that neither the limit nor the question slips through twice.
            _ = try db.first("SELECT 1 FROM person WHERE tenant_id = \(tenant) AND id = \(person) FOR UPDATE") { $0.next(Int.self) }
            let known = Reachability.allCases.filter(\.isKnown)
            if let ask = try db.first("""
                SELECT id FROM ask WHERE tenant_id = \(tenant) AND form_key = \(form) AND kind = \(AskKind.profile)
                  AND service_id = \(service) AND fiscal_code = \(code) AND (answer IS NULL AND expires_at > NOW(6)
                    OR answer IN (\(list: known)) AND answered_at > NOW(6) - INTERVAL \(Self.recipientAnswerHolds) SECOND)
                ORDER BY id DESC LIMIT 1
                """, { $0.next(AskID.self) }) { return .asked(ask) }
            guard try recipientAsksLately(of: person) < Self.recipientAsksPerHour else { return .tooMany }
            let question = AskQuestion.reachability(of: code, by: service, form: form)
            return .asked(try insert(question, by: person, expires: Self.recipientAskExpires, about: citizen))
        }
    }

    /// What App IO has answered to a form about a citizen, while that holds; `nil`: nothing that does.
    package func knownReachability(of code: FiscalCode, by service: ServiceID, form: FormID) throws -> Reachability? {
        try db.first("""
            SELECT answer FROM ask WHERE tenant_id = \(tenant) AND form_key = \(form) AND kind = \(AskKind.profile)
              AND service_id = \(service) AND fiscal_code = \(code) AND answer IN (\(list: Reachability.allCases.filter(\.isKnown)))
              AND answered_at > NOW(6) - INTERVAL \(Self.recipientAnswerHolds) SECOND
            ORDER BY id DESC LIMIT 1
            """) { $0.next() }
    }

    /// The answer to such a question, or that it is still waited for.
    package func recipientReply(to ask: AskID) throws -> RecipientReply {
        let row = try db.first("""
            SELECT answer, created_at > NOW(6) - INTERVAL \(Self.patience) SECOND FROM ask
            WHERE tenant_id = \(tenant) AND id = \(ask) AND kind = \(AskKind.profile)
            """) { ($0.next(Reachability?.self), $0.next(Bool.self)) }
        guard let (answer, isFresh) = row else { return .answered(.unavailable) }
        return answer.map { .answered($0) } ?? (isFresh ? .waiting : .answered(.unavailable))
    }

    /// Answers such a question.
    ///
    /// - Parameter age: how long ago App IO said so: the database may have been away since.
    package func answer(_ ask: AskID, _ answer: Reachability, age: Duration) throws {
        let (seconds, attoseconds) = age.components
        let microseconds = Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
        try db.execute("""
            UPDATE ask SET answer = \(answer), answered_at = NOW(6) - INTERVAL \(microseconds) MICROSECOND, due_at = NULL
            WHERE tenant_id = \(tenant) AND id = \(ask) AND kind = \(AskKind.profile) AND answer IS NULL
            """)
    }

    private func recipientAsksLately(of person: PersonID) throws -> Int {
        let anHourAgo = AuditID.first(at: Moment(microseconds: Moment.now().microseconds - 3_600_000_000))
        return try db.first("""
            SELECT COUNT(*) FROM audit FORCE INDEX (audit_person)
            WHERE tenant_id = \(tenant) AND person_id = \(person) AND topic = \(AuditTopic.looks) AND id > \(anHourAgo)
              AND action = \(AuditAction.recipientChecked)
            """) { $0.next(Int.self) } ?? 0
    }
}

extension SQL {
    /// Whether the form that a notification `n` came from was told a moment ago that it can be delivered, by the keys that
    /// its service has now. Only for a first send: whatever went wrong with it, the profile is asked again.
    static let isKnownToBeReachable: SQL = """
        (n.attempt = 0 AND n.tries = 0 AND EXISTS (
            SELECT 1 FROM ask q WHERE q.tenant_id = n.tenant_id AND q.form_key = n.form_key AND q.kind = \(AskKind.profile)
              AND q.service_id = n.service_id AND q.fiscal_code = n.fiscal_code AND q.answer = \(Reachability.reachable)
              AND q.answered_at > NOW(6) - INTERVAL \(TenantStore.recipientAnswerHolds) SECOND
              AND q.answered_at > (SELECT MAX(k.set_at) FROM service_key k
                                   WHERE k.tenant_id = n.tenant_id AND k.service_id = n.service_id)))
        """
}
