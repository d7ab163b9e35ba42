import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct RetentionTests {
    @Test func `what nobody works on any more goes after its days, and what is on its way or in doubt stays`() throws {
        try TestDatabase.run { database in
            let states = NotificationState.allCases
            for tenant in [database.one, database.other] {
                for state in states { for days in [10, 100] { try Self.age(tenant, in: state, days, database) } }
            }
            let kept: [NotificationState] = [.scheduled, .queued, .sending, .accepted, .uncertain]
            #expect(try database.one.store.countForgotten(after: 50).count == states.count - kept.count)
            #expect(try Self.forget(database.one.store, 50, limit: 5) == states.count - kept.count)
            let left = try Self.states(database.one, database.db)
            #expect(left.count == states.count + kept.count && kept.allSatisfy { state in left.count { $0 == state } == 2 })
            #expect(try Self.states(database.other, database.db).count == 2 * states.count)
            #expect(try Self.forget(database.one.store, 50, limit: 5) == 0)
        }
    }

    @Test func `one that was accepted without an id of App IO is never asked about again, and goes too`() throws {
        try TestDatabase.run { database in
            let id = try Self.age(database.one, in: .processed, 100, database)
            try database.db.execute("UPDATE notification SET state = 'accepted', io_id = NULL WHERE id = \(id)")
            #expect(try Self.forget(database.one.store, 50, limit: 5) == 1)
        }
    }

    @Test func `with a notification goes all that was noted about it, and what refers to it stays without it`() throws {
        try TestDatabase.run { database in
            let (one, db) = (database.one, database.db)
            let old = try Self.age(one, in: .processed, 100, database), young = try one.add(), corrected = try one.add()
            try one.store.log(.submitted, of: old, number: 1)
            try one.store.log(.submitted, of: young, number: 1)
            _ = try one.store.ask(.status(notification: old), by: nil)
            try database.tie(young, "resend_of", to: old)
            try database.tie(corrected, "corrects", to: old)
            #expect(try Self.forget(one.store, 50, limit: 5) == 1)
            #expect(try db.rows("SELECT notification_id FROM attempt") { $0.next(NotificationID.self) } == [young])
            #expect(try db.first("SELECT COUNT(*) FROM ask") { $0.next(Int.self) } == 0)
            #expect(try one.store.notification(old) == nil && one.store.notification(young) != nil)
            #expect(try one.store.resent(old) == nil && one.store.correction(of: old) == nil)
            #expect(try one.store.notification(young)?.resendOf == nil && one.store.notification(corrected)?.corrects == nil)
            #expect(try db.first("SELECT COUNT(*) FROM notification_follow_up") { $0.next(Int.self) } == 0)
        }
    }

    @Test func `one that somebody has touched since is as young as that`() throws {
        try TestDatabase.run { database in
            let id = try Self.age(database.one, in: .failed, 100, database)
            try database.db.execute("UPDATE notification SET updated_at = NOW(6) WHERE id = \(id)")
            #expect(try Self.forget(database.one.store, 50, limit: 5) == 0)
        }
    }

    @Test func `the audit of the last 180 days cannot be removed by anybody, what is older goes with the rest`() throws {
        try TestDatabase.run { database in
            let (one, db) = (database.one, database.db)
            for days in [10, 179, 181, 400] {
                let at = Moment(microseconds: Moment.now().microseconds - Int64(days) * 86_400_000_000)
                for tenant in [one, database.other] {
                    try db.execute("""
                        INSERT INTO audit (tenant_id, id, at, action, detail)
                        VALUES (\(tenant.id), \(NotificationID.first(at: at)), NOW(6) - INTERVAL \(days) DAY, 'login', \("\(days)"))
                        """)
                }
            }
            let error = #expect(throws: DatabaseError.self) { try db.execute("DELETE FROM audit WHERE detail = '179'") }
            #expect(error?.state == "45000")
            #expect(RetentionRule(own: 30).auditDays == 180 && RetentionRule(own: 300).auditDays == 300)
            #expect(try one.store.forgetAudit(after: 180, limit: 1) == 1)
            #expect(try one.store.forgetAudit(after: 180, limit: 9) == 1)
            let left = try db.rows("SELECT detail FROM audit WHERE tenant_id = \(one.id) AND action = 'login' ORDER BY id") {
                $0.next(String.self)
            }
            #expect(left == ["179", "10"])
            let others = try db.first("SELECT COUNT(*) FROM audit WHERE action = 'login' AND tenant_id = \(database.other.id)") {
                $0.next(Int.self)
            }
            #expect(others == 4)
        }
    }

    @Test func `the shorter of what tenant and installation say holds, and only tenants that forget are gone through`() throws {
        try TestDatabase.run { database in
            let (store, db) = (database.one.store, database.db)
            #expect(try store.retention() == RetentionRule() && database.installation.retentionRules().isEmpty)
            try store.setRetention(365, by: database.one.administrator)
            #expect(try store.retention().days == 365)
            try db.execute("UPDATE tenant SET retention_ceiling_days = 100 WHERE id = \(database.one.id)")
            #expect(try store.retention().days == 100)
            try store.setRetention(nil, by: nil)
            #expect(try store.retention().days == 100)
            #expect(try database.installation.retentionRules().map(\.tenant) == [database.one.id])
            for days in [29, 36_501] { #expect(throws: DatabaseError.self) { try store.setRetention(days, by: nil) } }
        }
    }

    @Test func `a look reads as many rows as it is told, of the primary key`() throws {
        try TestDatabase.run { database in
            let (one, db) = (database.one, database.db)
            let began = Int(Moment.now().microseconds / 1_000) - 400 * 86_400_000
            try db.execute("""
                INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, attempt, io_id, fiscal_code, subject,
                                          markdown, created_by, updated_at)
                SELECT \(one.id), UNHEX(CONCAT(LPAD(HEX(\(began) + seq * 1000), 12, '0'), '70008000', LPAD(HEX(seq), 12, '0'))),
                       UNHEX(MD5(seq)), \(one.service), 'trial', IF(seq % 2, 'processed', 'uncertain'), 1, 'IO1', 'RSSMRA80A01H501U',
                       'Oggetto di prova', REPEAT('Testo. ', 20), \(one.operator_), NOW(6) - INTERVAL 399 DAY
                FROM seq_1_to_5000
                """)
            try db.script("ANALYZE TABLE notification")
            let before = try Self.rowsRead(db)
            let first = try one.store.countForgotten(after: 50, within: 1_000)
            #expect(first.count == 500 && !first.isWhole)
            #expect(try Self.rowsRead(db) - before < 1_100)
            #expect(try one.store.countForgotten(after: 50) == (2_500, true))
            let turn = try one.store.forget(after: 50, from: nil, limit: 200)
            #expect(turn.removed == 100 && turn.last != nil)
        }
    }

    /// Puts a notification where it was so many days ago.
    @discardableResult
    private static func age(
        _ tenant: TestTenant, in state: NotificationState, _ days: Int, _ database: TestDatabase
    ) throws -> NotificationID {
        let id = try tenant.add()
        try database.put(id, of: tenant, in: state, attempt: 1)
        let old = NotificationID(bytes: Array(NotificationID.first(at: Moment(
            microseconds: Moment.now().microseconds - Int64(days) * 86_400_000_000)).bytes[..<6] + id.bytes[6...]))!
        // Its row of the worklist names it.
        try database.db.execute("DELETE FROM to_follow WHERE tenant_id = \(tenant.id) AND id = \(id)")
        try database.db.execute("""
            UPDATE notification SET id = \(old), updated_at = NOW(6) - INTERVAL \(days) DAY WHERE tenant_id = \(tenant.id) AND id = \(id)
            """)
        return old
    }

    private static func forget(_ store: TenantStore, _ days: Int, limit: Int) throws -> Int {
        var (removed, last) = (0, NotificationID?.none)
        repeat {
            let turn = try store.forget(after: days, from: last, limit: limit)
            removed += turn.removed
            last = turn.last
        } while last != nil
        return removed
    }

    private static func states(_ tenant: TestTenant, _ db: Connection) throws -> [NotificationState] {
        try db.rows("SELECT state FROM notification WHERE tenant_id = \(tenant.id)") { $0.next() }
    }

    private static func rowsRead(_ db: Connection) throws -> Int {
        try db.rows("SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_key', 'Handler_read_next', 'Handler_read_rnd_next')") {
            _ = $0.next(String.self)
            return Int($0.next(String.self))!
        }.reduce(0, +)
    }
}
