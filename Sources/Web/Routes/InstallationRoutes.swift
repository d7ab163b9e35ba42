import Domain
import Template

extension RouteTable {
    /// Every address of the installation's administration.
    static func ofInstallation(_ shared: SharedPages, _ library: Library) throws(TemplateError) -> RouteTable {
        let tenants = try TenantsPage(library)
        let newTenant = try NewTenantPage(library, shared.invitation)
        let tenant = try TenantPage(library, shared.invitation)
        let today = try InstallationTodayPage(library)
        let mailServer = try MailServerPage(library)
        let installationStatus = try InstallationStatusPage(library)
        return RouteTable([
            .get("/", .anyone) { $0.redirect(to: "/enti") },
            .get("/entra", .anyone, shared.login.show),
            .post("/entra", .anyone, while: .activeOrReadOnly, shared.login.enter),
            .get("/invito", .anyone, shared.invitation.show),
            .post("/invito", .anyone, while: .activeOrReadOnly, shared.invitation.accept),
            .get("/.well-known/security.txt", .always, shared.securityText.show),
            .post("/esci", .entering, while: .activeOrReadOnly, shared.login.leave),
            .get("/profilo", .installation, shared.profile.show),
            .post("/profilo/password", .installation, while: .activeOrReadOnly, shared.profile.changePassword),
            .post("/profilo/cambiamenti", .installation, while: .activeOrReadOnly, shared.profile.noteChangesKnown),
            .post("/profilo/sessioni", .installation, while: .activeOrReadOnly, shared.profile.endSession),
            .post("/profilo/sessioni/altre", .installation, while: .activeOrReadOnly, shared.profile.endOtherSessions),
            .get("/profilo/secondo-fattore", .entering, shared.secondFactor.show),
            .post("/profilo/secondo-fattore", .entering, while: .activeOrReadOnly, shared.secondFactor.activate),
            .post("/profilo/secondo-fattore/codici", .installation, while: .activeOrReadOnly, shared.secondFactor.replaceCodes),
            .post("/profilo/secondo-fattore/rimozione", .installation, while: .activeOrReadOnly, shared.secondFactor.remove),

            .get(InstallationTodayPage.address, .installation, today.show),
            .get("/enti", .installation, tenants.show),
            .get("/enti/nuovo", .installation, newTenant.show),
            .post("/enti/nuovo", .installation, while: .activeOrReadOnly, newTenant.add),
            .get("/enti/{id}", .installation, tenant.show),
            .post("/enti/{id}/sospensione", .installation, while: .activeOrReadOnly, tenant.suspend),
            .post("/enti/{id}/ripresa", .installation, while: .activeOrReadOnly, tenant.reopen),
            .post("/enti/{id}/quote", .installation, while: .activeOrReadOnly, tenant.saveQuotas),
            .post("/enti/{id}/nomi", .installation, while: .activeOrReadOnly, tenant.addName),
            .post("/enti/{id}/nomi/principale", .installation, while: .activeOrReadOnly, tenant.makeCanonical),
            .post("/enti/{id}/nomi/rimozione", .installation, while: .activeOrReadOnly, tenant.removeName),
            .post("/enti/{id}/amministratori", .installation, while: .activeOrReadOnly, tenant.invite),
            .post("/enti/{id}/account", .installation, while: .activeOrReadOnly, tenant.saveAccount),
            .get("/stato", .installation, installationStatus.show),
            .get("/utenti", .installation, shared.people.list),
            .post("/utenti", .installation, while: .activeOrReadOnly, shared.people.add),
            .get("/utenti/{id}", .installation, shared.person.show),
            .post("/utenti/{id}/dati", .installation, while: .activeOrReadOnly, shared.person.save),
            .post("/utenti/{id}/invito", .installation, while: .activeOrReadOnly, shared.person.invite),
            .post("/utenti/{id}/secondo-fattore/rimozione", .installation, while: .activeOrReadOnly, shared.person.removeSecondFactor),
            .post("/utenti/{id}/sessioni/chiusura", .installation, while: .activeOrReadOnly, shared.person.endSessions),
            .post("/utenti/{id}/disattivazione", .installation, while: .activeOrReadOnly, shared.person.disable),
            .post("/utenti/{id}/riattivazione", .installation, while: .activeOrReadOnly, shared.person.enable),
            .get("/registro", .installation, shared.audit.show),
            .get("/posta", .installation, mailServer.show),
            .post("/posta", .installation, while: .activeOrReadOnly, mailServer.tryOut),
            .post("/posta/scarto", .installation, while: .activeOrReadOnly, mailServer.discard),
            .post("/posta/rimozione", .installation, while: .activeOrReadOnly, mailServer.remove),
            .post("/registro", .installation, while: .activeOrReadOnly, shared.audit.search),
        ])
    }
}
