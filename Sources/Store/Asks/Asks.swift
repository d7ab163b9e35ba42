package import Domain
import MariaDB

/// What a page asks the network through the worker.
package enum AskQuestion: Sendable, Equatable {
    /// Does App IO take this key?
    case key(service: ServiceID, slot: KeySlot)
    /// Where does App IO say that this message stands?
    case status(notification: NotificationID)
    /// Would a message of this service reach the citizen? Asked in the form with this key, by `askWhetherReachable`.
    case reachability(of: FiscalCode, by: ServiceID, form: FormID)
}

/// What a question is about.
enum AskKind: String, CaseIterable { case key, status, profile }

/// What came of it.
package enum AskAnswer: String, Sendable, CaseIterable {
    case accepted, refused, unavailable, throttled
}

extension TenantStore {
    /// Leaves a question for the worker; it expires in two minutes.
    package func ask(_ question: AskQuestion, by person: PersonID?) throws -> AskID {
        try db.transaction { try insert(question, by: person, expires: 120) }
    }

    /// Leaves a question about a key or a state, unless it was asked within the last seconds, also by several at once: each is a
    /// call that the tenant's account at App IO pays for.
    ///
    /// - Returns: the question, or the one of a moment ago.
    package func ask(
        _ question: AskQuestion, by person: PersonID, atMostEvery seconds: Int
    ) throws -> (id: AskID, isNew: Bool) {
        try db.transaction {
            try lock()
            if let recent = try recent(question, within: seconds) { return (recent, false) }
            return (try ask(question, by: person), true)
        }
    }

    /// - Parameters:
    ///   - expires: seconds.
    ///   - citizen: whom the question names.
    func insert(_ question: AskQuestion, by person: PersonID?, expires: Int, about citizen: CitizenDigest? = nil) throws -> AskID {
        let id = AskID.make()
        let (kind, columns, values, action, subject): (AskKind, SQL, SQL, AuditAction, AuditSubject) = switch question {
        case .key(let service, let slot): (.key, "service_id, slot", "\(service), \(slot)", .keyTested, .service(service))
        case .status(let notification): (.status, "notification_id", "\(notification)", .statusAsked, .notification(notification))
        case .reachability(let code, let service, let form):
            (.profile, "service_id, fiscal_code, form_key", "\(service), \(code), \(form)", .recipientChecked, .service(service))
        }
        try db.execute("""
            INSERT INTO ask (tenant_id, id, person_id, kind, due_at, expires_at, \(columns))
            VALUES (\(tenant), \(id), \(person), \(kind), NOW(6), NOW(6) + INTERVAL \(expires) SECOND, \(values))
            """)
        try audit(action, by: person, on: subject, about: citizen)
        return id
    }

    /// The answer, `nil` while there is none. What `askWhetherReachable` asked is answered by `recipientReply`.
    package func answer(to ask: AskID) throws -> (answer: AskAnswer, detail: String?)? {
        try db.first("""
            SELECT answer, detail FROM ask WHERE tenant_id = \(tenant) AND id = \(ask) AND kind <> \(AskKind.profile) AND answer IS NOT NULL
            """) { ($0.next(), $0.next()) }
    }

    /// Whether a question is there that nobody has answered yet.
    package func isUnanswered(_ ask: AskID) throws -> Bool {
        try db.first("""
            SELECT 1 FROM ask WHERE tenant_id = \(tenant) AND id = \(ask) AND answer IS NULL AND expires_at > NOW(6)
            """) { $0.next(Int.self) } != nil
    }

    private func recent(_ question: AskQuestion, within seconds: Int) throws -> AskID? {
        let isSame: SQL = switch question {
        // What was said of the key before this one is not its answer.
        case .key(let service, let slot): """
            kind = \(AskKind.key) AND service_id = \(service) AND slot = \(slot) AND created_at > (
                SELECT set_at FROM service_key k WHERE k.tenant_id = \(tenant) AND k.service_id = \(service) AND k.slot = \(slot))
            """
        case .status(let notification): "notification_id = \(notification)"
        case .reachability: preconditionFailure("asked by askWhetherReachable")
        }
        return try db.first("""
            SELECT id FROM ask WHERE tenant_id = \(tenant) AND \(isSame) AND created_at > NOW(6) - INTERVAL \(seconds) SECOND
            ORDER BY id DESC LIMIT 1
            """) { $0.next() }
    }
}
