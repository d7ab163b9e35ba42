import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// Payments that were sent before, as the page that adds one asks for them.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct EarlierPaymentTests {
    private static let anna = "RSSMRA80A01H501U", other = "VRDGNN85M01H501H"

    private static func content(
        _ tenant: TestTenant, _ number: String, cents: Int64 = 5_000, to citizen: String = anna, subject: String = "Retta della mensa"
    ) -> NotificationContent {
        tenant.content(subject: subject, fiscalCode: citizen, payment: Payment(
            amount: Amount(cents: cents), noticeNumber: NoticeNumber(stored: number), payableAfterDueDate: true))
    }

    private static func notice(_ content: NotificationContent, _ tenant: TestTenant, _ environment: Environment = .trial,
                               formKey: FormID = .make(), correcting: NotificationID? = nil) throws -> NotificationID? {
        try tenant.store.earlierNotice(like: content, environment: environment, formKey: formKey, correcting: correcting)?.id
    }

    private static func like(_ content: NotificationContent, _ tenant: TestTenant) throws -> NotificationID? {
        try tenant.store.likePayment(as: content, environment: .trial, formKey: .make())?.id
    }

    private static let first = "301000000000000144", second = "301011100007347557", third = "312000000000000725"

    @Test func `a notice that was sent before is found, to whomever, and by whom`() throws {
        try TestDatabase.run { database in
            let tenant = database.one, sent = try tenant.add(Self.content(tenant, Self.first))
            let again = Self.content(tenant, Self.first, to: Self.other, subject: "Un altro oggetto")
            let found = try #require(try tenant.store.earlierNotice(like: again, environment: .trial, formKey: .make()))
            #expect(found.id == sent && found.fiscalCode.value == Self.anna && found.person == "Anna Bianchi")
            #expect(try Self.notice(Self.content(tenant, Self.second), tenant) == nil)
            #expect(try Self.notice(tenant.content(), tenant) == nil)
        }
    }

    @Test func `what reached nobody, is another tenant's, was a trial, or is what the form itself made or puts right, is none`() throws {
        try TestDatabase.run { database in
            let (tenant, content) = (database.one, Self.content(database.one, Self.first)), key = FormID.make()
            try database.other.add(Self.content(database.other, Self.first))
            #expect(try Self.notice(content, tenant) == nil)
            let sent = try tenant.store.addNotification(content, environment: .trial, formKey: key, by: tenant.operator_).id
            #expect(try Self.notice(content, tenant, .live) == nil && Self.notice(content, tenant, formKey: key) == nil)
            #expect(try Self.notice(content, tenant, correcting: sent) == nil && Self.notice(content, tenant) == sent)
            #expect(try tenant.store.cancel(sent, attempt: 0, by: tenant.operator_))
            #expect(try Self.notice(content, tenant) == nil)
        }
    }

    @Test func `a payment to the same citizen that looks the same is found, and one that can be told apart is not`() throws {
        try TestDatabase.run { database in
            let tenant = database.one, sent = try tenant.add(Self.content(tenant, Self.first))
            #expect(try Self.like(Self.content(tenant, Self.second), tenant) == sent)
            for told in [
                Self.content(tenant, Self.first), Self.content(tenant, Self.second, cents: 5_001),
                Self.content(tenant, Self.second, to: Self.other), Self.content(tenant, Self.second, subject: "Retta della mensa di Luca"),
                tenant.content(subject: "Retta della mensa"), Self.content(tenant, Self.second, subject: "RETTA DELLA MENSA"),
            ] { #expect(try Self.like(told, tenant) == nil, "\(told.subject)") }
            #expect(try Self.like(Self.content(database.other, Self.second), database.other) == nil)
            let newer = try tenant.add(Self.content(tenant, Self.third))
            #expect(try Self.like(Self.content(tenant, Self.second), tenant) == newer)
        }
    }

    @Test func `a payment of more than thirty days ago is none, and a service that is not allowed tells nothing`() throws {
        try TestDatabase.run { database in
            let tenant = database.one, sent = try tenant.add(Self.content(tenant, Self.first)), next = Self.content(tenant, Self.second)
            let closed = database.installation.store(of: tenant.id, scope: .only([]))
            #expect(try closed.likePayment(as: next, environment: .trial, formKey: .make()) == nil)
            #expect(try closed.earlierNotice(like: Self.content(tenant, Self.first), environment: .trial, formKey: .make()) == nil)
            for (days, isFound) in [(29, true), (31, false)] as [(Int64, Bool)] {
                let old = NotificationID.first(at: Moment(microseconds: sent.madeAt.microseconds - days * 86_400_000_000))
                try database.db.execute("""
                    UPDATE notification SET id = \(old) WHERE tenant_id = \(tenant.id) AND notice_number = \(Self.first)
                    """)
                #expect(try (Self.like(next, tenant) != nil) == isFound, "\(days) days")
            }
        }
    }

    @Test func `it costs the same however much a citizen, or a notice, was sent`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            let now = Int(Moment.now().microseconds / 1_000)
            try database.db.execute("""
                INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, attempt, io_id, fiscal_code, subject,
                                          markdown, amount_cents, notice_number, payable_after_due_date, created_by)
                SELECT \(tenant.id), UNHEX(CONCAT(LPAD(HEX(\(now) - 5000000 + seq * 1000), 12, '0'), '70008000', LPAD(HEX(seq), 12, '0'))),
                       UNHEX(MD5(seq)), \(tenant.service), 'trial', 'rejected', 1, 'IO1', \(Self.anna), CONCAT('Oggetto numero ', seq),
                       'x', 5000, \(Self.first), TRUE, \(tenant.operator_)
                FROM seq_1_to_5000
                """)
            try database.db.script("ANALYZE TABLE notification")
            let before = try Self.rowsRead(database.db)
            #expect(try Self.notice(Self.content(tenant, Self.first), tenant) == nil)
            #expect(try Self.like(Self.content(tenant, Self.second), tenant) == nil)
            let cost = try Self.rowsRead(database.db) - before
            // Twice 200 of an index, each with its row and the sender's.
            #expect(cost <= 2_000, "\(cost) rows read")
        }
    }

    private static func rowsRead(_ db: Connection) throws -> Int {
        try db.rows("""
            SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%'
            """) { row in
            _ = row.next(String.self)
            return Int(row.next(String.self))!
        }.reduce(0, +)
    }
}
