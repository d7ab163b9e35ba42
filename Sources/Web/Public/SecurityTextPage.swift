import Domain
import FastCGI

/// security.txt (RFC 9116): whom to tell of a fault in the security of this installation.
struct SecurityTextPage: Sendable {
    /// How long it may be believed: less than a year (§2.5.5).
    private static let microseconds: Int64 = 180 * 86_400_000_000

    func show(_ exchange: Exchange) throws -> Response {
        guard let contact = exchange.site.securityContact else { throw HTTPRefusal.notFound }
        let request = exchange.request
        let expiry = CalendarDate.today(at: Moment(microseconds: Moment.now().microseconds + Self.microseconds))
        return .text("""
            Contact: \(contact)
            Expires: \(expiry.iso)T00:00:00Z
            Preferred-Languages: it, en
            Canonical: \(request.scheme)://\(request.hostName)\(request.portSuffix)\(request.path)

            """)
    }
}
