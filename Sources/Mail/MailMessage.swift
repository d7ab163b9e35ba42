internal import FoundationEssentials
package import Domain
internal import Text

/// An e-mail as it goes over the wire: plain text in UTF-8. Nothing that it holds can begin a line of the header.
package struct MailMessage: Sendable {
    package var id: MailID
    package var sender: MailAddress
    package var recipient: MailAddress
    package var text: MailText
    package var date: Moment

    package init(id: MailID, sender: MailAddress, recipient: MailAddress, text: MailText, date: Moment) {
        (self.id, self.sender, self.recipient, self.text, self.date) = (id, sender, recipient, text, date)
    }

    /// Header and body (RFC 5322), with CR LF after each line. It has the same Message-ID however often it is made.
    package var bytes: [UInt8] {
        let header = [
            "From: \(Self.words("Notifiche App IO")) <\(sender)>", "To: <\(recipient)>", "Subject: \(Self.words(text.subject))",
            "Date: \(Self.date(date))", "Message-ID: <\(id)@\(sender.host)>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
        ]
        let body = Array(text.body.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8)
        let lines = stride(from: 0, to: body.count, by: 57).map { Self.base64(body[$0..<min($0 + 57, body.count)]) }
        return Array((header + [""] + lines).map { $0 + "\r\n" }.joined().utf8)
    }

    /// Text in a header (RFC 2047): as it is, or in encoded words of at most 64 characters, none of which cuts a character.
    static func words(_ text: String) -> String {
        if text.utf8.count <= 60, text.utf8.allSatisfy({ $0.isLetterOrDigit || " .,:-".utf8.contains($0) }) { return text }
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > 39 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(base64($0[...]))?=" }.joined(separator: "\r\n ")
    }

    /// As `Mon, 30 Nov 2026 10:42:11 +0000`.
    static func date(_ moment: Moment) -> String {
        let days = Int(moment.seconds / 86_400), second = Int(moment.seconds % 86_400)
        let (year, month, day) = civil(days)
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let time = [second / 3_600, second / 60 % 60, second % 60].map { $0.padded(to: 2) }.joined(separator: ":")
        return "\(weekdays[days % 7]), \(day) \(months[month - 1]) \(year) \(time) +0000"
    }

    /// The day so many days after 1970 began, with years that begin in March so that the leap day is the last of its year.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468, era = shifted / 146_097, dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (era * 400 + yearOfEra + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }

    private static func base64(_ bytes: ArraySlice<UInt8>) -> String { Data(bytes).base64EncodedString() }
}
