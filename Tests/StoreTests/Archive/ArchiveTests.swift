import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ArchiveTests {
    @Test func `60 notifications are paged from the newest to the oldest and back`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            var ids: [NotificationID] = []
            for _ in 1...60 {
                ids.append(try database.one.add())
                try database.other.add()
            }
            ids.reverse()
            let first = try store.archive(ArchiveFilter(), at: .newest)
            #expect(first.rows.map(\.id) == Array(ids[..<25]) && !first.hasNewer && first.hasOlder)
            let second = try store.archive(ArchiveFilter(), at: .olderThan(ids[24]))
            #expect(second.rows.map(\.id) == Array(ids[25..<50]) && second.hasNewer && second.hasOlder)
            let third = try store.archive(ArchiveFilter(), at: .olderThan(ids[49]))
            #expect(third.rows.map(\.id) == Array(ids[50...]) && third.hasNewer && !third.hasOlder)
            let back = try store.archive(ArchiveFilter(), at: .newerThan(ids[50]))
            #expect(back.rows.map(\.id) == Array(ids[25..<50]) && back.hasNewer && back.hasOlder)
            let start = try store.archive(ArchiveFilter(), at: .newerThan(ids[25]))
            #expect(start.rows.map(\.id) == Array(ids[..<25]) && !start.hasNewer && start.hasOlder)

            #expect(try store.records(ArchiveFilter(), olderThan: nil, limit: 100).rows.map(\.id) == ids)
            #expect(try store.records(ArchiveFilter(), olderThan: ids[57], limit: 100).rows.map(\.id) == Array(ids[58...]))
        }
    }

    @Test func `each filter narrows to what it says, in this tenant only`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let plain = try one.add()
            let special = try one.store.addNotification(
                one.content(subject: "Àvviso 100%_di prova", fiscalCode: "VRDCRL70A41F205X", payment: Payment(
                    amount: Amount(cents: 100), noticeNumber: NoticeNumber(stored: "301234567890123456"), payableAfterDueDate: true)),
                environment: .trial, formKey: .make(), by: one.administrator).id
            try database.put(special, of: one, in: .processed, attempt: 1)
            let foreign = try other.add(other.content(subject: "Avviso 100%_di prova", fiscalCode: "VRDCRL70A41F205X"))

            func ids(_ change: (inout ArchiveFilter) -> Void) throws -> [NotificationID] {
                var filter = ArchiveFilter()
                change(&filter)
                let page = try one.store.archive(filter, at: .newest).rows.map(\.id)
                #expect(try one.store.records(filter, olderThan: nil, limit: 10).rows.map(\.id) == page)
                return page
            }
            #expect(try ids { _ in } == [special, plain])
            #expect(try ids { $0.fiscalCode = "VRDCRL70A41F205X" } == [special])
            #expect(try ids { $0.fiscalCode = "VRDC" } == [special])
            #expect(try ids { $0.services = [one.service] } == [special, plain])
            #expect(try ids { $0.services = [other.service] } == [])
            #expect(try ids { $0.states = [.processed] } == [special])
            #expect(try ids { $0.subject = "avviso 100%_" } == [special])
            #expect(try ids { $0.subject = "avviso 101" } == [])
            #expect(try ids { $0.subject = "%" } == [])
            #expect(try ids { $0.subject = "\\" } == [])
            #expect(try ids { $0.id = plain } == [plain])
            #expect(try ids { $0.id = foreign } == [])
            #expect(try ids { $0.noticeNumber = "301234567890123456" } == [special])
            #expect(try ids { $0.person = one.administrator } == [special])
            #expect(try ids { ($0.states, $0.person) = ([.processed], one.operator_) } == [])
        }
    }

    @Test func `what no column can hold finds nothing, and is no error`() throws {
        try TestDatabase.run { database in
            try database.one.add()
            for change in [{ $0.fiscalCode = "RSSMRÀ" }, { $0.noticeNumber = "30123456789012345è" }, { $0.subject = "👍" }]
                as [(inout ArchiveFilter) -> Void] {
                var filter = ArchiveFilter()
                change(&filter)
                #expect(try database.one.store.archive(filter, at: .newest).rows.isEmpty)
            }
            #expect(try database.installation.tenant(code: "c_à001")?.id == nil)
            #expect(try database.installation.tenant(host: "à001.example.it")?.id == nil)
            #expect(try database.one.store.person(username: "annà")?.id == nil)
        }
    }

    @Test func `days begin and end at midnight in Italy, both included`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            let day = try #require(CalendarDate(year: 2027, month: 7, day: 15))
            func made(at moment: Moment) throws -> NotificationID {
                let id = NotificationID.first(at: moment)
                try database.db.execute("""
                    INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state,
                                              fiscal_code, subject, markdown, created_by)
                    VALUES (\(tenant.id), \(id), \(NotificationID.make()), \(tenant.service), 'trial', 'cancelled',
                            'X', 'Oggetto', 'x', \(tenant.operator_))
                    """)
                return id
            }
            // 22:00 UTC of the day before is midnight in Rome in summer.
            let midnight = Moment(seconds: 1_815_602_400)
            #expect(day.startOfDayInRome == midnight)
            _ = try made(at: Moment(microseconds: midnight.microseconds - 1_000))
            let first = try made(at: midnight)
            let last = try made(at: Moment(microseconds: midnight.microseconds + 86_400_000_000 - 1_000))
            _ = try made(at: Moment(seconds: midnight.seconds + 86_400))
            var filter = ArchiveFilter()
            (filter.from, filter.through) = (day, day)
            #expect(try tenant.store.archive(filter, at: .newest).rows.map(\.id) == [last, first])
        }
    }
}
