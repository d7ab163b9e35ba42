import Domain
import FastCGI

/// Who may ask for a page.
enum Access: Equatable {
    case anyone
    /// Anyone, also while the tenant is closed: its citizens' data are still there, and whoever finds a fault has to tell somebody.
    case always
    /// Whoever has given a password, also when something is left to do before the pages open.
    case entering
    /// A person with at least this role.
    case person(Role)
}

/// What an identifier in a request names.
enum Named: String {
    case notification, draft, service, template, person, export
    /// A question to App IO.
    case ask
    /// The form that it came with, which is signed.
    case form
    /// Where a page of a list begins: it need not be there.
    case place
}

struct Route {
    let method: String
    /// `{id}` stands for an identifier.
    let pattern: [Substring]
    let access: Access
    /// The fields of the query or the form that hold one. A test tries them all, and looks for what is missing here.
    let identifiers: KeyValuePairs<String, Named>
    let page: @Sendable (Exchange) throws -> Response
    /// What answers a form whose token does not hold: by default a page that says so.
    let expired: @Sendable (Exchange) throws -> Response

    init(
        _ method: String, _ pattern: String, _ access: Access, _ page: @escaping @Sendable (Exchange) throws -> Response,
        identifiers: KeyValuePairs<String, Named> = [:],
        expired: @escaping @Sendable (Exchange) throws -> Response = { _ in throw HTTPRefusal.expiredForm }
    ) {
        self.method = method
        self.pattern = pattern.split(separator: "/")
        (self.access, self.page, self.identifiers, self.expired) = (access, page, identifiers, expired)
    }
}

/// Every address of a site.
struct RouteTable: Sendable {
    private let routes: [Route]

    init(_ routes: [Route]) { self.routes = routes }

