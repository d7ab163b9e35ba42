import Domain
import FastCGI
import MariaDB
import Secrets
import Store
import Testing
import Text
import TestSupport
@testable import Web

/// Who is inside, since when, and who ends it.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SessionTests {
    @Test func `a wrong name and a wrong password look the same, and open nothing`() throws {
        let site = try TestSite.shared(), colleague = try site.colleague()
        for (name, password) in [(colleague.username, "sbagliata"), ("nessuno", "sbagliata"), ("nessuno", Colleague.password),
                                 (colleague.username, ""), (colleague.username, "UNA-PASSWORD-LUNGA")] {
            let visitor = site.visitor(.nobody)
            let page = visitor.press(visitor.get("/entra"), "Entra", ["utente": name, "password": password])
            #expect(page.status == 422 && page.alerts == ["Nome utente o password non corretti."])
            #expect(visitor.cookies["__Host-puntuale"] == nil && (password.isEmpty || !page.html.contains(password)))
        }
    }

    @Test func `cookies stay with the host and away from scripts`() throws {
        let site = try TestSite.shared(), visitor = site.visitor(.nobody)
        let first = visitor.get("/entra"), colleague = try site.colleague()
        let entered = visitor.press(first, "Entra", ["utente": colleague.username, "password": Colleague.password])
        let cookies = (first.response.headers + entered.response.headers).filter { $0.name == "Set-Cookie" }.map(\.value)
        #expect(cookies.count == 3)
        for cookie in cookies {
            let parts = cookie.split(separator: ";").map { $0.drop { $0 == " " } }
            #expect(parts[0].hasPrefix("__Host-"))
            // What tells a browser on which somebody has come in opens nothing.
            let attributes = Set(parts.dropFirst()).subtracting(parts[0].hasPrefix("__Host-dispositivo=") ? ["Max-Age=15552000"] : [])
            #expect(attributes == ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"], "\(cookie)")
        }
        #expect(visitor.cookies["__Host-puntuale"]?.utf8.count == 64)
    }

    @Test func `a log out ends the session for whoever kept the cookie`() throws {
        let site = try TestSite.shared(), visitor = site.visitor(.nobody)
        _ = visitor.logIn(try site.colleague())
        let kept = visitor.cookies
        #expect(visitor.isInside && visitor.press(visitor.get("/notifiche"), "Esci").location == "/entra")
        #expect(visitor.cookies["__Host-puntuale"] == nil)
        visitor.cookies = kept
        #expect(!visitor.isInside)
    }

    @Test func `a session ends half an hour after its last request, and after ten hours anyway`() throws {
        let site = try TestSite.shared()
        for (column, minutes) in [("seen_at", 31), ("created_at", 601)] {
            let colleague = try site.colleague(), visitor = site.visitor(.nobody)
            _ = visitor.logIn(colleague)
            let turn = { (minutes: Int) -> Void in
                try site.installation.db.execute("""
                    UPDATE session SET \(SQL(trusted: column)) = NOW(6) - INTERVAL \(minutes) MINUTE WHERE person_id = \(colleague.id)
                    """)
            }
            try turn(minutes - 2)
            #expect(visitor.isInside)
            try turn(minutes)
            #expect(!visitor.isInside)
        }
    }

    @Test func `a person changes the own password, and the other sessions end`() throws {
        let site = try TestSite.shared(), colleague = try site.colleague(), new = "nuova-password-lunga"
        let (here, elsewhere) = (site.visitor(.nobody), site.visitor(.nobody))
        _ = (here.logIn(colleague), elsewhere.logIn(colleague))
        for (current, typed, repeated, field) in [("sbagliata", new, new, "password"),
                                                  (Colleague.password, "corta", "corta", "password_nuova"),
                                                  (Colleague.password, "", "", "password_nuova"),
                                                  (Colleague.password, new, "un-altra-password", "password_ripetuta")] {
            let page = here.press(here.get("/profilo"), "Cambia la password", [
                "password": current, "password_nuova": typed, "password_ripetuta": repeated])
            let beside = page.beside(field) + page.beside(field.replacing("_", with: "-"))
            #expect(page.status == 422 && !beside.isEmpty, "\(field)")
        }
        let page = here.follow(here.press(here.get("/profilo"), "Cambia la password", [
            "password": Colleague.password, "password_nuova": new, "password_ripetuta": new]))
        #expect(page.status == 200 && page.text.contains("è stata cambiata") && here.isInside && !elsewhere.isInside)
        #expect(elsewhere.logIn(colleague, password: new).status == 303 && site.visitor(.nobody).logIn(colleague).status == 422)
    }

    @Test func `a person sees the own sessions, no more of them than tells them apart, and ends one or all others`() throws {
        let site = try TestSite.shared(), colleague = try site.colleague()
        let visitors = (0..<3).map { _ in site.stranger(at: "198.51.100.7") }
        visitors[1].agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
        for visitor in visitors { _ = visitor.logIn(colleague) }
        let page = visitors[0].get("/profilo")
        #expect(page.text.contains("Firefox su Windows") && page.text.contains("Rete 198.51.100.0/24"))
        #expect(!page.text.contains("140") && !page.text.contains("198.51.100.7"))
        let close = try #require(page.buttons.first { $0.hasPrefix("Chiudi Firefox su Windows") })
        let closed = visitors[0].follow(visitors[0].press(page, close))
        #expect(closed.text.contains("chiuse") && !closed.text.contains("Firefox"))
        #expect(visitors.map(\.isInside) == [true, false, true])
        let all = visitors[0].follow(visitors[0].press(visitors[0].get("/profilo"), "Chiudi tutte le altre"))
        #expect(visitors.map(\.isInside) == [true, false, false] && !all.hasButton("Chiudi tutte le altre"))
    }

    @Test func `whose access was changed by another reads so on every page, until they have read what it was`() throws {
        let site = try TestSite.shared(), colleague = try site.colleague(), visitor = site.visitor(.nobody)
        let banner = "hanno cambiato questa utenza"
        _ = visitor.logIn(colleague)
        #expect(!visitor.get("/oggi").text.contains(banner))
        let store = site.installation.store(of: site.one.id), administrator = try #require(try store.person(username: "capo"))
        try store.endAllSessions(of: colleague.id, keeping: nil, by: administrator.id)
        #expect(visitor.logIn(colleague).status == 303)
        for path in ["/oggi", "/notifiche", "/notifiche/nuova"] { #expect(visitor.get(path).text.contains(banner), "\(path)") }
        let profile = visitor.get("/profilo")
        #expect(profile.text.contains("Sessioni chiuse da altri") && profile.text.contains("Cambiato da altri"))
        let read = visitor.follow(visitor.press(profile, "Ho letto"))
        #expect(read.text.contains("Sessioni chiuse da altri") && !read.hasButton("Ho letto"))
        #expect(!visitor.get("/oggi").text.contains(banner))
    }

    @Test func `nobody ends the session of another`() throws {
        let site = try TestSite.shared(), colleagues = [try site.colleague(), try site.colleague()]
        let visitors = colleagues.map { _ in site.visitor(.nobody) }, twin = site.visitor(.nobody)
        for (visitor, colleague) in zip(visitors, colleagues) { _ = visitor.logIn(colleague) }
        _ = twin.logIn(colleagues[0])
        let page = visitors[0].get("/profilo")
        let button = try #require(page.buttons.first { $0.hasPrefix("Chiudi ") && $0 != "Chiudi tutte le altre" })
        let theirs = try site.installation.store(of: site.one.id).sessions(of: colleagues[1].id, idle: 1800, whole: 36_000)
        _ = visitors[0].press(page, button, ["sessione": theirs[0].digest.hexadecimal])
        #expect(visitors[1].isInside && twin.isInside)
    }

    @Test func `who is disabled, or sent out by an administrator, is out at once`() throws {
        let site = try TestSite.shared(), administrator = site.visitor(.administrator)
        defer { #expect(administrator.get("/registro").text.contains("Sessioni chiuse")) }
        let acts = [("Chiudi le sessioni", "sono state chiuse", true), ("Disattiva", "non può più entrare", false)]
        for (button, sentence, comesBack) in acts {
            let colleague = try site.colleague(), visitors = [site.visitor(.nobody), site.visitor(.nobody)]
            for visitor in visitors { _ = visitor.logIn(colleague) }
            let page = administrator.get("/utenti/\(colleague.id)")
            #expect(page.text.contains("Aperte ora: 2"))
            let answer = comesBack ? administrator.press(page, button) : administrator.decide(page, button)
            #expect(administrator.follow(answer).text.contains(sentence))
            #expect(visitors.map(\.isInside) == [false, false])
            #expect(visitors[0].logIn(colleague).status == (comesBack ? 303 : 422))
        }
    }

    @Test func `a person gets another role, and may what it says at once`() throws {
        let site = try TestSite.shared(), administrator = site.visitor(.administrator), colleague = try site.colleague()
        let visitor = site.visitor(.nobody)
        _ = visitor.logIn(colleague)
        #expect(visitor.get("/notifiche/nuova").status == 200)
        let form = administrator.get("/utenti/\(colleague.id)")
        let page = administrator.follow(administrator.press(form, "Salva", ["nome": "Collega Rinominata", "ruolo": "consultazione"]))
        #expect(page.title == "Collega Rinominata" && page.text.contains("salvate"))
        #expect(visitor.get("/notifiche/nuova").status == 403)
        #expect(administrator.press(page, "Salva", ["nome": "", "ruolo": ""]).status == 422)
    }
}
