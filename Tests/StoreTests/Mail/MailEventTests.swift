import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// Of what e-mails are made, for whom, and how often.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct MailEventTests {
    /// 10:00 of a day in Italy.
    private static let morning = CalendarDate(year: 2027, month: 3, day: 10)!.startOfDayInRome.adding(hours: 10)

    @Test func `an address is written to once its trial was taken, and a refused one is tried again when it is saved again`() throws {
        try TestDatabase.run { database in
            let one = database.one, alerts = MailAlerts(addresses: [TestTenant.office], tellsStops: true)
            try one.store.setMailAlerts(alerts, now: .now(), by: one.administrator)
            #expect(try database.installation.makeMails(now: .now()) == 0, "there is no server")
            try database.useMailServer()
            #expect(try database.installation.makeMails(now: .now()) == 1)
            try one.store.stop(one.service, because: "no")
            #expect(try database.deliver(.notSent(.recipient, reply: "550 no", isFinal: true)).count == 1)
            try database.installation.makeMails(now: .now())
            #expect(try database.deliver().isEmpty, "neither the stop nor a second trial")
            let refused = try #require(try one.store.mailSettings().recipients.first)
            #expect(refused.trial == .failed && refused.trouble == .recipient && refused.acceptedAt == nil)
            try one.store.setMailAlerts(alerts, now: .now(), by: one.administrator)
            try database.installation.makeMails(now: .now())
            #expect(try database.deliver().map(\.kind) == [.trial])
            #expect(try one.store.mailSettings().recipients.first?.acceptedAt != nil)
        }
    }

    @Test func `a stop is told once to each address of its ente, by one of two workers, and so is its end`() throws {
        try TestDatabase.run { database in
            try database.useMailServer()
            for tenant in [database.one, database.other] { try tenant.beTold(database, tellsStops: true) }
            try database.one.store.stop(database.one.service, because: "Access denied")
            let workers = [database.installation, database.connect()]
            #expect(try workers.map { try $0.makeMails(now: .now()) } == [2, 0])
            let told = try database.deliver()
            #expect(Set(told.map(\.recipient)) == [TestTenant.office, TestTenant.mayor] && told.allSatisfy { $0.tenant == database.one.id })
            #expect(told.allSatisfy { $0.kind == .stopped && $0.text.body.contains("Protocollo") && !$0.text.body.contains("denied") })
            try database.one.store.resume(service: database.one.service, on: .today(at: .now()), by: database.one.administrator)
            #expect(try workers.map { try $0.makeMails(now: .now()) } == [2, 0])
            #expect(try Set(database.deliver().map(\.kind)) == [.resumed])
            try database.one.store.stop(database.one.service, because: "again")
            #expect(try workers.map { try $0.makeMails(now: .now()) } == [2, 0], "another stop is another matter")
        }
    }

    @Test func `the summary is made once a day from its hour on, and only where there is something to say`() throws {
        try TestDatabase.run { database in
            try database.useMailServer()
            let (one, other) = (database.one, database.other), yesterday = Self.morning.adding(hours: -24)
            for tenant in [one, other] { try tenant.beTold(database, digestHour: 8, at: yesterday) }
            let lost = try one.add()
            try database.put(lost, of: one, in: .unreachable, attempt: 0)
            #expect(try database.installation.makeMails(now: Self.morning.adding(hours: -3)) == 0, "it is 7")
            let workers = [database.installation, database.connect()]
            #expect(try workers.map { try $0.makeMails(now: Self.morning) } == [2, 0])
            #expect(try database.installation.makeMails(now: Self.morning.adding(hours: 9)) == 0)
            let mail = try #require(try database.deliver().first)
            #expect(mail.tenant == one.id && mail.text.body.contains("Da seguire: 1\n- Protocollo: 1"))
            #expect(mail.text.body.contains("https://a001.example.it/seguire"))
            let notification = try #require(try one.store.notification(lost))
            #expect(!mail.text.body.contains(notification.fiscalCode.value) && !mail.text.body.contains(notification.subject))
        }
    }

    @Test func `an hour that is past when it is chosen begins tomorrow, and saving the same again loses no summary`() throws {
        try TestDatabase.run { database in
            try database.useMailServer()
            try database.put(database.one.add(), of: database.one, in: .unreachable, attempt: 0)
            try database.one.beTold(database, at: Self.morning)
            var alerts = try database.one.store.mailSettings().alerts
            alerts.digestHour = 8
            try database.one.store.setMailAlerts(alerts, now: Self.morning, by: nil)
            #expect(try database.installation.makeMails(now: Self.morning) == 0)
            let tomorrow = Self.morning.adding(hours: 24)
            try database.one.store.setMailAlerts(alerts, now: tomorrow, by: nil)
            #expect(try database.installation.makeMails(now: tomorrow) == 2)
        }
    }

    @Test func `whoever changes addresses all day has as many e-mails made as a day allows, and it costs no other ente`() throws {
        try TestDatabase.run { database in
            try database.useMailServer()
            func change(_ tenant: TestTenant, _ round: Int) throws -> Int {
                let addresses = (0..<MailAlerts.mostAddresses).map { MailAddress("a\(round)-\($0)@example.it")! }
                try tenant.store.setMailAlerts(MailAlerts(addresses: addresses), now: .now(), by: nil)
                return try database.installation.makeMails(now: .now())
            }
            let made = try (0..<12).map { try change(database.one, $0) }
            #expect(made.reduce(0, +) == MailAlerts.mostADay && made.last == 0)
            #expect(try change(database.other, 0) == MailAlerts.mostAddresses)
            let isToldEnough = try [database.one, database.other].map { try $0.store.mailSettings().isToldEnough }
            #expect(isToldEnough == [true, false])
            try database.db.execute("UPDATE tenant_mail SET told_on = told_on - INTERVAL 1 DAY")
            #expect(try database.installation.makeMails(now: .now()) == MailAlerts.mostAddresses, "the day after")
        }
    }

    @Test func `of a service that stops and goes on all day no more is told than a day allows, and the summary still comes`() throws {
        try TestDatabase.run { database in
            try database.useMailServer()
            let one = database.one
            try one.beTold(database, digestHour: 8, tellsStops: true, at: Self.morning.adding(hours: -24))
            var told = 0
            for _ in 0..<30 {
                try one.store.stop(one.service, because: "no")
                told += try database.installation.makeMails(now: .now())
                try one.store.resume(service: one.service, on: .today(at: .now()), by: one.administrator)
                told += try database.installation.makeMails(now: .now())
            }
            #expect(told == MailAlerts.mostADay - 2, "the trials of its two addresses were the first")
            try database.put(one.add(), of: one, in: .unreachable, attempt: 0)
            #expect(try database.installation.makeMails(now: Self.morning) == 2)
        }
    }

    @Test func `an address that is taken off loses its e-mails, and nothing is made while a restore waits to be looked at`() throws {
        try TestDatabase.run { database in
            try database.useMailServer()
            try database.one.beTold(database, tellsStops: true)
            try database.one.store.stop(database.one.service, because: "no")
            try database.installation.makeMails(now: .now())
            try database.one.store.setMailAlerts(MailAlerts(addresses: [TestTenant.mayor], tellsStops: true), now: .now(), by: nil)
            #expect(try database.one.store.mails(limit: 9).allSatisfy { $0.recipient == TestTenant.mayor })
            try database.db.execute("UPDATE host SET restored_at = NOW(6)")
            try database.one.store.resume(service: database.one.service, on: .today(at: .now()), by: nil)
            #expect(try database.installation.makeMails(now: .now()) == 0)
            let mail = try #require(try database.installation.claimMail(owner: .make()))
            #expect(try database.installation.letGo(mail) == false, "nor does anything leave")
        }
    }
}

extension Moment {
    fileprivate func adding(hours: Int) -> Moment { Moment(microseconds: microseconds + Int64(hours) * 3_600_000_000) }
}
