import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What happened to a notification, told by one statement.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ChronicleTests {
    @Test func `acts and calls stand in the order of time, the newest first, of this notification and tenant alone`() throws {
        try TestDatabase.run { database in
            let tenant = database.one, id = try tenant.add()
            // The call that is logged below began some milliseconds ago.
            try database.db.execute("UPDATE audit SET at = at - INTERVAL 1 MINUTE")
            for (one, other) in [(tenant, try tenant.add()), (database.other, try database.other.add())] {
                try one.store.log(.submitted, of: other, number: 1)
                try one.store.audit(.statusAsked, by: one.operator_, on: .notification(other))
            }
            try database.put(id, of: tenant, in: .failed, attempt: 1)
            try tenant.store.log(.submitted, of: id, number: 1)
            #expect(try tenant.store.retry(id, attempt: 1, by: tenant.administrator))
            try tenant.store.audit(.notificationRetried, by: nil, on: .notification(id))
            let lines = try tenant.store.chronicle(of: id).lines
            #expect(lines.map(Self.word) == ["notification_retried", "notification_retried", "submit", "notification_added"])
            #expect(lines.map(\.person) == [nil, "Carla Verdi", nil, "Anna Bianchi"])
            #expect(lines.map(\.at) == lines.map(\.at).sorted(by: >))
            #expect(try database.other.store.chronicle(of: id).lines.isEmpty)
        }
    }

    @Test func `what a line of the audit says besides is read, and who looked is left out`() throws {
        try TestDatabase.run { database in
            let tenant = database.one, id = try tenant.add()
            try database.put(id, of: tenant, in: .uncertain, attempt: 1)
            for _ in 0..<3 { try tenant.store.audit(.notificationRead, by: tenant.operator_, on: .notification(id)) }
            let new = try #require(try tenant.store.resend(id, attempt: 1, by: tenant.operator_))
            let lines = try tenant.store.chronicle(of: id).lines
            guard case .act(.notificationResent, .resentAs(new)) = lines[0].event else {
                Issue.record("\(lines[0])")
                return
            }
            #expect(lines.count == 2)
        }
    }

    @Test func `of more than a hundred lines the newest are there, and that there are more is known`() throws {
        try TestDatabase.run { database in
            let tenant = database.one, id = try tenant.add(), store = tenant.store
            // The calls that are logged below began some milliseconds ago.
            try database.db.execute("UPDATE audit SET at = at - INTERVAL 1 MINUTE")
            for _ in 0..<49 { try store.audit(.statusAsked, by: tenant.operator_, on: .notification(id)) }
            for _ in 0..<50 { try store.log(.submitted, of: id, number: 1) }
            let whole = try store.chronicle(of: id)
            #expect(whole.lines.count == 100 && !whole.isCut && Self.word(whole.lines[99]) == "notification_added")
            try store.log(.submitted, of: id, number: 1)
            let cut = try store.chronicle(of: id)
            #expect(cut.lines.count == 100 && cut.isCut && !cut.lines.map(Self.word).contains("notification_added"))
        }
    }

    @Test func `however often it was looked at and tried, no page reads 5,000 entries for it`() throws {
        try TestDatabase.run { database in
            let tenant = database.one, id = try tenant.add(), db = database.db
            try db.execute("""
                INSERT INTO audit (tenant_id, id, person_id, action, subject)
                SELECT \(tenant.id), UNHEX(CONCAT('0190', LPAD(HEX(seq), 28, '0'))), \(tenant.operator_), 'notification_read', \(id)
                FROM seq_1_to_20000
                """)
            try db.execute("""
                INSERT INTO attempt (tenant_id, notification_id, id, step, number, slot, began_at, duration_ms, outcome)
                SELECT \(tenant.id), \(id), UNHEX(CONCAT('0190', LPAD(HEX(seq), 28, '0'))), 'status', 1, 'primary', NOW(6), 1, 'throttled'
                FROM seq_1_to_20000
                """)
            let asking = try -(read(db) - read(db)), before = try read(db)
            let chronicle = try tenant.store.chronicle(of: id)
            #expect(try read(db) - before - asking < 1_000)
            #expect(chronicle.isCut && chronicle.lines.count == Chronicle.most)
        }
    }

    @Test func `that it was looked at a thousand times hides nothing, and more acts than are read are said to be there`() throws {
        try TestDatabase.run { database in
            let tenant = database.one, id = try tenant.add(), other = try tenant.add()
            for (subject, action, count) in [(id, AuditAction.statusAsked, 1_000), (other, .notificationRead, 1_000)] {
                try database.db.execute("""
                    INSERT INTO audit (tenant_id, id, person_id, action, subject, at)
                    SELECT \(tenant.id), UNHEX(CONCAT('0FFF', LPAD(HEX(seq * 2 + \(action == .statusAsked)), 28, '0'))),
                           \(tenant.operator_), \(action), \(subject), NOW(6) FROM seq_1_to_1000 WHERE seq <= \(count)
                    """)
            }
            let (seen, whole) = (try tenant.store.chronicle(of: id), try tenant.store.chronicle(of: other))
            #expect(seen.isCut && seen.lines.count == Chronicle.most && !whole.isCut && whole.lines.count == 1)
        }
    }

    private static func word(_ line: HistoryLine) -> String {
        switch line.event {
        case .act(let action, _): action.rawValue
        case .contact(let channel, _): channel.rawValue
        case .call(let call): call.step.rawValue
        }
    }

    private func read(_ db: Connection) throws -> Int {
        try db.rows("SHOW SESSION STATUS LIKE 'Handler_read%'") { row in
            _ = row.next(String.self)
            return Int(row.next(String.self))!
        }.reduce(0, +)
    }
}
