import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// The link by which a person sets a password: once, within a day, and nobody else's.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct InvitationTests {
    /// The link that an administrator is shown, this once.
    private func invite(_ site: TestSite, _ name: String, role: String = "operatore") throws -> String {
        let administrator = site.visitor(.administrator)
        let page = administrator.follow(administrator.press(administrator.get("/utenti"), "Aggiungi", [
            "nome": "Persona Invitata", "utente": name, "ruolo": role]))
        return try link(page)
    }

    private func link(_ page: Page) throws -> String {
        #expect(page.title == "Collegamento di accesso")
        return String(try #require(page.html.firstMatch(of: /\/invito\?codice=[0-9a-f]{64}/)).output)
    }

    private func accept(_ visitor: Visitor, _ link: String, _ password: String = Colleague.password, again: String? = nil) -> Page {
        visitor.press(visitor.get(link), "Imposta la password", ["password_nuova": password, "password_ripetuta": again ?? password])
    }

    @Test func `to look at a link spends nothing, and to use it spends it`() throws {
        try TestSite.run { site in
            let link = try invite(site, "invitata"), visitor = site.visitor(.nobody)
            for method in ["GET", "HEAD", "GET"] { #expect(visitor.ask(method, link).status == 200) }
            #expect(visitor.get(link).text.contains("invitata"))
            for (password, again) in [("corta", nil), ("INVITATA2026", nil), (Colleague.password, Colleague.password + "x")] {
                let page = accept(visitor, link, password, again: again)
                #expect(page.status == 422 && page.texts(of: "errore").joined() != "", "\(password)")
            }
            #expect(visitor.follow(accept(visitor, link)).text.contains("La password è impostata"))
            let person = Colleague(id: .make(), username: "invitata")
            #expect(visitor.logIn(person).location == "/oggi")
            #expect(visitor.get(link).status == 404 && visitor.get(link).text.contains("non vale più"))
            let code = link.split(separator: "=")[1]
            #expect(visitor.ask("POST", "/invito", [("codice", String(code)), ("password_nuova", "altra-password-lunga"),
                                                    ("password_ripetuta", "altra-password-lunga")]).status == 404)
            #expect(site.visitor(.nobody).logIn(person).status == 303)
        }
    }

    @Test func `a new link withdraws the old one and the password`() throws {
        try TestSite.run { site in
            let colleague = try site.colleague(), inside = site.visitor(.nobody), administrator = site.visitor(.administrator)
            _ = inside.logIn(colleague)
            let address = "/utenti/\(colleague.id)"
            let first = try link(administrator.follow(administrator.decide(administrator.get(address), "Reimposta password")))
            #expect(!inside.isInside && inside.logIn(colleague).status == 422, "the sessions ended, nor does the password hold")
            #expect(administrator.get(address).text.contains("vale fino al"))
            let second = try link(administrator.follow(administrator.press(administrator.get(address), "Nuovo collegamento")))
            #expect(inside.get(first).status == 404)
            #expect(accept(inside, second, "un-altra-password").status == 303)
            #expect(inside.logIn(colleague, password: "un-altra-password").status == 303)
        }
    }

    @Test func `a link of another tenant, an old one and one of who is disabled do not hold`() throws {
        try TestSite.run { site in
            let link = try invite(site, "invitata"), nobody = site.visitor(.nobody), db = site.installation.db
            #expect(site.get(link, as: .nobody, of: site.other).status == 404)
            let unknown = nobody.get("/invito?codice=" + String(repeating: "0", count: 64))
            #expect(unknown.status == 404 && unknown.html == nobody.get("/invito").html)
            try db.execute("UPDATE invitation SET expires_at = expires_at - INTERVAL 25 HOUR")
            #expect(nobody.get(link).status == 404)
            try db.execute("UPDATE invitation SET expires_at = NOW(6) + INTERVAL 25 HOUR")
            #expect(nobody.get(link).status == 200)
            let store = site.installation.store(of: site.one.id)
            try store.setDisabled(true, person: store.person(username: "invitata")!.id, by: nil)
            #expect(nobody.get(link).status == 404)
        }
    }

    @Test func `the database holds no link`() throws {
        try TestSite.run { site in
            let code = try invite(site, "invitata").split(separator: "=")[1]
            let digests = try site.installation.db.rows("SELECT LOWER(HEX(digest)) FROM invitation") { $0.next(String.self) }
            #expect(digests.count == 1 && !digests.contains(String(code)))
        }
    }

    @Test func `an invited administrator sets up a second factor next`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.nobody)
            _ = accept(visitor, try invite(site, "invitata", role: "amministratore"))
            #expect(visitor.follow(visitor.logIn(Colleague(id: .make(), username: "invitata"))).title == "Secondo fattore")
        }
    }
}