    /// Of the tenants.
    static func ofTenants(_ pages: Pages) -> RouteTable {
        RouteTable([
            Route("GET", "/", .anyone) { $0.redirect(to: "/notifiche") },
            Route("GET", "/entra", .anyone, pages.login.show),
            Route("POST", "/entra", .anyone, pages.login.enter),
            Route("GET", "/invito", .anyone, pages.invitation.show),
            Route("POST", "/invito", .anyone, pages.invitation.accept),
            Route("GET", "/logo", .anyone, pages.logo.show),
            Route("GET", "/privacy", .always, pages.privacy.show),
            Route("GET", "/accessibilita", .always, pages.accessibility.show),
            Route("GET", "/.well-known/security.txt", .always, pages.securityText.show),
            Route("POST", "/esci", .entering, pages.login.leave),
            Route("GET", "/guida", .person(.viewer), pages.guide.show),
            Route("GET", "/profilo", .person(.viewer), pages.profile.show),
            Route("POST", "/profilo", .person(.viewer), pages.profile.change),
            Route("GET", "/profilo/secondo-fattore", .entering, pages.secondFactor.show),
            Route("POST", "/profilo/secondo-fattore", .entering, pages.secondFactor.change),

            Route("GET", "/notifiche", .person(.viewer), pages.archive.show,
                  identifiers: ["servizio": .service, "operatore": .person, "uuid": .notification, "prima": .place, "dopo": .place]),
            Route("GET", "/notifiche/stato", .person(.viewer), pages.progress.show, identifiers: ["uuid": .notification]),
            Route("GET", "/notifiche/nuova", .person(.operator), pages.compose.show,
                  identifiers: ["da": .notification, "da": .draft]),
            Route("POST", "/notifiche/nuova", .person(.operator), pages.compose.submit,
                  identifiers: ["servizio": .service, "scegli": .service, "modello": .template, "modello_in_uso": .template,
                                "errata": .notification, "_chiave": .form],
                  expired: pages.compose.expired),
            Route("GET", "/notifiche/bozze", .person(.operator), pages.drafts.show),
            Route("POST", "/notifiche/bozze/{id}/elimina", .person(.operator), pages.drafts.delete),
            Route("GET", "/notifiche/{id}", .person(.viewer), pages.detail.show),
            Route("POST", "/notifiche/{id}/verifica", .person(.viewer), pages.detail.verify),
            Route("POST", "/notifiche/{id}/ritenta", .person(.operator), pages.detail.retry),
            Route("POST", "/notifiche/{id}/annulla", .person(.operator), pages.detail.cancel),
            Route("POST", "/notifiche/{id}/risolvi", .person(.operator), pages.detail.resolve),

            Route("GET", "/servizi/cerca", .person(.operator), pages.serviceSearch.show),
            Route("POST", "/esportazioni", .person(.viewer), pages.export.ask,
                  identifiers: ["servizio": .service, "operatore": .person, "uuid": .notification]),
            Route("GET", "/esportazioni/{id}", .person(.viewer), pages.export.show),
            Route("GET", "/esportazioni/{id}/file", .person(.viewer), pages.export.file),

            Route("GET", "/servizi", .person(.administrator), pages.services.list),
            Route("GET", "/servizi/nuovo", .person(.administrator), pages.services.new),
            Route("POST", "/servizi/nuovo", .person(.administrator), pages.services.add),
            Route("GET", "/servizi/importa", .person(.administrator), pages.servicesImport.show),
            Route("POST", "/servizi/importa", .person(.administrator), pages.servicesImport.submit),
            Route("GET", "/servizi/{id}", .person(.administrator), pages.services.show, identifiers: ["prova": .ask]),
            Route("POST", "/servizi/{id}", .person(.administrator), pages.services.change),
            Route("GET", "/modelli", .person(.administrator), pages.messageTemplates.list),
            Route("GET", "/modelli/nuovo", .person(.administrator), pages.messageTemplates.new),
            Route("POST", "/modelli/nuovo", .person(.administrator), pages.messageTemplates.add, identifiers: ["servizio": .service]),
            Route("GET", "/modelli/{id}", .person(.administrator), pages.messageTemplates.show),
            Route("POST", "/modelli/{id}", .person(.administrator), pages.messageTemplates.change),
            Route("GET", "/utenti", .person(.administrator), pages.people.list),
            Route("POST", "/utenti", .person(.administrator), pages.people.add, identifiers: ["servizio": .service]),
            Route("GET", "/utenti/{id}", .person(.administrator), pages.person.show),
            Route("POST", "/utenti/{id}", .person(.administrator), pages.person.change, identifiers: ["servizio": .service]),
            Route("GET", "/registro", .person(.administrator), pages.audit.show,
                  identifiers: ["persona": .person, "prima": .place]),
            Route("GET", "/impostazioni", .person(.administrator), pages.settings.show),
            Route("POST", "/impostazioni", .person(.administrator), pages.settings.change),
        ])
    }

    /// Each as words: method, pattern, the least role (none: anyone) and what its fields name.
    var description: [(method: String, pattern: String, role: String?, identifiers: [(name: String, kind: String)])] {
        routes.map { route in
            let role: String? = switch route.access {
            case .anyone, .always: nil
            case .entering: Role.viewer.label
            case .person(let role): role.label
            }
            return (route.method, "/" + route.pattern.joined(separator: "/"), role, route.identifiers.map { ($0.key, $0.value.rawValue) })
        }
    }

    /// The route for a method and path, with the identifier in the path. HEAD asks as GET does.
    func find(_ method: String, _ path: String) -> (route: Route, id: Identifier?)? {
        let method = method == "HEAD" ? "GET" : method
        for route in routes where route.method == method {
            if case .some(let id) = match(route, path) { return (route, id) }
        }
        return nil
    }

    /// Whether any method is answered there.
    func knows(_ path: String) -> Bool { routes.contains { match($0, path) != nil } }

    /// `nil`: no match; `.some(nil)`: a match without an identifier.
    private func match(_ route: Route, _ path: String) -> Identifier?? {
        let parts = path.split(separator: "/")
        guard parts.count == route.pattern.count else { return nil }
        var found: Identifier?
        for (part, expected) in zip(parts, route.pattern) {
            if expected == "{id}" {
                guard let id = Identifier(part) else { return nil }
                found = id
            } else if part != expected {
                return nil
            }
        }
        return .some(found)
    }
}
