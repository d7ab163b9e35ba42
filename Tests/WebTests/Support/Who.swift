import Domain
import Store

/// Somebody who asks for a page, as far as their cookie says.
enum Who: CaseIterable {
    case nobody
    /// An administrator of another tenant, with the cookie from there.
    case foreigner
    /// An administrator who has still to give the code of the second factor.
    case halfway
    /// An administrator who has still to set up a second factor.
    case unready
    case viewer, `operator`, administrator
    /// Of the administration of the installation.
    case installation

    /// What they may do on the pages of a tenant, or of the administration.
    func role(at kind: Tenant.Kind) -> Role? {
        switch (self, kind) {
        case (.viewer, .publicBody): .viewer
        case (.operator, .publicBody): .operator
        case (.administrator, .publicBody): .administrator
        case (.installation, .installation): .installation
        case (_, _): nil
        }
    }

    /// Whether they have given a password there.
    func isEntering(at kind: Tenant.Kind) -> Bool { self == .halfway || self == .unready || role(at: kind) != nil }
}
