import Domain

extension RouteTable {
    /// Every address of the installation's administration.
    static func ofInstallation(_ pages: Pages) -> RouteTable {
        RouteTable([
            Route("GET", "/", .anyone) { $0.redirect(to: "/enti") },
            Route("GET", "/entra", .anyone, pages.login.show),
            Route("POST", "/entra", .anyone, pages.login.enter),
            Route("GET", "/invito", .anyone, pages.invitation.show),
            Route("POST", "/invito", .anyone, pages.invitation.accept),
            Route("GET", "/.well-known/security.txt", .always, pages.securityText.show),
            Route("POST", "/esci", .entering, pages.login.leave),
            Route("GET", "/profilo", .person(.installation), pages.profile.show),
            Route("POST", "/profilo", .person(.installation), pages.profile.change),
            Route("GET", "/profilo/secondo-fattore", .entering, pages.secondFactor.show),
            Route("POST", "/profilo/secondo-fattore", .entering, pages.secondFactor.change),

            Route("GET", "/enti", .person(.installation), pages.tenants.show),
            Route("GET", "/enti/nuovo", .person(.installation), pages.newTenant.show),
            Route("POST", "/enti/nuovo", .person(.installation), pages.newTenant.add),
            Route("GET", "/enti/{id}", .person(.installation), pages.tenant.show),
            Route("POST", "/enti/{id}", .person(.installation), pages.tenant.change),
            Route("GET", "/stato", .person(.installation), pages.installationStatus.show),
            Route("GET", "/utenti", .person(.installation), pages.people.list),
            Route("POST", "/utenti", .person(.installation), pages.people.add),
            Route("GET", "/utenti/{id}", .person(.installation), pages.person.show),
            Route("POST", "/utenti/{id}", .person(.installation), pages.person.change),
            Route("GET", "/registro", .person(.installation), pages.audit.show),
        ])
    }
}
