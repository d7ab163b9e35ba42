import Domain
import Secrets
import Text

extension Departure {
    /// Nothing in it has a space.
    var line: String { "\(tenant) \(notification) \(attempt) \(ioID ?? "-") \(at.microseconds) \(digest)" }

    init?(line: String) {
        let parts = line.split(separator: " ")
        guard parts.count == 6, let tenant = TenantID(parts[0]), let notification = NotificationID(parts[1]),
              let attempt = Int(parts[2]), let at = Int64(parts[4]) else { return nil }
        self.init(tenant: tenant, notification: notification, attempt: attempt, ioID: parts[3] == "-" ? nil : String(parts[3]),
                  at: Moment(microseconds: at), digest: String(parts[5]))
    }
}

extension NotificationContent {
    /// SHA-256 of recipient and content: what makes it this message and no other.
    package var digest: String {
        var sum = SHA256()
        // Each part with its length, so that no two contents add up to the same bytes.
        for part in [service.description, fiscalCode.value, subject, markdown, dueDate?.iso ?? "", payment.map(\.digested) ?? ""] {
            sum.add(Array("\(part.utf8.count) ".utf8) + Array(part.utf8))
        }
        return sum.finish()
    }
}

extension Payment {
    fileprivate var digested: String { "\(amount.cents) \(noticeNumber.value) \(payableAfterDueDate)" }
}
