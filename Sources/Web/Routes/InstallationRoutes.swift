import Domain

extension RouteTable {
    /// Every address of the installation's administration.
    static func ofInstallation(_ pages: Pages) -> RouteTable {
        RouteTable([
            .get("/", .anyone) { $0.redirect(to: "/enti") },
            .get("/entra", .anyone, pages.login.show),
            .post("/entra", .anyone, while: .activeOrReadOnly, pages.login.enter),
            .get("/invito", .anyone, pages.invitation.show),
            .post("/invito", .anyone, while: .activeOrReadOnly, pages.invitation.accept),
            .get("/.well-known/security.txt", .always, pages.securityText.show),
            .post("/esci", .entering, while: .activeOrReadOnly, pages.login.leave),
            .get("/profilo", .installation, pages.profile.show),
            .post("/profilo/password", .installation, while: .activeOrReadOnly, pages.profile.changePassword),
            .post("/profilo/sessioni", .installation, while: .activeOrReadOnly, pages.profile.endSession),
            .post("/profilo/sessioni/altre", .installation, while: .activeOrReadOnly, pages.profile.endOtherSessions),
            .get("/profilo/secondo-fattore", .entering, pages.secondFactor.show),
            .post("/profilo/secondo-fattore", .entering, while: .activeOrReadOnly, pages.secondFactor.activate),
            .post("/profilo/secondo-fattore/codici", .installation, while: .activeOrReadOnly, pages.secondFactor.replaceCodes),
            .post("/profilo/secondo-fattore/rimozione", .installation, while: .activeOrReadOnly, pages.secondFactor.remove),

            .get("/enti", .installation, pages.tenants.show),
            .get("/enti/nuovo", .installation, pages.newTenant.show),
            .post("/enti/nuovo", .installation, while: .activeOrReadOnly, pages.newTenant.add),
            .get("/enti/{id}", .installation, pages.tenant.show),
            .post("/enti/{id}/sospensione", .installation, while: .activeOrReadOnly, pages.tenant.suspend),
            .post("/enti/{id}/ripresa", .installation, while: .activeOrReadOnly, pages.tenant.reopen),
            .post("/enti/{id}/quote", .installation, while: .activeOrReadOnly, pages.tenant.saveQuotas),
            .post("/enti/{id}/nomi", .installation, while: .activeOrReadOnly, pages.tenant.addName),
            .post("/enti/{id}/nomi/principale", .installation, while: .activeOrReadOnly, pages.tenant.makeCanonical),
            .post("/enti/{id}/nomi/rimozione", .installation, while: .activeOrReadOnly, pages.tenant.removeName),
            .post("/enti/{id}/amministratori", .installation, while: .activeOrReadOnly, pages.tenant.invite),
            .post("/enti/{id}/account", .installation, while: .activeOrReadOnly, pages.tenant.saveAccount),
            .get("/stato", .installation, pages.installationStatus.show),
            .get("/utenti", .installation, pages.people.list),
            .post("/utenti", .installation, while: .activeOrReadOnly, pages.people.add),
            .get("/utenti/{id}", .installation, pages.person.show),
            .post("/utenti/{id}/dati", .installation, while: .activeOrReadOnly, pages.person.save),
            .post("/utenti/{id}/invito", .installation, while: .activeOrReadOnly, pages.person.invite),
            .post("/utenti/{id}/secondo-fattore/rimozione", .installation, while: .activeOrReadOnly, pages.person.removeSecondFactor),
            .post("/utenti/{id}/sessioni/chiusura", .installation, while: .activeOrReadOnly, pages.person.endSessions),
            .post("/utenti/{id}/disattivazione", .installation, while: .activeOrReadOnly, pages.person.disable),
            .post("/utenti/{id}/riattivazione", .installation, while: .activeOrReadOnly, pages.person.enable),
            .get("/registro", .installation, pages.audit.show),
        ])
    }
}
