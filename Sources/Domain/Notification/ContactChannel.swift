/// How a citizen was told what a notification did not bring.
package enum ContactChannel: String, Sendable, CaseIterable {
    case phone, pec, registeredLetter = "registered_letter", email, desk, other

    /// What people read.
    package var label: String {
        switch self {
        case .phone: "Telefono"
        case .pec: "PEC"
        case .registeredLetter: "Raccomandata"
        case .email: "E-mail"
        case .desk: "Sportello"
        case .other: "Altro"
        }
    }
}
