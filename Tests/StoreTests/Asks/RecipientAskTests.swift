import Domain
import MariaDB
@testable import Store
import Synchronization
import Testing
import TestSupport

/// Whether a citizen can be reached: asked once for a form, soon forgotten, used by the send.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct RecipientAskTests {
    private let form = FormID.make()
    private let code = FiscalCode(stored: "RSSMRA80A01H501U")
    private let another = FiscalCode(stored: "RSSMRA85T10A562S")

    @Test func `the question goes to a worker, and the answer to the form's tenant only`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let ask = try id(one.ask(code, form))
            #expect(try one.store.recipientReply(to: ask) == .waiting)
            let claimed = try #require(try database.installation.claimAsks(limit: 9, lease: 30).first)
            #expect(claimed.tenant == one.id && claimed.id == ask && claimed.account == Account(owner: one.id, environment: .trial))
            #expect(claimed.question == .reachability(of: code, by: one.service, form: form))

            try other.store.answer(ask, .reachable, age: .zero)
            #expect(try one.store.recipientReply(to: ask) == .waiting)
            try one.store.answer(ask, .notOnIO, age: .zero)
            try one.store.answer(ask, .reachable, age: .zero)
            #expect(try one.store.recipientReply(to: ask) == .answered(.notOnIO))
            #expect(try other.store.recipientReply(to: ask) == .answered(.unavailable))
            #expect(throws: DatabaseError.self) {
                _ = try other.store.askWhetherReachable(code, by: one.service, form: form, for: other.operator_)
            }
        }
    }

    @Test func `who has waited ten seconds is told that it cannot be known now, and gets a late answer all the same`() throws {
        try TestDatabase.run { database in
            let one = database.one, ask = try id(database.one.ask(code, form))
            try database.db.execute("UPDATE ask SET created_at = NOW(6) - INTERVAL 11 SECOND")
            #expect(try one.store.recipientReply(to: ask) == .answered(.unavailable))
            try one.store.answer(ask, .reachable, age: .zero)
            #expect(try one.store.recipientReply(to: ask) == .answered(.reachable))
        }
    }

    @Test func `the same form that asks the same again within a minute asks once`() throws {
        try TestDatabase.run { database in
            let one = database.one, ask = try id(database.one.ask(code, form))
            #expect(try id(one.ask(code, form)) == ask, "while it is waited for")
            try one.store.answer(ask, .senderNotAllowed, age: .seconds(30))
            #expect(try id(one.ask(code, form)) == ask)
            #expect(try id(one.ask(another, form)) != ask && id(one.ask(code, .make())) != ask)
            try database.db.execute("UPDATE ask SET answered_at = answered_at - INTERVAL 31 SECOND")
            #expect(try id(one.ask(code, form)) != ask)
        }
    }

    @Test(arguments: [Reachability.unavailable, .keyRefused])
    func `what says nothing of the citizen is asked again at once`(_ answer: Reachability) throws {
        try TestDatabase.run { database in
            let one = database.one, ask = try id(database.one.ask(code, form))
            try one.store.answer(ask, answer, age: .zero)
            #expect(try id(one.ask(code, form)) != ask)
        }
    }

    @Test func `a person asks so often in an hour, others go on, and the audit holds no codice fiscale`() throws {
        try TestDatabase.run { database in
            let one = database.one, most = TenantStore.recipientAsksPerHour
            for _ in 1...most { _ = try id(one.ask(code, .make())) }
            #expect(try one.ask(code, .make()) == .tooMany)
            _ = try id(one.store.askWhetherReachable(code, by: one.service, form: form, for: one.administrator))
            _ = try id(database.other.ask(code, form))
            let lines = try one.store.auditLines(limit: 300).filter { $0.action == .recipientChecked }
            #expect(lines.count == most + 1 && lines.allSatisfy { $0.subject == .service(one.service) && $0.detail == nil })

            let old = AskID.first(at: Moment(microseconds: Moment.now().microseconds - 3_601_000_000))
            try database.db.execute("""
                UPDATE audit SET id = \(old) WHERE person_id = \(one.operator_) AND action = 'recipient_checked' LIMIT 1
                """)
            _ = try id(one.ask(code, .make()))
            #expect(try one.ask(code, .make()) == .tooMany)
        }
    }

    @Test func `the same form asked from two places at once asks once, and the limit holds`() throws {
        try TestDatabase.run { database in
            let one = database.one, got = Mutex<[RecipientAsk]>([])
            let (options, tenant, service, person, form, code) = (database.options, one.id, one.service, one.operator_, form, code)
            try database.db.execute("""
                INSERT INTO audit (tenant_id, id, person_id, action)
                SELECT \(tenant), CONCAT(SUBSTR(\(AuditID.make()), 1, 8), LPAD(seq, 8, '0')), \(person), 'recipient_checked'
                FROM seq_1_to_117
                """)
            let ask: @Sendable (FormID) -> Void = { form in
                let store = InstallationStore(Connection(options)).store(of: tenant)
                guard let ask = try? store.askWhetherReachable(code, by: service, form: form, for: person) else { return }
                got.withLock { $0.append(ask) }
            }
            let same: @Sendable () -> Void = { ask(form) }, different: @Sendable () -> Void = { ask(.make()) }
            inThreads(same, same, same, same)
            #expect(got.withLock { $0.count == 4 && Set($0.map { "\($0)" }).count == 1 })
            inThreads(different, different, different, different)
            #expect(got.withLock { $0.count == 8 && $0.filter { $0 == .tooMany }.count == 2 })
        }
    }

    @Test func `neither the codice fiscale nor the answer is there after two minutes`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let ask = try id(one.ask(code, form))
            try one.store.answer(ask, .reachable, age: .zero)
            _ = try id(one.ask(another, form))
            // The upkeep comes every three seconds.
            try database.db.execute("UPDATE ask SET expires_at = expires_at - INTERVAL 87 SECOND")
            try database.installation.removeExpiredAsks()
            #expect(try database.count("ask") == 2)
            try database.db.execute("UPDATE ask SET expires_at = expires_at - INTERVAL 30 SECOND")
            try database.installation.removeExpiredAsks()
            #expect(try database.count("ask") == 0)
            #expect(try one.store.recipientReply(to: ask) == .answered(.unavailable))
            try one.store.answer(ask, .reachable, age: .zero)
            #expect(try database.count("ask") == 0, "a late answer makes no row")
        }
    }

    // MARK: - The send

    @Test func `the send of the same form takes the answer of any worker for a minute`() throws {
        try TestDatabase.run { database in
            let one = database.one
            try database.db.execute("UPDATE service_key SET set_at = NOW(6) - INTERVAL 1 DAY")
            try one.store.answer(id(one.ask(code, form)), .reachable, age: .seconds(30))
            let sent = try one.send(code, form)
            let claims = try database.connect().claimQueued(limit: 9, owner: .make(), lease: 0)
            #expect(claims.map(\.notification.id) == [sent] && claims[0].isKnownToBeReachable)
            try database.db.execute("UPDATE ask SET answered_at = answered_at - INTERVAL 31 SECOND")
            #expect(try database.installation.claimQueued(limit: 9, owner: .make(), lease: 0).map(\.isKnownToBeReachable) == [false])
        }
    }

    @Test func `another form, code, service, tenant or answer is asked for again`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other), service = ServiceID.make()
            try one.store.addService(
                service, ServiceDescription(name: "Tributi", ioServiceID: "02", environment: .trial, maximumAmount: .maximum),
                keys: [.primary: SealedKey(bytes: [1], last4: "aaaa")], by: one.administrator)
            try one.store.answer(id(one.ask(code, form)), .reachable, age: .zero)
            _ = try one.send(code, .make())
            _ = try one.send(another, form)
            _ = try other.send(code, form)
            let elsewhere = FormID.make()
            let ask = try id(one.store.askWhetherReachable(code, by: service, form: elsewhere, for: one.operator_))
            try one.store.answer(ask, .reachable, age: .zero)
            _ = try one.send(code, elsewhere)
            for answer in Reachability.allCases.filter({ $0 != .reachable }) {
                let form = FormID.make()
                try one.store.answer(id(one.ask(code, form)), answer, age: .zero)
                _ = try one.send(code, form)
            }
            let unanswered = FormID.make()
            _ = try one.ask(code, unanswered)
            _ = try one.send(code, unanswered)
            var claims: [Claim] = []
            while case let more = try database.installation.claimQueued(limit: 9, owner: .make(), lease: 60), !more.isEmpty {
                claims += more }
            #expect(claims.count == 9)
            #expect(claims.allSatisfy { !$0.isKnownToBeReachable })
        }
    }

    @Test func `after a try that went wrong, a POST or a new key the profile is asked again`() throws {
        try TestDatabase.run { database in
            let one = database.one
            try one.store.answer(id(one.ask(code, form)), .reachable, age: .zero)
            let sent = try one.send(code, form)
            func isKnown() throws -> [Bool] {
                try database.installation.claimQueued(limit: 9, owner: .make(), lease: 0).map(\.isKnownToBeReachable)
            }
            #expect(try isKnown() == [true])
            for wrong in ["tries = 1", "attempt = 1"] {
                try database.db.execute(SQL(trusted: "UPDATE notification SET tries = 0, attempt = 0, \(wrong)"))
                #expect(try isKnown() == [false], "\(wrong)")
            }
            try database.db.execute("UPDATE notification SET tries = 0, attempt = 0 WHERE id = \(sent)")
            #expect(try isKnown() == [true])
            try one.store.replaceKey(SealedKey(bytes: [9], last4: "9999"), .secondary, of: one.service, by: one.administrator)
            #expect(try isKnown() == [false])
        }
    }

    private func id(_ ask: RecipientAsk) throws -> AskID {
        guard case .asked(let id) = ask else { throw CancellationError() }
        return id
    }
}

extension TestTenant {
    fileprivate func ask(_ code: FiscalCode, _ form: FormID) throws -> RecipientAsk {
        try store.askWhetherReachable(code, by: service, form: form, for: operator_)
    }

    fileprivate func send(_ code: FiscalCode, _ form: FormID) throws -> NotificationID {
        let content = content(subject: "Dalla pagina \(form)", fiscalCode: code.value)
        return try store.addNotification(content, environment: .trial, formKey: form, by: operator_).id
    }
}

extension TestDatabase {
    fileprivate func count(_ table: String) throws -> Int {
        try db.first(SQL(trusted: "SELECT COUNT(*) FROM \(table)")) { $0.next(Int.self) } ?? 0
    }
}
