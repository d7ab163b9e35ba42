import Domain

extension RouteTable {
    /// Every address of the host's administration.
    static func ofHost(_ pages: Pages) -> RouteTable {
        RouteTable([
            Route("GET", "/", .anyone) { $0.redirect(to: "/enti") },
            Route("GET", "/entra", .anyone, pages.login.show),
            Route("POST", "/entra", .anyone, pages.login.enter),
            Route("GET", "/invito", .anyone, pages.invitation.show),
            Route("POST", "/invito", .anyone, pages.invitation.accept),
            Route("GET", "/.well-known/security.txt", .always, pages.securityText.show),
            Route("POST", "/esci", .entering, pages.login.leave),
            Route("GET", "/profilo", .person(.host), pages.profile.show),
            Route("POST", "/profilo", .person(.host), pages.profile.change),
            Route("GET", "/profilo/secondo-fattore", .entering, pages.secondFactor.show),
            Route("POST", "/profilo/secondo-fattore", .entering, pages.secondFactor.change),

            Route("GET", "/enti", .person(.host), pages.enti.show),
            Route("GET", "/enti/nuovo", .person(.host), pages.newEnte.show),
            Route("POST", "/enti/nuovo", .person(.host), pages.newEnte.add),
            Route("GET", "/enti/{id}", .person(.host), pages.ente.show),
            Route("POST", "/enti/{id}", .person(.host), pages.ente.change),
            Route("GET", "/stato", .person(.host), pages.hostStatus.show),
            Route("GET", "/utenti", .person(.host), pages.people.list),
            Route("POST", "/utenti", .person(.host), pages.people.add),
            Route("GET", "/utenti/{id}", .person(.host), pages.person.show),
            Route("POST", "/utenti/{id}", .person(.host), pages.person.change),
            Route("GET", "/registro", .person(.host), pages.audit.show),
        ])
    }
}
