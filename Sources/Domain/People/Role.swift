/// What a person may do. Each role of a tenant may do what those before it may.
package enum Role: String, Sendable, CaseIterable, Comparable {
    case viewer, `operator`, administrator
    /// Administers the host, and has no page of a tenant.
    case installation = "host"

    /// What the people of a tenant may be.
    package static let ofTenant = [viewer, `operator`, administrator]
    /// What those of the host may be.
    package static let ofInstallation = [installation]

    /// The word in pages and on the command line.
    package var label: String {
        switch self {
        case .viewer: "consultazione"
        case .operator: "operatore"
        case .administrator: "amministratore"
        case .installation: "amministratore del sistema"
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
