import AppIO
import Domain
import MariaDB
import Secrets
import Store
import Testing
import TestSupport
@testable import Worker

@preconcurrency import Glibc

/// App IO answers questions, and the answers of messages get lost: of one service, or while a worker goes and another comes.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct LostAnswersTests {
    @Test func `a service whose answers are lost does not hold up the others of its account`() throws {
        try Workplace.run { place in
            place.hurry()
            let sick = try place.addService(of: place.one)
            place.appIO.answers(.message) { asked in
                asked.body.contains("Malata") ? [.html("504 Gateway Timeout")] : [.send(answer("201 Created", #"{"id":"01"}"#))]
            }
            for number in 0..<20 { try place.one.add(place.one.content(of: sick, subject: "Malata numero \(number)")) }
            try place.whileWorking {
                try place.until("three answers are lost") { try place.states()[.uncertain, default: 0] >= 3 }
                try place.addSeveral(20, of: place.one, "sana")
                try place.until("the others leave") { try place.left() == 20 }
                try place.until("the pages name the one") {
                    try place.one.store.headerNotices().alarms.contains { $0.cause == .appIO(.unclear) && $0.service?.id == sick }
                }
                #expect(try place.states()[.uncertain, default: 0] <= 5)
            }
        }
    }

    @Test func `a worker that comes in the middle of an outage takes up what the one before it knew`() throws {
        try Workplace.run { place in
            place.hurry()
            // Only questions are answered.
            place.appIO.answers(.message) { [$0.body == "{}" ? .problem("400 Bad Request") : .html("504 Gateway Timeout")] }
            try place.addSeveral(20, of: place.one, "durante")
            var began: [Moment] = []
            try place.whileWorking {
                try place.until("it stands still") { try place.database.installation.outages().map(\.cause) == [.unclear] }
                began = try place.database.installation.outages().map(\.since)
            }
            let before = try place.states()[.uncertain, default: 0]
            try place.whileWorking {
                try place.until("it stands still") { try place.database.installation.outages().map(\.cause) == [.unclear] }
                let now = try place.database.installation.outages().map(\.since)
                #expect(abs(now[0].microseconds - began[0].microseconds) < 2_000_000)
                usleep(3_000_000)
            }
            #expect(try place.states()[.uncertain, default: 0] == before, "\(before)")
        }
    }
}

extension Workplace {
    /// One that sends with the tenant's keys.
    fileprivate func addService(of tenant: TestTenant) throws -> ServiceID {
        let (service, key) = (ServiceID.make(), key(of: tenant))
        let sealed = pair.sealing.seal(Array(key.utf8), for: SealedKey.binding(tenant: tenant.id, service: service))
        try tenant.store.addService(
            service, ServiceDescription(name: "Tributi", ioServiceID: "01ALTRO", environment: .trial, maximumAmount: .maximum),
            keys: [.primary: SealedKey(bytes: sealed, last4: String(key.suffix(4)))], by: nil)
        return service
    }
}

extension TestTenant {
    fileprivate func content(of service: ServiceID, subject: String) -> NotificationContent {
        NotificationContent(service: service, fiscalCode: FiscalCode(stored: "RSSMRA80A01H501U"), subject: subject,
                            markdown: String(repeating: "Testo della comunicazione. ", count: 5), dueDate: nil, payment: nil)
    }
}
