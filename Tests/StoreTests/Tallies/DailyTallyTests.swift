import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What the worker counts for Oggi, against a slow count.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct DailyTallyTests {
    private struct Line: Hashable {
        var day: CalendarDate
        var subject: DailyTally.Subject?
        var state: NotificationState
    }

    @Test func `after any history each day is counted as its notifications say, of each ente apart`() throws {
        try TestDatabase.run { database in
            var chance = Chance()
            let enti = [database.one, database.other]
            var ids: [TenantID: [NotificationID]] = [:]
            for step in 0..<120 {
                let tenant = enti.randomElement(using: &chance)!
                switch Int.random(in: 0..<10, using: &chance) {
                case 0..<4:
                    let id = try Self.add(tenant, daysAgo: Int.random(in: 0..<40, using: &chance), took: step, database)
                    ids[tenant.id, default: []].append(id)
                case 4..<9:
                    guard let id = ids[tenant.id]?.randomElement(using: &chance) else { continue }
                    try database.put(id, of: tenant, in: NotificationState.allCases.randomElement(using: &chance)!, attempt: 1)
                default:
                    guard let id = ids[tenant.id]?.popLast() else { continue }
                    _ = try tenant.store.remove(notifications: [id])
                }
                if step.isMultiple(of: 30) { _ = try database.installation.recountTallies(limit: 10) }
            }
            while try database.installation.recountTallies(limit: 10) > 0 {}
            for tenant in enti {
                let found = try tenant.store.tallies(since: CalendarDate(year: 2020, month: 1, day: 1)!)
                let counted = Dictionary(uniqueKeysWithValues: found.map {
                    (Line(day: $0.day, subject: $0.subject, state: $0.state), [$0.count, $0.seconds])
                })
                #expect(try counted == Self.slowly(tenant, database.db))
                #expect(!counted.isEmpty)
            }
            let first = CalendarDate(year: 2020, month: 1, day: 1)!, today = CalendarDate.today(at: .now())
            var whole = Self.altogether(try enti.flatMap { try $0.store.tallies(since: first) })
            #expect(Self.altogether(try database.installation.tallies(since: first)) == whole)
            let lines = try database.installation.tenantTallies(since: first, today: today, after: "", limit: 10)
            #expect(Set(lines.map(\.id)) == Set(enti.map(\.id)))
            for (line, tenant) in zip(lines.sorted { $0.id < $1.id }, enti.sorted { $0.id < $1.id }) {
                let own = try tenant.store.tallies(since: first).filter(\.isOfService)
                #expect(Self.counts(line.states) == Self.counts(own))
                #expect(line.today == own.filter { $0.day == today }.map(\.count).reduce(0, +))
                let toFollow = try database.db.first("SELECT COUNT(*) FROM to_follow WHERE tenant_id = \(tenant.id)") { $0.next(Int.self) }
                #expect(line.toFollow == toFollow)
            }
            // What has gone is no longer a part of it, once its days are added up again.
            let gone = enti[0], days = Set(try gone.store.tallies(since: first).map(\.day))
            try database.db.execute("DELETE FROM daily_tally WHERE tenant_id = \(gone.id)")
            for day in days { try database.installation.addUpTallies(of: day) }
            whole = Self.altogether(try enti[1].store.tallies(since: first))
            #expect(Self.altogether(try database.installation.tallies(since: first)) == whole)
        }
    }

    /// Of all services together, by day and state.
    private static func altogether(_ tallies: [DailyTally]) -> [Line: [Int]] {
        var found: [Line: [Int]] = [:]
        for tally in tallies where tally.subject == nil || tally.isOfService {
            let line = Line(day: tally.day, subject: nil, state: tally.state), before = found[line] ?? [0, 0]
            found[line] = [before[0] + tally.count, before[1] + tally.seconds]
        }
        return found
    }

    private static func counts(_ tallies: [DailyTally]) -> [NotificationState: Int] {
        tallies.reduce(into: [:]) { $0[$1.state, default: 0] += $1.count }
    }

    @Test func `what moves while a day is counted is counted again`() throws {
        try TestDatabase.run { database in
            let one = database.one, elsewhere = database.connect(), id = try one.add()
            #expect(try database.installation.recountTallies(limit: 10) == 1)
            #expect(try database.installation.recountTallies(limit: 10) == 0)
            try elsewhere.db.transaction {
                try elsewhere.db.execute("UPDATE notification SET state = 'cancelled', due_at = NULL WHERE id = \(id)")
                #expect(try database.installation.recountTallies(limit: 10) == 0, "it is not so before it is committed")
            }
            #expect(try database.installation.recountTallies(limit: 10) == 1)
            #expect(try one.store.tallies(since: .today(at: .now())).map(\.state) == [.cancelled, .cancelled])
            #expect(try database.other.store.tallies(since: .today(at: .now())).isEmpty)
        }
    }

    private static func add(_ tenant: TestTenant, daysAgo: Int, took seconds: Int, _ database: TestDatabase) throws -> NotificationID {
        let id = try tenant.add()
        let then = NotificationID.first(at: Moment(microseconds: Moment.now().microseconds - Int64(daysAgo) * 86_400_000_000))
        let old = NotificationID(then.value | UInt128(UInt64.random(in: 0..<1 << 60)))
        _ = try database.db.execute("""
            INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, due_at, fiscal_code, subject, markdown,
                                      created_by, sent_at, checked_at)
            SELECT tenant_id, \(old), \(FormID.make()), service_id, environment, state, due_at, fiscal_code, subject, markdown, created_by,
                   NOW(6) - INTERVAL \(seconds) SECOND, NOW(6)
            FROM notification WHERE id = \(id)
            """)
        return old
    }

    /// By looking at each.
    private static func slowly(_ tenant: TestTenant, _ db: Connection) throws -> [Line: [Int]] {
        let rows = try db.rows("""
            SELECT id, service_id, created_by, state, TIMESTAMPDIFF(SECOND, sent_at, checked_at) FROM notification
            WHERE tenant_id = \(tenant.id)
            """) { ($0.next(NotificationID.self), $0.next(ServiceID.self), $0.next(PersonID.self), $0.next(NotificationState.self),
                    $0.next(Int?.self)) }
        var found: [Line: [Int]] = [:]
        for (id, service, person, state, seconds) in rows {
            for subject in [DailyTally.Subject.service(service), .person(person)] {
                let line = Line(day: .today(at: id.madeAt), subject: subject, state: state)
                let before = found[line] ?? [0, 0]
                found[line] = [before[0] + 1, before[1] + (state == .processed ? seconds ?? 0 : 0)]
            }
        }
        return found
    }
}

extension DailyTally {
    fileprivate var isOfService: Bool {
        if case .service = subject { true } else { false }
    }
}
