/// The services of a tenant that somebody may send with and read about. Whatever belongs to another service is to them as
/// if it did not exist.
package enum Scope: Sendable, Equatable {
    case all
    /// These, perhaps none.
    case only(Set<ServiceID>)

    /// Of a service, or of any when none is named.
    package init(_ service: ServiceID?) { self = service.map { .only([$0]) } ?? .all }

    /// Of some services, or of any when none is named.
    package init(any services: Set<ServiceID>) { self = services.isEmpty ? .all : .only(services) }

    package func allows(_ service: ServiceID) -> Bool {
        switch self {
        case .all: true
        case .only(let services): services.contains(service)
        }
    }

    /// What both allow.
    package func intersection(_ other: Scope) -> Scope {
        switch (self, other) {
        case (.all, let narrower), (let narrower, .all): narrower
        case (.only(let services), .only(let others)): .only(services.intersection(others))
        }
    }

    /// Whether it allows all that another does.
    package func covers(_ other: Scope) -> Bool { intersection(other) == other }
}
