import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// What tenants no longer keep goes, a little at a time.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct RetentionSweepTests {
    @Test func `a tenant that forgets loses what is over its time, its audit last, and writes down how much; the other keeps all`() throws {
        try TestDatabase.run { database in
            let tenants = [database.one, database.other]
            for tenant in tenants {
                try database.age(450, of: tenant)
                _ = try tenant.add()
            }
            try database.one.store.setRetention(100, by: nil)
            var sweep = RetentionSweep()
            for turn in 1...3 {
                try sweep.turn(database.installation)
                #expect(try database.count("notification", of: database.one) == [1: 251, 2: 51, 3: 1][turn], "200 at a time: \(turn)")
            }
            let old = try database.count("audit", of: database.one)
            try sweep.turn(database.installation)
            #expect(try database.count("audit", of: database.one) == old - 3 + 2, "three old lines go, two are written")
            let details = try database.one.store.auditLines(limit: 2).map(\.detail)
            #expect(details == [.forgottenAudit(3), .forgottenNotifications(450)])
            #expect(try database.count("notification", of: database.other) == 451)
            try sweep.turn(database.installation)
            #expect(try database.count("audit", of: database.one) == old - 1, "the round is over, and the next is not due")
        }
    }

    @Test func `what the database does not let go keeps nobody else's`() throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] {
                try database.age(3, of: tenant)
                try tenant.store.setRetention(100, by: nil)
            }
            let first = try #require(try database.installation.retentionRules().last).tenant
            try database.db.script(SQL(trusted: """
                CREATE TRIGGER notification_stays BEFORE DELETE ON notification FOR EACH ROW
                IF OLD.tenant_id = x'\(first.description.replacing("-", with: ""))' THEN
                  SIGNAL SQLSTATE '23000' SET MESSAGE_TEXT = 'resta'; END IF
                """))
            var sweep = RetentionSweep()
            for _ in 0..<6 { try? sweep.turn(database.installation) }
            for tenant in [database.one, database.other] {
                #expect(try database.count("notification", of: tenant) == (tenant.id == first ? 3 : 0))
            }
        }
    }

    @Test func `the exporter for long ones sweeps while it has nothing to build, and its log says what could not go`() throws {
        try Workplace.run { place in
            for tenant in [place.one, place.other] { try place.database.age(3, of: tenant) }
            try place.one.store.setRetention(100, by: nil)
            try place.db.script(SQL(trusted: """
                CREATE TRIGGER audit_stays BEFORE DELETE ON audit FOR EACH ROW PRECEDES audit_kept
                SIGNAL SQLSTATE '23000' SET MESSAGE_TEXT = 'resta'
                """))
            let (database, directory, logger) = (place.database.options, place.scratch.path, place.log.logger)
            inThreads {
                var turns = 0
                Exporter(database: database, directory: directory, isForLong: true, logger: logger).run {
                    turns += 1
                    return turns <= 2
                }
            }
            #expect(try place.database.count("notification", of: place.one) == 0)
            #expect(try place.database.count("notification", of: place.other) == 3)
            #expect(place.log.lines.count { $0.hasPrefix("what is over its time could not be removed") } == 1)
        }
    }
}

extension TestDatabase {
    /// So many notifications and three lines of the audit, all of 400 days ago.
    fileprivate func age(_ count: Int, of tenant: TestTenant) throws {
        let began = Int(Moment.now().microseconds / 1_000) - 400 * 86_400_000
        try db.execute("""
            INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, attempt, io_id, fiscal_code, subject,
                                      markdown, created_by, updated_at)
            SELECT \(tenant.id), UNHEX(CONCAT(LPAD(HEX(\(began) + seq), 12, '0'), '70008000', LPAD(HEX(seq), 12, '0'))),
                   UNHEX(MD5(seq)), \(tenant.service), 'trial', 'processed', 1, 'IO1', 'RSSMRA80A01H501U', 'Oggetto di prova', 'x',
                   \(tenant.operator_), NOW(6) - INTERVAL 399 DAY
            FROM seq_1_to_1000 WHERE seq <= \(count)
            """)
        try db.execute("""
            INSERT INTO audit (tenant_id, id, at, action)
            SELECT \(tenant.id), UNHEX(CONCAT(LPAD(HEX(\(began) + seq), 12, '0'), '70008000', LPAD(HEX(seq), 12, '0'))),
                   NOW(6) - INTERVAL 400 DAY, 'login'
            FROM seq_1_to_3
            """)
    }

    fileprivate func count(_ table: SQL, of tenant: TestTenant) throws -> Int {
        try db.first("SELECT COUNT(*) FROM \(table) WHERE tenant_id = \(tenant.id)") { $0.next(Int.self) } ?? -1
    }
}
