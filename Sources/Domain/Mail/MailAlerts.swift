/// What a tenant wants to be told by e-mail.
package struct MailAlerts: Sendable, Equatable {
    /// Sorted, each once.
    package var addresses: [MailAddress] = []
    /// From which hour in Italy on the day's summary leaves; `nil`: none.
    package var digestHour: Int?
    /// At once when the program stops a service, and when it goes on.
    package var tellsStops = false

    package static let mostAddresses = 10
    /// E-mails that are made for a tenant within a day, besides summaries: trials of addresses, and what is told of services.
    package static let mostADay = 100
    /// Hours that are offered for the summary.
    package static let digestHours = 6...12

    package init(addresses: [MailAddress] = [], digestHour: Int? = nil, tellsStops: Bool = false) {
        (self.addresses, self.digestHour, self.tellsStops) = (Set(addresses).sorted(), digestHour, tellsStops)
    }

    /// What people read of it, in one line.
    package var words: String {
        let digest = digestHour.map { "riepilogo alle ore \($0)" } ?? "nessun riepilogo"
        return "indirizzi: \(addresses.count); \(digest); servizi fermi: \(tellsStops ? "sì" : "no")"
    }
}
