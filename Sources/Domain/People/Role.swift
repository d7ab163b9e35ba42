/// What a person may do. Each role of an ente may do what those before it may.
package enum Role: String, Sendable, CaseIterable, Comparable {
    case viewer, `operator`, administrator
    /// Administers the host, and has no page of an ente.
    case host

    /// What the people of an ente may be.
    package static let ofEnte = [viewer, `operator`, administrator]
    /// What those of the host may be.
    package static let ofHost = [host]

    /// The word in pages and on the command line.
    package var label: String {
        switch self {
        case .viewer: "consultazione"
        case .operator: "operatore"
        case .administrator: "amministratore"
        case .host: "amministratore del sistema"
        }
    }

    package init?(label: String) {
        guard let role = Self.allCases.first(where: { $0.label == label }) else { return nil }
        self = role
    }

    /// "Only enabled operators see Nuovo."
    package var maySend: Bool { self == .operator || self == .administrator }
    package var mayAdminister: Bool { self == .administrator }

    package static func < (one: Role, other: Role) -> Bool {
        allCases.firstIndex(of: one)! < allCases.firstIndex(of: other)!
    }
}
