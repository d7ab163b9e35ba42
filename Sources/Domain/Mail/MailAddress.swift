/// An e-mail address, `name@host.tld`: in ASCII, without blanks, quotes or angle brackets, 254 bytes at most.
package struct MailAddress: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let description: String

    /// - Returns: `nil` for what is none.
    package init?(_ typed: some StringProtocol) {
        let parts = typed.split(separator: "@", omittingEmptySubsequences: false)
        guard typed.utf8.count <= 254, PersonalData.isMailAddress(Substring(typed)), parts[0].utf8.count <= 64 else { return nil }
        // The same mailbox is one recipient however its host is written.
        description = "\(parts[0])@\(parts[1].lowercased())"
    }

    /// What comes after the @.
    package var host: String { String(description.drop { $0 != "@" }.dropFirst()) }

    package static func < (one: MailAddress, other: MailAddress) -> Bool { one.description < other.description }

    /// For the person who typed something else.
    package static let fault = "Non è un indirizzo e-mail: scriverlo come ufficio@comune.example.it."
}
