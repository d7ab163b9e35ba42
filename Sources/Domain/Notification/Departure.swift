/// A message that App IO has taken: what is kept of it outside the database, for the day on which that comes out of a backup.
package struct Departure: Sendable, Equatable {
    package var tenant: TenantID
    package var notification: NotificationID
    /// The number of its POST.
    package var attempt: Int
    /// App IO's; it may be missing.
    package var ioID: String?
    /// When App IO's answer was here.
    package var at: Moment
    /// SHA-256 of recipient and content, hexadecimal: the row that comes back under this id must be about the same message.
    package var digest: String

    package init(tenant: TenantID, notification: NotificationID, attempt: Int, ioID: String?, at: Moment, digest: String) {
        self.tenant = tenant
        self.notification = notification
        self.attempt = attempt
        self.ioID = ioID
        self.at = at
        self.digest = digest
    }
}
