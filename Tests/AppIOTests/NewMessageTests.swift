import Domain
import Testing

@testable import AppIO

@Suite struct NewMessageTests {
    @Test func `the least message holds the citizen, subject and markdown, and nothing else`() {
        #expect(String(decoding: message().json, as: UTF8.self) == #"""
            {"content":{"markdown":"Corpo/«però»\n\"sì\"","subject":"Oggetto di prova"},"fiscal_code":"AAAAAA00A00A000A"}
            """#)
    }

    @Test func `a payment says whether it may be made after the due date, by its inverse`() {
        let payable = message(payableAfterDueDate: true), barred = message(payableAfterDueDate: false)
        #expect(String(decoding: payable.json, as: UTF8.self).contains(
            #""payment_data":{"amount":9999999999,"invalid_after_due_date":false,"notice_number":"301011100007347557"}"#))
        #expect(String(decoding: barred.json, as: UTF8.self).contains(#""invalid_after_due_date":true"#))
    }

    @Test func `a message of a service with secure channels asks for them`() {
        var message = message()
        message.requiresSecureChannels = true
        #expect(String(decoding: message.json, as: UTF8.self).contains(#""require_secure_channels":true"#))
    }

    @Test func `the due date is an instant in UTC`() {
        var message = message()
        message.dueDate = Moment(seconds: 1_784_152_799)
        #expect(String(decoding: message.json, as: UTF8.self).contains(#""due_date":"2026-07-15T21:59:59.000Z""#))
    }

    @Test(arguments: [
        (1_768_258_799, "2026-01-12T22:59:59.000Z"), (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.000Z"),
        (1_709_208_000, "2024-02-29T12:00:00.000Z"),
    ])
    func `an instant is written with Z`(seconds: Int64, text: String) {
        #expect(timestamp(Moment(seconds: seconds)) == text)
        #expect(timestamp(Moment(microseconds: seconds * 1_000_000 + 999_999)) == text)
    }
}

func message(payableAfterDueDate: Bool? = nil, markdown: String = "Corpo/«però»\n\"sì\"") -> NewMessage {
    let payment = payableAfterDueDate.map {
        Payment(amount: Amount(cents: 9_999_999_999), noticeNumber: NoticeNumber(stored: "301011100007347557"), payableAfterDueDate: $0)
    }
    return NewMessage(
        NotificationContent(service: .make(), fiscalCode: FiscalCode(stored: "AAAAAA00A00A000A"), subject: "Oggetto di prova",
                            markdown: markdown, dueDate: nil, payment: payment),
        dueDate: nil)
}
