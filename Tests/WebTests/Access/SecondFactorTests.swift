import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// What a person has beside the password: set up, asked for, taken away.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SecondFactorTests {
    private static let address = "/profilo/secondo-fattore"

    /// Sets it up on a page that proposes it.
    private func setUp(
        _ visitor: Visitor, _ page: Page, password: String? = Colleague.password
    ) throws -> (Telephone, codes: [String], Page) {
        let telephone = try #require(Telephone(page), "\(page.status) \(page.title)")
        let answer = visitor.press(page, "Attiva", ["codice": telephone.code(), "password": password])
        #expect(answer.title == "Codici di recupero", "\(answer.text)")
        return (telephone, answer.html.matches(of: /[a-z2-9]{5}-[a-z2-9]{5}(?=<)/).map { String($0.output) }, answer)
    }

    /// Somebody who has one, and is inside.
    private func protected(_ site: TestSite, _ role: Role = .operator) throws -> (Colleague, Visitor, Telephone, codes: [String]) {
        let colleague = try site.colleague(role), visitor = site.visitor(.nobody)
        let page = visitor.follow(visitor.logIn(colleague))
        let (telephone, codes, _) = try setUp(visitor, role == .administrator ? page : visitor.get(Self.address),
                                              password: role == .administrator ? nil : Colleague.password)
        return (colleague, visitor, telephone, codes)
    }

    private func secondStep(_ site: TestSite, _ colleague: Colleague) -> (Visitor, Page) {
        let visitor = site.visitor(.nobody)
        return (visitor, visitor.follow(visitor.logIn(colleague)))
    }

    @Test func `an administrator sets one up before anything else`() throws {
        let site = try TestSite.shared(), visitor = site.visitor(.nobody)
        let page = visitor.follow(visitor.logIn(try site.colleague(.administrator)))
        #expect(page.title == "Secondo fattore" && page.html.contains("<svg") && !page.html.contains("Menu principale"))
        #expect(page.pressed("Attiva")?.fields.contains { $0.0 == "password" } == false, "it was given a moment ago")
        let before = visitor.cookies["__Host-puntuale"]
        let (_, codes, _) = try setUp(visitor, page, password: nil)
        #expect(Set(codes).count == 10 && visitor.cookies["__Host-puntuale"] != before)
        #expect(visitor.get("/utenti").status == 200 && visitor.get("/registro").text.contains("Secondo fattore attivato"))
    }

    @Test func `whoever found a session open gains nothing when its owner becomes an administrator`() throws {
        let site = try TestSite.shared(), colleague = try site.colleague(), visitor = site.visitor(.nobody)
        _ = visitor.logIn(colleague)
        try site.installation.db.execute("""
            UPDATE session SET created_at = created_at - INTERVAL 11 MINUTE WHERE person_id = \(colleague.id)
            """)
        try site.installation.db.execute("UPDATE person SET role = 'administrator' WHERE id = \(colleague.id)")
        let page = visitor.get(Self.address), telephone = try #require(Telephone(page))
        for guess in ["", "indovinata-e-lunga"] {
            let refused = visitor.press(page, "Attiva", ["codice": telephone.code(), "password": guess])
            #expect(refused.status == 422 && refused.beside("password").contains("non è corretta"))
        }
        _ = try setUp(visitor, page)
        #expect(visitor.get("/utenti").status == 200)
    }

    @Test func `the second step takes a code once, and opens nothing before`() throws {
        let site = try TestSite.shared(), (colleague, _, telephone, _) = try protected(site)
        let (entering, page) = secondStep(site, colleague)
        #expect(page.title == "Codice di conferma")
        let half = entering.cookies["__Host-puntuale"]
        for path in ["/notifiche", "/profilo", Self.address, "/notifiche/stato", "/servizi/cerca?q="] {
            #expect(entering.get(path).status == 303, "\(path)")
        }
        #expect(entering.post("/notifiche/nuova", ["azione": "aggiungi"]).status == 403)
        for wrong in ["12345", "", "abcdef", telephone.code(-1)] {
            #expect(entering.press(page, "Conferma", ["codice": wrong]).status == 422, "\(wrong)")
        }
        let fresh = telephone.code(1), spaced = "\(fresh.prefix(3)) \(fresh.suffix(3))"
        #expect(entering.press(page, "Conferma", ["codice": spaced]).location == "/oggi")
        #expect(entering.isInside && entering.cookies["__Host-puntuale"] != half)
        let (again, secondPage) = secondStep(site, colleague)
        let refused = again.press(secondPage, "Conferma", ["codice": fresh])
        #expect(refused.status == 422 && refused.alerts.joined().contains("già stato usato"))
        again.cookies["__Host-puntuale"] = half
        #expect(again.get("/oggi").location == "/entra", "the cookie of half a log in holds no longer")
    }

    @Test func `a recovery code lets in once, and new ones take its place`() throws {
        let site = try TestSite.shared(), (colleague, visitor, _, codes) = try protected(site)
        for typed in [codes[0], codes[1].uppercased().replacing("-", with: " ")] {
            let (entering, page) = secondStep(site, colleague)
            #expect(entering.press(page, "Conferma", ["codice": typed]).location == "/oggi")
            #expect(entering.isInside)
        }
        #expect(visitor.get(Self.address).html.contains("<strong>8</strong>"))
        let (entering, page) = secondStep(site, colleague)
        let refused = entering.press(page, "Conferma", ["codice": codes[0]])
        #expect(refused.status == 422 && refused.alerts == ["Codice di recupero non valido o già usato."])
        #expect(visitor.press(visitor.get(Self.address), "Nuovi codici di recupero", ["codice": codes[2]]).title == "Codici di recupero")
        #expect(entering.press(page, "Conferma", ["codice": codes[3]]).status == 422)
    }

    @Test func `a form survives both steps`() throws {
        let site = try TestSite.shared(), (colleague, visitor, telephone, _) = try protected(site)
        let form = visitor.get("/notifiche/nuova")
        try site.installation.store(of: site.one.id).endAllSessions(of: colleague.id, keeping: nil, by: nil)
        var page = visitor.press(form, "Aggiungi", ["oggetto": "Oggetto conservato"])
        #expect(page.status == 403 && page.title == "Entra")
        page = visitor.press(page, "Entra", ["utente": colleague.username, "password": Colleague.password])
        #expect(page.title == "Codice di conferma")
        page = visitor.press(page, "Conferma", ["codice": "000000"])
        #expect(page.status == 422)
        page = visitor.press(page, "Conferma", ["codice": telephone.code(1)])
        #expect(page.title == "Nuova notifica" && page.field("oggetto") == "Oggetto conservato")
    }

    @Test func `a tenant asks everybody, and what was being written is not lost`() throws {
        try TestSite.run { site in
            let colleague = try site.colleague(), visitor = site.visitor(.nobody)
            _ = visitor.logIn(colleague)
            let form = visitor.get("/notifiche/nuova")
            try site.installation.store(of: site.one.id).setRequiresSecondFactor(true, by: colleague.id)
            var page = visitor.press(form, "Aggiungi", ["oggetto": "Oggetto conservato"])
            #expect(page.status == 403 && page.title == "Secondo fattore" && page.alerts.joined().contains("conservato"))
            page = visitor.press(page, "Attiva", ["codice": "000000"])
            #expect(page.status == 422 && page.beside("codice").contains("ora del telefono"))
            page = visitor.press(try setUp(visitor, page, password: nil).2, "Codici conservati, continua")
            #expect(page.title == "Nuova notifica" && page.field("oggetto") == "Oggetto conservato")
            #expect(site.get("/notifiche", as: .viewer, of: site.other).status == 200)
        }
    }

    @Test func `it is taken away by who has it, or by an administrator`() throws {
        let site = try TestSite.shared(), (colleague, visitor, before, codes) = try protected(site)
        let page = visitor.get(Self.address)
        let field = try #require(page.pressed("Togli il secondo fattore")?.fields.first { $0.0.hasPrefix("codice") }).0
        let refused = visitor.press(page, "Togli il secondo fattore", [field: "000000"])
        #expect(refused.status == 422 && !refused.beside(field).isEmpty)
        #expect(visitor.press(page, "Togli il secondo fattore", [field: codes[0]]).status == 303)
        let browser = site.visitor(.nobody)
        #expect(browser.logIn(colleague).location == "/oggi")
        let renewed = try setUp(visitor, visitor.get(Self.address)).0
        #expect(renewed.secret != before.secret)
        let administrator = site.visitor(.administrator)
        let answer = administrator.follow(administrator.decide(administrator.get("/utenti/\(colleague.id)"), "Azzera secondo fattore"))
        #expect(answer.text.contains("azzerato") && !visitor.isInside && !browser.isInside, "its sessions ended")
        #expect(site.visitor(.nobody).logIn(colleague).location == "/oggi")
    }

    @Test func `the secret is in the database only sealed, and for its person`() throws {
        let site = try TestSite.shared(), (_, _, telephone, _) = try protected(site), (another, _, _, _) = try protected(site)
        let (one, _, _, _) = try protected(site)
        let row = { (person: PersonID) in try site.installation.store(of: site.one.id).secondFactor(of: person) ?? [] }
        #expect(try row(one.id).count > 40 && row(one.id) != row(another.id))
        // The row of the one, moved to the other, opens nothing.
        try site.installation.db.execute("UPDATE person SET totp = \(try row(one.id)), totp_counter = NULL WHERE id = \(another.id)")
        let (visitor, page) = secondStep(site, another)
        #expect(visitor.press(page, "Conferma", ["codice": telephone.code(1)]).status == 422)
        #expect(site.log.lines.contains { $0.hasPrefix("second factor does not open") })
    }

    @Test func `a page loaded again proposes the same secret, and another session another`() throws {
        let site = try TestSite.shared(), colleague = try site.colleague()
        let (visitor, another) = (site.visitor(.nobody), site.visitor(.nobody))
        _ = (visitor.logIn(colleague), another.logIn(colleague))
        let secret = { (visitor: Visitor) in try #require(Telephone(visitor.get(Self.address))).secret }
        #expect(try secret(visitor) == secret(visitor) && secret(visitor) != secret(another))
    }

    @Test func `who found a session open sets up none in it`() throws {
        let site = try TestSite.shared(), colleague = try site.colleague(), visitor = site.visitor(.nobody)
        _ = visitor.logIn(colleague)
        let page = visitor.get(Self.address), telephone = try #require(Telephone(page))
        let guess = { visitor.press(page, "Attiva", ["codice": telephone.code(), "password": $0]) }
        for wrong in ["", "sbagliata-e-lunga", "sbagliata-1", "sbagliata-2", "sbagliata-3"] {
            let refused = guess(wrong)
            #expect(refused.status == 422 && refused.beside("password").contains("non è corretta"))
        }
        let refused = guess(Colleague.password)
        #expect(refused.status == 429 && refused.beside("password").contains("riprovare fra"))
        #expect(try site.installation.store(of: site.one.id).secondFactor(of: colleague.id) == nil)
    }

    @Test func `nobody resets their own as an administrator`() throws {
        let site = try TestSite.shared(), (colleague, visitor, _, _) = try protected(site, .administrator)
        #expect(!visitor.get("/utenti/\(colleague.id)").hasButton("Azzera secondo fattore"))
        let other = try protected(site).0
        let reset = try #require(visitor.get("/utenti/\(other.id)").pressed("Azzera secondo fattore"))
        let own = reset.address.replacing(other.id.description, with: colleague.id.description)
        #expect(visitor.ask("POST", own, reset.fields, headers: ["Origin": "https://\(visitor.host)"]).status == 404)
        #expect(visitor.get("/utenti").status == 200 && secondStep(site, colleague).1.title == "Codice di conferma")
    }
}
