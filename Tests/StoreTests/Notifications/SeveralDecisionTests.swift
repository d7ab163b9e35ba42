import Domain
import MariaDB
import Store
import Synchronization
import Testing
import TestSupport

/// What somebody decides about many notifications at once: each is guarded as if it were alone.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SeveralDecisionTests {
    @Test(arguments: Decision.allCases)
    func `it is taken on those that stand as they were seen, and says where the others are`(decision: Decision) throws {
        try TestDatabase.run { database in
            let (one, other, filter) = (database.one, database.other, Self.filter(decision))
            let ids = try database.fill(one, 6, in: decision.states[0]), theirs = try database.fill(other, 6, in: decision.states[0])
            let seen = try one.store.decidable(decision, in: filter)
            #expect(seen.map(\.id) == ids.reversed())
            try database.put(ids[0], of: one, in: .processed, attempt: 1)
            try database.put(ids[1], of: one, in: decision.states[0], attempt: 2)
            try database.db.execute("UPDATE notification SET updated_at = updated_at + INTERVAL 1 MICROSECOND WHERE id = \(ids[2])")
            let outcome = try one.store.decide(decision, on: seen, within: .seconds(60), chosen: "", by: one.operator_)
            #expect(outcome.done == 3 && outcome.reached == 6)
            #expect(outcome.left == [.processed: 1, decision.states[0]: 2])
            let wanted: NotificationState = decision == .retry ? .queued : .assumed
            #expect(try ids.map { try one.state($0) } == [.processed, decision.states[0], decision.states[0], wanted, wanted, wanted])
            #expect(try theirs.allSatisfy { try other.state($0) == decision.states[0] })
            #expect(try database.count(one) == (decision == .resend ? 9 : 6) && database.count(other) == 6)
        }
    }

    @Test(arguments: Decision.allCases)
    func `what is asked twice is done once, also of what has failed again meanwhile`(decision: Decision) throws {
        try TestDatabase.run { database in
            let one = database.one
            let ids = try database.fill(one, 25, in: decision.states[0])
            let seen = try one.store.decidable(decision, in: Self.filter(decision))
            let take = { try one.store.decide(decision, on: seen, within: .seconds(60), chosen: "", by: one.operator_) }
            #expect(try take().done == 25)
            let all = try database.count(one)
            let again = try take()
            #expect(again.done == 0 && again.left == [decision == .retry ? .queued : .assumed: 25])
            if decision == .retry {
                for id in ids { try database.put(id, of: one, in: .failed, attempt: 1) }
                #expect(try take().done == 0, "they failed again without another attempt")
            }
            #expect(try database.count(one) == all)
        }
    }

    @Test func `two people and the same form twice, all at once, send each doubt again once`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let ids = try database.fill(one, 90, in: .uncertain)
            try database.fill(other, 3, in: .uncertain)
            let seen = try one.store.decidable(.resend, in: Self.filter(.resend))
            let done = Mutex<[Int]>([])
            let (options, tenant) = (database.options, one.id)
            let take = { @Sendable (person: PersonID, seen: [SeenNotification]) in
                let store = InstallationStore(options).store(of: tenant)
                let outcome = try? store.decide(.resend, on: seen, within: .seconds(60), chosen: "", by: person)
                done.withLock { $0.append(outcome?.done ?? -1_000) }
            }
            let (operator_, administrator) = (one.operator_, one.administrator)
            inThreads({ take(operator_, seen) }, { take(operator_, seen) }, { take(administrator, seen) },
                      { take(administrator, seen.reversed()) })
            #expect(done.withLock { $0.reduce(0, +) } == 90)
            let made = try database.db.rows("""
                SELECT COUNT(*) FROM notification WHERE tenant_id = \(one.id) AND resend_of IS NOT NULL GROUP BY resend_of
                """) { $0.next(Int.self) }
            #expect(made == Array(repeating: 1, count: 90))
            #expect(try ids.allSatisfy { try one.state($0) == .assumed } && database.count(other) == 3)
        }
    }

    @Test func `what is another tenant's, or of a service that is not allowed, is as what nobody has`() throws {
        try TestDatabase.run { database in
            let (one, hidden) = (database.one, ServiceID.make())
            try one.store.addService(hidden, ServiceDescription(
                name: "Tributi", ioServiceID: "01", environment: .trial, maximumAmount: .maximum), keys: [:], by: nil)
            let ids = try database.fill(one, 2, in: .uncertain), theirs = try database.fill(database.other, 1, in: .uncertain)
            try database.db.execute("UPDATE notification SET service_id = \(hidden) WHERE id = \(ids[0])")
            let store = database.installation.store(of: one.id, scope: .only([one.service]))
            let all = ids + theirs + [.make()]
            #expect(try store.decidable(.resend, among: all).map(\.id) == [ids[1]])
            #expect(try store.decidable(.resend, in: Self.filter(.resend)).map(\.id) == [ids[1]])
            #expect(try store.serviceCounts(of: all).map(\.count) == [1])
            #expect(try store.serviceCounts(Self.filter(.resend)).map(\.name) == ["Protocollo"])
            let seen = try [one, database.other].flatMap { try $0.store.decidable(.resend, among: all) }
                + [SeenNotification(id: all[3], attempt: 1, updatedAt: .now())]
            let outcome = try store.decide(.resend, on: seen, within: .seconds(60), chosen: "", by: one.operator_)
            #expect(outcome.done == 1 && outcome.left == [nil: 3])
            #expect(try one.state(ids[0]) == .uncertain && database.other.state(theirs[0]) == .uncertain)
        }
    }

    @Test func `it goes on until its time is over, and from there the next time`() throws {
        try TestDatabase.run { database in
            let one = database.one
            try database.fill(one, 65, in: .failed)
            try database.fill(database.other, 65, in: .failed)
            let filter = Self.filter(.retry)
            #expect(try one.store.decidable(.retry, in: filter, limit: 60).count == 60)
            let seen = try one.store.decidable(.retry, in: filter)
            let first = try one.store.decide(.retry, on: seen, within: .zero, chosen: "", by: one.operator_)
            #expect(first.reached == 20 && first.done == 20)
            let rest = try one.store.decidable(.retry, in: filter, olderThan: seen[first.reached - 1].id)
            #expect(rest == Array(seen[20...]))
            #expect(try one.store.serviceCounts(filter, olderThan: seen[19].id).map(\.count) == [45])
        }
    }

    @Test func `the register has a line for all of it beside those of each, and names no citizen`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let ids = try database.fill(one, 3, in: .failed)
            var filter = Self.filter(.retry)
            (filter.fiscalCode, filter.subject, filter.services) = ("RSSMRA80A01H501U", "Comunicazione", [one.service])
            (filter.person, filter.from) = (one.operator_, CalendarDate(year: 2020, month: 2, day: 1))
            let seen = try one.store.decidable(.retry, in: filter)
            try database.put(ids[0], of: one, in: .processed, attempt: 1)
            _ = try one.store.decide(.retry, on: seen, within: .seconds(60), chosen: one.store.words(filter), by: one.administrator)
            let lines = try one.store.auditLines(limit: 3)
            #expect(lines.map(\.action) == [.notificationsRetried, .notificationRetried, .notificationRetried])
            #expect(lines.map(\.person) == Array(repeating: "Carla Verdi", count: 3))
            #expect(lines[0].detail?.words == """
                fatte: 2; lasciate: 1; Codice Fiscale Destinatario: indicato, Servizio: Protocollo, Stato: Non riuscita, \
                Dal: 01/02/2020, Oggetto (parole): indicato, Inserita da: Anna Bianchi
                """)
            #expect(try !database.other.store.auditLines(limit: 9).contains { $0.action == .notificationsRetried })
        }
    }

    @Test(arguments: Decision.allCases)
    func `from the command line nobody of the tenant has decided`(decision: Decision) throws {
        try TestDatabase.run { database in
            let one = database.one
            let id = try database.fill(one, 1, in: decision.states[0])[0], before = try #require(try one.store.notification(id))
            let seen = try one.store.decidable(decision, in: Self.filter(decision))
            #expect(try one.store.decide(decision, on: seen, within: .seconds(60), chosen: "", by: nil).done == 1)
            let after = try #require(try one.store.notification(id))
            #expect(after.decidedAt == before.decidedAt && after.decidedBy == "Anna Bianchi" && after.movedAt != nil)
            #expect(try one.store.auditLines(limit: 2).map(\.person) == [nil, nil])
            if let new = try one.store.resent(id) { #expect(try one.store.notification(new)?.createdBy == "Anna Bianchi") }
            #expect(try (one.store.resent(id) != nil) == (decision == .resend))
        }
    }

    private static func filter(_ decision: Decision) -> ArchiveFilter {
        var filter = ArchiveFilter()
        filter.states = [decision.states[0]]
        return filter
    }
}

extension TestDatabase {
    /// Adds some that stand in a state after their first attempt, the oldest first.
    @discardableResult
    fileprivate func fill(_ tenant: TestTenant, _ count: Int, in state: NotificationState) throws -> [NotificationID] {
        try (0..<count).map { _ in
            let id = try tenant.add()
            try put(id, of: tenant, in: state, attempt: 1)
            return id
        }
    }

    fileprivate func count(_ tenant: TestTenant) throws -> Int {
        try db.first("SELECT COUNT(*) FROM notification WHERE tenant_id = \(tenant.id)") { $0.next() } ?? 0
    }
}
