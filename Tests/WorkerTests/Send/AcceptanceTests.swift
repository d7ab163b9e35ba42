import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// What leaves for App IO, and what a 201 makes of it.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AcceptanceTests {
    @Test func `a 201 is sent with App IO's id, after one profile and one POST, and is asked about after two seconds`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            #expect(sent.state == .accepted && sent.ioID == "01MESSAGE1" && sent.attempt == 1 && sent.reason == nil)
            #expect(sent.sentAt != nil && sent.problemStatus == nil)
            #expect(try place.wait(of: sent) == 2)
            try place.work()
            #expect(place.appIO.asked.map(\.path) == ["/trial/profiles", "/trial/messages"], "nothing more, though a worker came again")
            let attempts = try place.one.store.chronicle(of: sent.id).calls
            #expect(attempts.map(\.outcome) == [.accepted, .allowed] && attempts.map(\.number) == [1, 1])
            #expect(attempts.map(\.httpStatus) == [201, 200] && attempts.allSatisfy { $0.slot == .primary && $0.milliseconds >= 0 })
        }
    }

    @Test func `what leaves is what the row holds, with the key of its own tenant`() throws {
        try Workplace.run { place in
            var content = place.one.content(
                subject: "Avviso «TARI» \"2027\"", fiscalCode: "BNCMRA80A01H501N",
                payment: Payment(amount: Amount(cents: 123_450), noticeNumber: NoticeNumber(stored: "301011100007347557"),
                                 payableAfterDueDate: false))
            content.dueDate = CalendarDate(year: 2027, month: 7, day: 15)
            _ = try place.add(content)
            _ = try place.add(of: place.other)
            try place.work()
            #expect(Set(place.appIO.asked(.profile).map { "\($0.key) \($0.body)" }) == [
                #"c_a001-primary {"fiscal_code":"BNCMRA80A01H501N"}"#, #"c_b002-primary {"fiscal_code":"RSSMRA80A01H501U"}"#,
            ])
            let text = String(repeating: "Testo della comunicazione. ", count: 5)
            #expect(Set(place.appIO.asked(.message).map { "\($0.key) \($0.body)" }) == [
                #"c_a001-primary {"content":{"due_date":"2027-07-15T21:59:59.000Z","markdown":"\#(text)","payment_data":"#
                    + #"{"amount":123450,"invalid_after_due_date":true,"notice_number":"301011100007347557"},"#
                    + #""subject":"Avviso «TARI» \"2027\""},"fiscal_code":"BNCMRA80A01H501N"}"#,
                #"c_b002-primary {"content":{"markdown":"\#(text)","subject":"Comunicazione di prova"},"#
                    + #""fiscal_code":"RSSMRA80A01H501U"}"#,
            ])
        }
    }

    @Test func `many at once of two tenants leave each with the key of its own, and once`() throws {
        try Workplace.run { place in
            for number in 0..<8 {
                for tenant in [place.one, place.other] {
                    _ = try place.add(tenant.content(subject: "\(tenant.code) numero \(number)"), of: tenant)
                }
            }
            for _ in 0..<2 { try place.work() }
            let messages = place.appIO.asked(.message)
            #expect(messages.count == 16 && Set(messages.map(\.body)).count == 16)
            #expect(messages.allSatisfy { $0.body.contains("\"subject\":\"\($0.key.prefix(6)) numero ") })
        }
    }

    @Test func `a reale service is sent to App IO's address, one that wants secure channels says so`() throws {
        try Workplace.run { place in
            try place.db.execute("""
                UPDATE service SET environment = 'live', require_secure_channels = TRUE WHERE tenant_id = \(place.one.id)
                """)
            _ = try place.add()
            _ = try place.add(of: place.other)
            try place.work()
            let messages = place.appIO.asked(.message)
            #expect(Set(messages.map { "\($0.key) \($0.path)" }) == ["c_a001-primary /live/messages", "c_b002-primary /trial/messages"])
            #expect(messages.map { $0.body.contains(#""require_secure_channels":true"#) == $0.path.hasPrefix("/live") } == [true, true])
        }
    }

    @Test func `a 201 with half a body or too long a one is followed by the id in its Location`() throws {
        try Workplace.run { place in
            for action in [LoopbackServer.Action.cut, LoopbackServer.Action.tooLong] {
                let location = "Location: /api/v1/messages/RSSMRA80A01H501U/01INLOCATION"
                place.appIO.answers(.message, action("201 Created", [location]), .close)
                let sent = try place.send()
                #expect(sent.state == .accepted && sent.ioID == "01INLOCATION" && sent.dueAt != nil)
            }
            #expect(place.appIO.asked(.message).count == 2)
        }
    }

    @Test func `a 201 without any id is sent, and nothing more is asked or sent`() throws {
        try Workplace.run { place in
            place.appIO.answers(.message, .cut("201 Created"), .close)
            let sent = try place.send()
            #expect(sent.state == .accepted && sent.ioID == nil && sent.dueAt == nil)
            place.appIO.recovers()
            try place.workLater()
            #expect(place.appIO.asked(.message).count == 1 && place.appIO.asked(.status).isEmpty)
        }
    }

    @Test func `who was found reachable while the form was written is not asked for again`() throws {
        try Workplace.run { place in
            let store = place.one.store, form = place.one.content(), key = FormID.make()
            _ = try store.askWhetherReachable(form.fiscalCode, by: form.service, form: key, for: place.one.operator_)
            try place.work()
            _ = try store.addNotification(form, environment: .trial, formKey: key, by: place.one.operator_)
            try place.work()
            #expect(place.appIO.asked.map(\.path) == ["/trial/profiles", "/trial/messages"], "one profile for both")
        }
    }

    @Test func `nothing of a send is in the log: neither who, nor what, nor with which key`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            place.appIO.answers(.message, .problem("400 Bad Request", "Parola", "RSSMRA80A01H501U non va bene"))
            let refused = try place.send()
            let calls = try [sent.id, refused.id].flatMap { try place.one.store.chronicle(of: $0).calls }
            #expect(!"\(calls)".contains("c_a001-"))
            let log = place.log.lines.joined(separator: "\n")
            #expect(log.contains("worker at work"))
            for secret in [sent.fiscalCode.value, sent.subject, "Testo della", place.key(of: place.one), "Parola"] {
                #expect(!log.contains(secret), "\(secret)")
            }
        }
    }
}
