import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// How MariaDB reads the archive of a tenant with 5,000 notifications beside another of the same size.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ArchivePlanTests {
    @Test func `no page of the archive sorts, or reads more than it shows but by a filter's index`() throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] { try Self.fill(tenant, database.db) }
            try database.db.script("ANALYZE TABLE notification, service")
            let store = database.one.store
            let middle = try #require(try database.db.first("""
                SELECT id FROM notification WHERE tenant_id = \(database.one.id) ORDER BY id LIMIT 1 OFFSET 2500
                """) { $0.next(NotificationID.self) })
            let day = CalendarDate.today(at: middle.madeAt)
            let filters: [(key: String, (inout ArchiveFilter) -> Void)] = [
                ("PRIMARY", { _ in }),
                ("PRIMARY", { ($0.from, $0.through) = (day, day) }),
                ("notification_state", { $0.state = .uncertain }),
                ("notification_fiscal_code", { $0.fiscalCode = "RSSMRA80A01H501U" }),
                ("notification_notice", { $0.noticeNumber = "301234567890123456" }),
                ("notification_person", { $0.person = database.one.administrator }),
            ]
            for (key, change) in filters {
                for position in [ArchivePosition.newest, .olderThan(middle), .newerThan(middle)] {
                    var filter = ArchiveFilter()
                    change(&filter)
                    let plan = try Self.explain(store.archiveQuery(filter, at: position), database.db)
                    #expect(plan.key == key, "\(key) \(position): \(plan)")
                    #expect(["range", "ref", "const"].contains(plan.type), "\(key) \(position): \(plan)")
                    #expect(!plan.extra.contains("filesort") && !plan.extra.contains("temporary"), "\(key) \(position): \(plan)")
                }
            }
            let plain = try Self.explain(store.archiveQuery(ArchiveFilter(), at: .olderThan(middle)), database.db)
            #expect(plain.type == "range")
            var byID = ArchiveFilter()
            byID.id = middle
            #expect(try Self.explain(store.archiveQuery(byID, at: .newest), database.db).type == "const")
        }
    }

    @Test func `what an oggetto begins with is read by its index`() throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] { try Self.fill(tenant, database.db) }
            let rare = try database.one.add(database.one.content(subject: "L\u{2019}unico oggetto"))
            try database.db.script("ANALYZE TABLE notification, service")
            var filter = ArchiveFilter()
            filter.subject = "l'unico"
            let plan = try Self.explain(database.one.store.archiveQuery(filter, at: .newest), database.db)
            #expect(plan.key == "notification_subject" && plan.type == "range", "\(plan)")
            let before = try Self.rowsRead(database.db)
            #expect(try database.one.store.archive(filter, at: .newest).rows.map(\.id) == [rare])
            let cost = try Self.rowsRead(database.db) - before
            #expect(cost <= 20, "\(cost) rows read")
        }
    }

    @Test func `a page deep in the archive costs as many rows as it shows`() throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] { try Self.fill(tenant, database.db) }
            try database.db.script("ANALYZE TABLE notification, service")
            let oldest = try #require(try database.db.first("""
                SELECT id FROM notification WHERE tenant_id = \(database.one.id) ORDER BY id LIMIT 1 OFFSET 60
                """) { $0.next(NotificationID.self) })
            let before = try Self.rowsRead(database.db)
            #expect(try database.one.store.archive(ArchiveFilter(), at: .olderThan(oldest)).rows.count == 25)
            let cost = try Self.rowsRead(database.db) - before
            // 26 notifications and, for each, its service.
            #expect(cost <= 80, "\(cost) rows read")
        }
    }

    @Test func `whoever works with some services pays for a page of them, not for the rest of the archive`() throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] { try Self.fill(tenant, database.db) }
            let (tenant, rare, unused) = (database.one, ServiceID.make(), ServiceID.make())
            for service in [rare, unused] {
                try tenant.store.addService(service, ServiceDescription(
                    name: "\(service)", ioServiceID: "\(service)", environment: .trial, maximumAmount: .maximum), keys: [:], by: nil)
            }
            // The oldest: whoever reads the archive from the newest on comes to them last.
            try database.db.execute("""
                UPDATE notification SET service_id = \(rare) WHERE tenant_id = \(tenant.id) ORDER BY id LIMIT 30
                """)
            try database.db.script("ANALYZE TABLE notification, service")
            for (services, rows) in [([rare], 25), ([rare, unused], 25), ([tenant.service, rare, unused], 25), ([unused], 0), ([], 0)] {
                let store = database.installation.store(of: tenant.id, scope: .only(Set(services)))
                for state in [nil, NotificationState.processed] {
                    var filter = ArchiveFilter()
                    filter.state = state
                    let before = try Self.rowsRead(database.db)
                    #expect(try store.archive(filter, at: .newest).rows.count == rows)
                    let cost = try Self.rowsRead(database.db) - before
                    // For each service 26 ids, of them 26 notifications with their service.
                    #expect(cost <= 40 * services.count + 120, "\(cost) rows read of \(services.count) services, \(state as Any)")
                }
            }
        }
    }

    private struct Plan { var type = "", key = "", extra = "" }

    /// The line of EXPLAIN about the notifications, with the extras of all: when MariaDB began with the services, which are few,
    /// and sorted the whole archive of the tenant, that stood in their line.
    private static func explain(_ query: SQL, _ db: Connection) throws -> Plan {
        let lines = try db.rows("EXPLAIN \(query)") { row in
            // id, select_type, table, type, possible_keys, key, key_len, ref, rows, Extra
            (_, _) = (row.next(Int?.self), row.next(String?.self))
            let (table, type, _, key) = (row.next(String?.self), row.next(String?.self), row.next(String?.self), row.next(String?.self))
            (_, _) = (row.next(String?.self), row.next(String?.self))
            _ = row.next(String?.self)
            return (table, Plan(type: type ?? "", key: key ?? "", extra: row.next(String?.self) ?? ""))
        }
        var plan = lines.first { $0.0 == "n" }?.1 ?? Plan(extra: "no line: \(lines.map(\.1))")
        plan.extra = lines.map(\.1.extra).joined(separator: "; ")
        return plan
    }

    private static func rowsRead(_ db: Connection) throws -> Int {
        try db.rows("""
            SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_key', 'Handler_read_next', 'Handler_read_prev')
            """) { row in
            _ = row.next(String.self)
            return Int(row.next(String.self))!
        }.reduce(0, +)
    }

    /// 5,000 processed notifications, one every second until now; every hundredth by the administrator
    /// and in doubt, with codes of their own.
    private static func fill(_ tenant: TestTenant, _ db: Connection) throws {
        let now = Moment.now().microseconds / 1_000
        try db.execute("""
            INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, attempt, io_id, fiscal_code, subject,
                                      markdown, amount_cents, notice_number, payable_after_due_date, created_by)
            SELECT \(tenant.id), UNHEX(CONCAT(LPAD(HEX(\(Int(now)) - 5000000 + seq * 1000), 12, '0'), '70008000', LPAD(HEX(seq), 12, '0'))),
                   UNHEX(MD5(seq)), \(tenant.service), 'trial', IF(seq % 100, 'processed', 'uncertain'), 1, 'IO1',
                   IF(seq % 100, CONCAT('CODICE', LPAD(seq, 10, '0')), 'RSSMRA80A01H501U'), CONCAT('Oggetto numero ', seq),
                   REPEAT('Testo. ', 20), 100, IF(seq % 100, LPAD(seq, 18, '0'), '301234567890123456'), 1,
                   IF(seq % 100, \(tenant.operator_), \(tenant.administrator))
            FROM seq_1_to_5000
            """)
    }
}
