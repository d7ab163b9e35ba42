import FastCGI
import Store
import Testing
import TestSupport
@testable import Web

/// The forms that pages show, found by following every link: what a person can press, not only what the table of routes says.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ShownFormTests {
    private typealias Shown = (who: Who, tenant: SiteTenant, page: String, form: Page.Pressed)

    /// Acts whose button stands on a page that nobody inside sees, or only in another state than that of these tenants: of what
    /// failed or waits, is paused, disabled or withdrawn, or where there is more than one. The other tests of the act press it.
    private static let notHere: Set<String> = [
        "/entra", "/invito", "/profilo/cambiamenti", "/profilo/sessioni", "/profilo/sessioni/altre",
        "/notifiche/insieme", "/notifiche/insieme/conferma",
        "/notifiche/{id}/verifica", "/notifiche/{id}/ritenta", "/notifiche/{id}/annulla", "/notifiche/{id}/invio", "/notifiche/{id}/ora",
        "/notifiche/{id}/risolvi", "/seguire/carico", "/seguire/rilascio", "/seguire/contatto", "/seguire/contatto/conferma",
        "/servizi/importa/conferma", "/esportazioni/{id}/annulla",
        "/servizi/{id}/chiavi/nuova-prova", "/servizi/{id}/chiavi/scarto", "/servizi/{id}/ripresa", "/servizi/{id}/riattivazione",
        "/modelli/{id}/ripristino", "/utenti/{id}/riattivazione", "/utenti/{id}/secondo-fattore/rimozione",
        "/impostazioni/logo/rimozione",
        "/impostazioni/ripresa", "/enti/{id}/ripresa", "/enti/{id}/nomi/principale", "/enti/{id}/nomi/rimozione",
        "/enti/{id}/amministratori", "/posta/scarto", "/posta/rimozione",
    ]

    @Test func `every act is a button of some page`() throws {
        // On a database of its own: the shared one also shows the people that other tests have disabled meanwhile.
        try TestSite.run { site in
            var (shown, acts): (Set<String>, Set<String>) = ([], [])
            for tenant in [site.one, site.administration] {
                shown.formUnion(try Self.forms(site, tenant).map { Self.pattern($0.form.address, site, tenant) })
                acts.formUnion(try site.addresses(of: tenant).filter { $0.method == "POST" }.map(\.pattern))
            }
            #expect(acts.subtracting(shown).subtracting(Self.notHere).sorted() == [], "no page shows a form for it")
            #expect(Self.notHere.intersection(shown).sorted() == [], "a page shows it")
        }
    }

    @Test func `every form goes where its person may, with their token`() throws {
        try TestSite.run { site in
            for tenant in [site.one, site.administration] {
                for shown in try Self.forms(site, tenant) {
                    let pattern = Self.pattern(shown.form.address, site, tenant)
                    let route = try site.addresses(of: tenant).first { $0.method == "POST" && $0.pattern == pattern }
                    let name = "\(shown.form.address) on \(shown.page), \(shown.who)"
                    #expect(route?.admits(shown.who) == true, "\(name)")
                    #expect(shown.form.fields.first { $0.0 == "_token" }?.1 == site.token(of: shown.who, at: tenant), "\(name)")
                }
            }
        }
    }

    @Test func `every form sent as it is shown is done and said so, or refused in one place`() throws {
        try TestSite.run { site in
            for tenant in [site.one, site.administration] {
                for shown in try Self.forms(site, tenant) where shown.form.address != "/esci" {
                    let name = "\(shown.form.address) on \(shown.page), \(shown.who)"
                    try site.undoing {
                        let visitor = site.visitor(shown.who, of: tenant), always = visitor.get(shown.page).alerts
                        let address = String(shown.form.address.prefix { $0 != "#" })
                        let origin = "https://\(visitor.host)"
                        let answer = visitor.ask("POST", address, shown.form.fields, headers: ["Origin": origin])
                        #expect([200, 303, 422].contains(answer.status), "\(name): \(answer.status)")
                        if answer.status == 422 { #expect(answer.html.contains("id=\"riepilogo\""), "\(name): no summary") }
                        guard let next = answer.location else { return }
                        let page = visitor.follow(answer)
                        #expect(page.status == 200, "\(name): \(page.status) at \(next)")
                        // Who has disabled themselves is out.
                        guard next.contains("esito="), page.title != "Entra" else { return }
                        #expect(page.alerts.contains { !always.contains($0) }, "\(name): \(page.title) says nothing")
                    }
                }
            }
        }
    }

    private static func people(of tenant: SiteTenant) -> [Who] {
        tenant.kind == .publicBody ? [.viewer, .operator, .administrator] : [.installation]
    }

    private static func pattern(_ address: String, _ site: TestSite, _ tenant: SiteTenant) -> String {
        let path = String(address.prefix { $0 != "?" && $0 != "#" })
        return site.site(of: tenant).routes.find("POST", path).map { "/" + $0.route.pattern.joined(separator: "/") } ?? path
    }

    /// Each form of each kind of page once for everybody who sees it.
    private static func forms(_ site: TestSite, _ tenant: SiteTenant) throws -> [Shown] {
        var found: [Shown] = []
        for who in people(of: tenant) {
            var (seen, followed, forms): ([String: Int], Set<String>, Set<String>) = ([:], [], [])
            var open = ["/", tenant.kind == .publicBody ? "/notifiche" : "/enti"]
            while let address = open.popLast() {
                let page = site.get(address, as: who, of: tenant)
                if let next = page.location { open.append(next) }
                for form in page.allPressed where form.method == "POST" {
                    let button = form.fields.last?.0 == "azione" ? form.fields.last!.1 : ""
                    guard forms.insert("\(pattern(form.address, site, tenant)) \(button)").inserted else { continue }
                    found.append((who, tenant, address, form))
                }
                for link in page.links.map({ String($0.prefix { $0 != "#" }) }) {
                    let parts = link.split(separator: "?", maxSplits: 1).map(String.init)
                    guard let route = site.site(of: tenant).routes.find("GET", parts[0])?.route else { continue }
                    let names = Form(urlEncoded: Array((parts.count > 1 ? parts[1] : "").utf8)).fields.map(\.name).sorted()
                    // Of people and the like more than one: who looks is one of them.
                    let kind = "\(route.pattern) \(names)"
                    if seen[kind, default: 0] < 3, followed.insert(link).inserted {
                        seen[kind, default: 0] += 1
                        open.append(link)
                    }
                }
            }
        }
        return found
    }
}
