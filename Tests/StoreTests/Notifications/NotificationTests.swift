import Domain
import MariaDB
import Store
import Synchronization
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct NotificationTests {
    @Test func `what an operator asked to send is what is read back`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            var content = tenant.content(payment: Payment(
                amount: Amount(cents: 1_234), noticeNumber: NoticeNumber(stored: "001234567890123456"), payableAfterDueDate: false))
            content.dueDate = CalendarDate(year: 2027, month: 7, day: 15)
            content.markdown = "Riga uno\nRiga «due» 😀\n" + String(repeating: "x", count: 9_000)
            let record = try #require(try tenant.store.notification(tenant.add(content)))
            #expect(record.content == content)
            #expect(record.state == .queued && record.attempt == 0 && record.environment == .trial && record.dueAt != nil)
            #expect(record.createdBy == "Anna Bianchi" && record.decidedBy == "Anna Bianchi" && record.serviceName == "Protocollo")
        }
    }

    @Test func `a form that comes twice is one notification, each tenant's form its own`() throws {
        try TestDatabase.run { database in
            let key = FormID.make()
            func add(_ tenant: TestTenant) throws -> (id: NotificationID, isNew: Bool) {
                try tenant.store.addNotification(tenant.content(), environment: .trial, formKey: key, by: tenant.operator_)
            }
            let first = try add(database.one), second = try add(database.one), foreign = try add(database.other)
            #expect(first.isNew && !second.isNew && first.id == second.id)
            #expect(foreign.isNew && foreign.id != first.id)
            #expect(try Self.count(database, "SELECT COUNT(*) FROM notification") == 2)
            #expect(try Self.count(database, "SELECT COUNT(*) FROM audit WHERE action = 'notification_added'") == 2)
        }
    }

    @Test func `a form that comes twice at the same instant is one notification too`() throws {
        try TestDatabase.run { database in
            let (one, options) = (database.one, database.options)
            let (tenant, content, key, person) = (one.id, one.content(), FormID.make(), one.operator_)
            let ids = Mutex<[NotificationID?]>([])
            let add: @Sendable () -> Void = {
                let store = TenantStore(tenant, Connection(options))
                let added = try? store.addNotification(content, environment: .trial, formKey: key, by: person)
                ids.withLock { $0.append(added?.id) }
            }
            inThreads(add, add, add, add)
            let found = ids.withLock { $0 }
            #expect(found.count == 4 && !found.contains(nil) && Set(found).count == 1)
        }
    }

    @Test func `another tenant's notification is as unknown as one that never was`() throws {
        try TestDatabase.run { database in
            let foreign = try database.other.add()
            let store = database.one.store
            #expect(try store.notification(foreign)?.id == nil)
            #expect(try store.progress(of: foreign)?.state == nil)
            #expect(try store.cancel(foreign, attempt: 0, by: database.one.operator_) == false)
            #expect(try store.retry(foreign, attempt: 0, by: database.one.operator_) == false)
            #expect(try database.other.state(foreign) == .queued)
        }
    }

    @Test func `a COMMIT whose answer was lost is looked up by the form`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            let key = FormID.make()
            #expect(try tenant.store.notification(formKey: key) == nil)
            let id = try tenant.store.addNotification(tenant.content(), environment: .trial, formKey: key, by: tenant.operator_).id
            #expect(try tenant.store.notification(formKey: key) == id)
            #expect(try database.other.store.notification(formKey: key) == nil)
        }
    }

    private static func count(_ database: TestDatabase, _ sql: SQL) throws -> Int? { try database.db.first(sql) { $0.next(Int.self) } }
}
