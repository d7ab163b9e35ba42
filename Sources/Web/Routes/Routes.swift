import Domain
import FastCGI
import Store

/// Who may ask for a page.
enum Access: Equatable {
    case anyone
    /// Anyone, also while the tenant is closed: its citizens' data are still there, and whoever finds a fault has to tell somebody.
    case always
    /// Whoever has given a password, also when something is left to do before the pages open.
    case entering
    /// A person with at least this role.
    case person(Role)

    static let viewer = person(.viewer), `operator` = person(.operator), administrator = person(.administrator)
    static let installation = person(.installation)
}

/// What an identifier in a request names.
enum Named: String {
    case notification, draft, service, template, person, export
    /// A notification that is to follow.
    case followed
    /// A question to App IO.
    case ask
    /// The form that it came with, which is signed.
    case form
    /// Where a page of a list begins: it need not be there.
    case place
}

/// Whether an act is done while the tenant is in read only: it may be on its way to another installation, and what is
/// sent or how must not change any more. Who may enter is decided even then.
enum RequiredState { case active, activeOrReadOnly }

struct Route {
    let method: String
    /// `{id}` stands for an identifier.
    let pattern: [Substring]
    let access: Access
    let needsActiveTenant: Bool
    /// The fields of the query or the form that hold one. A test tries them all, and looks for what is missing here.
    let identifiers: KeyValuePairs<String, Named>
    let page: @Sendable (Exchange) throws -> Response
    /// What answers a form whose token does not hold: by default a page that says so.
    let expired: @Sendable (Exchange) throws -> Response
    /// Whether that answer is the form again, as it was typed. It is what somebody finds who had to log in between.
    let keepsForms: Bool

    typealias Handler = @Sendable (Exchange) throws -> Response

    /// As the table has it: `GET /notifiche/{id}`.
    var name: String { "\(method) \(address)" }
    fileprivate var address: String { "/" + pattern.joined(separator: "/") }

    private init(
        _ method: String, _ pattern: String, _ access: Access, _ page: @escaping Handler, needsActiveTenant: Bool,
        identifiers: KeyValuePairs<String, Named>, expired: Handler?
    ) {
        self.method = method
        self.pattern = pattern.pathParts
        (self.access, self.page, self.needsActiveTenant) = (access, page, needsActiveTenant)
        (self.identifiers, keepsForms) = (identifiers, expired != nil)
        self.expired = expired ?? { _ in throw HTTPRefusal.expiredForm }
    }

    static func get(
        _ pattern: String, _ access: Access, _ page: @escaping Handler, identifiers: KeyValuePairs<String, Named> = [:]
    ) -> Route {
        Route("GET", pattern, access, page, needsActiveTenant: false, identifiers: identifiers, expired: nil)
    }

    /// One act. Its address under that of the page that it belongs to names what comes of it.
    static func post(
        _ pattern: String, _ access: Access, while state: RequiredState, _ page: @escaping Handler,
        identifiers: KeyValuePairs<String, Named> = [:], expired: Handler? = nil
    ) -> Route {
        Route("POST", pattern, access, page, needsActiveTenant: state == .active, identifiers: identifiers, expired: expired)
    }
}

extension Route {
    /// What an act depends on until it is done; `nil` for a page that is only read, whose lines in the registro say what was shown, and
    /// for who is still to say who they are.
    func permit(of session: Session, at tenant: Tenant) -> Permit? {
        let role: Role? = switch access {
        case .anyone, .always: nil
        case .entering: .viewer
        case .person(let role): role
        }
        guard method == "POST", let role else { return nil }
        return Permit(
            tenant: tenant.id, person: session.person.id, role: role, scope: session.person.scope,
            states: needsActiveTenant ? [.active] : [.active, .readOnly])
    }
}

/// Every address of a site. The tables are in TenantRoutes and InstallationRoutes.
struct RouteTable: Sendable {
    private let routes: [Route]

    init(_ routes: [Route]) { self.routes = routes }

    /// Each as words.
    var description: [Address] {
        routes.map { route in
            let role: String? = switch route.access {
            case .anyone, .always: nil
            case .entering: Role.viewer.label
            case .person(let role): role.label
            }
            return Address(method: route.method, pattern: route.address, role: role,
                           needsActiveTenant: route.needsActiveTenant, identifiers: route.identifiers.map { ($0.key, $0.value.rawValue) })
        }
    }

    /// The route for a method and path, with the identifier in the path. HEAD asks as GET does.
    func find(_ method: String, _ path: String) -> (route: Route, id: String?)? {
        let method = method == "HEAD" ? "GET" : method, parts = path.pathParts
        for route in routes where route.method == method {
            if case .some(let id) = match(route, parts) { return (route, id) }
        }
        return nil
    }

    /// Whether any method is answered there.
    func knows(_ path: String) -> Bool {
        let parts = path.pathParts
        return routes.contains { match($0, parts) != nil }
    }

    /// The page that an act belongs to: where to go when its address is opened as if it were a page.
    func page(of path: String) -> String? {
        var parts = path.pathParts
        while parts.popLast() != nil {
            let path = "/" + parts.joined(separator: "/")
            if find("GET", path) != nil { return path }
        }
        return nil
    }

    /// `nil`: no match; `.some(nil)`: a match without an identifier.
    private func match(_ route: Route, _ parts: [Substring]) -> String?? {
        guard parts.count == route.pattern.count else { return nil }
        var found: String?
        for (part, expected) in zip(parts, route.pattern) {
            if expected == "{id}" {
                guard ServiceID(part) != nil || TenantID(part) != nil else { return nil }
                found = String(part)
            } else if part != expected {
                return nil
            }
        }
        return .some(found)
    }
}

/// A route as words, for the tests that try every one.
package struct Address: Sendable {
    package var method: String
    package var pattern: String
    /// The least role by its label; `nil`: anyone.
    package var role: String?
    package var needsActiveTenant: Bool
    /// Each field of the query or the form that holds an identifier, and what it names.
    package var identifiers: [(name: String, kind: String)]
}
