import Domain
@testable import Mail
import Testing

/// What goes over the wire, and what each answer means.
struct MailMessageTests {
    private static func message(_ text: MailText) -> MailMessage {
        MailMessage(id: MailID("0190a1b2-0000-7000-8000-000000000001")!, sender: MailAddress("avvisi@comune.example.it")!,
                    recipient: MailAddress("ufficio@comune.example.it")!, text: text, date: Moment(seconds: 1_795_000_331))
    }

    private static func lines(_ tenant: String) -> [String] {
        String(decoding: message(.ofAddress(tenant: tenant, site: "https://notifiche.example.it")).bytes, as: UTF8.self)
            .split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func `a name cannot begin a line of the header, whatever it holds`() {
        let lines = Self.lines("Comune\r\nBcc: altri@example.org\r\n\r\nTesto")
        let header = lines.prefix { !$0.isEmpty }
        let names = header.filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(names == ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
                          "Content-Transfer-Encoding"])
        #expect(header.allSatisfy { $0.utf8.allSatisfy { 0x20...0x7e ~= $0 } })
    }

    @Test func `lines are short, in ASCII, and the subject comes in words that cut no character`() {
        let lines = Self.lines(String(repeating: "Città di Là 😀 ", count: 12))
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { 0x20...0x7e ~= $0 } })
        let words = MailMessage.words(String(repeating: "è😀", count: 60)).split(separator: "\r\n ")
        #expect(words.count > 3 && words.allSatisfy { $0.utf8.count <= 75 && $0.hasPrefix("=?utf-8?B?") && $0.hasSuffix("?=") })
        #expect(MailMessage.words("Prova: 30-11") == "Prova: 30-11")
    }

    @Test(arguments: [
        (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (1_709_210_096, "Thu, 29 Feb 2024 12:34:56 +0000"),
        (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 +0000"), (1_798_761_600, "Fri, 1 Jan 2027 00:00:00 +0000"),
    ]) func `a moment is written as RFC 5322 wants it`(seconds: Int, text: String) {
        #expect(MailMessage.date(Moment(seconds: Int64(seconds))) == text)
    }

    @Test func `the same e-mail has the same bytes however often it is made`() {
        #expect(Self.message(.ofServer).bytes == Self.message(.ofServer).bytes)
        #expect(Self.lines("x").contains("Message-ID: <0190a1b2-0000-7000-8000-000000000001@comune.example.it>"))
    }
}
