/// Where a service's messages go.
package enum Environment: String, Sendable, CaseIterable {
    /// The citizen's phone.
    case live
    /// The sandbox: every page, row and export of it says AMBIENTE DI PROVA.
    case trial

    /// The word in pages and on the command line.
    package var label: String { self == .live ? "reale" : "prova" }

    package init?(label: String) {
        guard let found = Self.allCases.first(where: { $0.label == label }) else { return nil }
        self = found
    }
}
