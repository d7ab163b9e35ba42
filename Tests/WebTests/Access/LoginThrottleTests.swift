import Domain
import FastCGI
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// Who guesses is slowed down; whom it is about is not kept out.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct LoginThrottleTests {
    /// The last answer to so many wrong passwords, each on a browser that nobody knows.
    private func attack(_ site: TestSite, _ name: String, at address: String = "203.0.113.9", tries: Int = 11) -> Page {
        (0..<tries).map { _ in
            let visitor = site.stranger(at: address)
            return visitor.press(visitor.get("/entra"), "Entra", ["utente": name, "password": "sbagliata-e-lunga"])
        }.last!
    }

    @Test func `a guesser waits longer and longer and is told how long, whoever is right too`() throws {
        try TestSite.run { site in
            let colleague = try site.colleague()
            #expect(attack(site, colleague.username, tries: 10).status == 422)
            let page = attack(site, colleague.username, tries: 1)
            let seconds = page.response.header("Retry-After").flatMap { Int($0) } ?? 0
            #expect(page.status == 429 && (1...2).contains(seconds) && page.text.contains("Troppi tentativi non riusciti: riprovare fra "))
            #expect(page.field("utente") == colleague.username)
            #expect(site.stranger(at: "203.0.113.9").logIn(colleague).status == 429, "the right one is not even tried")
            for _ in 0..<6 {
                try site.letPass(seconds: 301)
                #expect(attack(site, colleague.username, tries: 1).status == 422)
            }
            #expect(Int(attack(site, colleague.username, tries: 1).response.header("Retry-After") ?? "") ?? 0 > 50)
            let refusals = site.log.lines.filter { $0.hasPrefix("access denied") }
            #expect(refusals.contains { $0.contains("reason=password") } && refusals.contains { $0.contains("reason=delay") })
            #expect(!site.log.lines.joined().contains(colleague.username), "a name may be a password typed in the wrong field")
        }
    }

    @Test func `a name that is nobody's is treated alike`() throws {
        try TestSite.run { site in
            let colleague = try site.colleague()
            let known = attack(site, colleague.username, at: "203.0.113.15", tries: 10)
            let nobodys = attack(site, "nessuno.davvero", at: "203.0.113.16", tries: 10)
            #expect(known.alerts == ["Nome utente o password non corretti."] && nobodys.alerts == known.alerts)
            #expect(attack(site, "nessuno.davvero", at: "203.0.113.17", tries: 1).status == 429)
        }
    }

    @Test func `spaces and capitals in a name do not begin anew`() throws {
        try TestSite.run { site in
            let colleague = try site.colleague(), name = colleague.username
            let spellings = [name, "\(name) ", " \(name)", name + String(repeating: " ", count: 9), name.uppercased(), "\(name)\t"]
            for number in 0..<10 {
                #expect(attack(site, spellings[number % 6], at: "203.0.113.\(20 + number)", tries: 1).status == 422)
            }
            for (number, spelling) in spellings.enumerated() {
                #expect(attack(site, spelling, at: "203.0.113.\(30 + number)", tries: 1).status == 429, "\(spelling)")
            }
            for impossible in ["", "è", "due parole", String(repeating: "x", count: 65), name + "\0"] {
                #expect(attack(site, impossible, at: "203.0.113.40", tries: 1).status == 422)
            }
            try site.letPass(seconds: 61)
            #expect(site.stranger(at: "203.0.113.41").logIn(Colleague(id: colleague.id, username: " \(name.uppercased()) ")).status == 303)
        }
    }

    @Test func `whom it is about comes in where they have been before`() throws {
        try TestSite.run { site in
            let colleague = try site.colleague(), browser = site.stranger(at: "198.51.100.5")
            _ = browser.logIn(colleague)
            _ = browser.press(browser.get("/notifiche"), "Esci")
            for address in ["203.0.113.9", "203.0.113.10"] { _ = attack(site, colleague.username, at: address) }
            browser.address = "198.51.100.6"
            #expect(browser.logIn(colleague).status == 303, "on the same browser, wherever it is")
            #expect(site.stranger(at: "198.51.100.5").logIn(colleague).status == 303, "on another browser at the same place")
            #expect(site.stranger(at: "198.51.100.7").logIn(colleague).status == 429, "on a new one at a new place after a while")
            try site.letPass(seconds: 60)
            #expect(site.stranger(at: "198.51.100.7").logIn(colleague).status == 303, "a minute at the most")
        }
    }

    @Test func `from where people come in nobody learns who they are, nor tries all of them`() throws {
        try TestSite.run { site in
            let colleagues = try (0..<9).map { _ in try site.colleague() }, known = "198.51.100.5"
            _ = site.stranger(at: known).logIn(colleagues[0])
            for name in [colleagues[0].username, colleagues[1].username, "nessuno.davvero"] {
                #expect(attack(site, name, at: known, tries: 5).status == 422, "\(name)")
                #expect(attack(site, name, at: known, tries: 1).status == 429, "\(name)")
            }
            let others = (0..<35).map { attack(site, colleagues[2 + $0 % 7].username, at: known, tries: 1).status }
            #expect(others == Array(repeating: 422, count: 35), "fifty of one network")
            #expect(attack(site, "un.altro", at: known, tries: 1).status == 429)
            #expect(site.stranger(at: known).logIn(colleagues[8]).status == 429)
            try site.letPass(seconds: 301)
            #expect(site.stranger(at: known).logIn(colleagues[8]).status == 303)
        }
    }

    @Test func `names that are tried while one waits are not written down`() throws {
        try TestSite.run { site in
            _ = attack(site, "nome", tries: 10)
            let rows = { try site.installation.db.first("SELECT COUNT(*) FROM login_failure") { $0.next(Int.self) } }
            let before = try rows()
            for number in 0..<5 { #expect(attack(site, "altro.\(number)", tries: 1).status == 429) }
            #expect(try rows() == before)
        }
    }

    @Test func `a household of IPv6 is one place, and its neighbours are others`() throws {
        try TestSite.run { site in
            let colleague = try site.colleague()
            for number in 0..<10 { _ = attack(site, "nome.\(number)", at: "2001:db8:0:\(number)::1", tries: 1) }
            #expect(attack(site, "altro", at: "2001:db8:0:ff::2", tries: 1).status == 429)
            #expect(site.stranger(at: "2001:db8:0:100::1").logIn(colleague).status == 303)
        }
    }

    @Test func `an attack holds nobody else up`() throws {
        try TestSite.run { site in
            let (colleague, another) = (try site.colleague(), try site.colleague())
            _ = attack(site, colleague.username)
            #expect(attack(site, another.username, at: "198.51.100.7", tries: 1).status == 422, "another person, another place")
            #expect(site.stranger(at: "198.51.100.7").logIn(another).status == 303)
            let elsewhere = try site.colleague(of: site.other)
            #expect(site.stranger(at: "203.0.113.9", of: site.other).logIn(elsewhere).status == 303, "another tenant, the same place")
        }
    }

    @Test func `an address that tries many names waits`() throws {
        try TestSite.run { site in
            for number in 0..<10 { #expect(attack(site, "nome.\(number)", tries: 1).status == 422) }
            #expect(attack(site, "nome.ultimo", tries: 1).status == 429)
        }
    }

    @Test func `the cookie of a browser helps the one who came in on it and nobody else`() throws {
        try TestSite.run { site in
            let (colleague, another) = (try site.colleague(), try site.colleague())
            let (browser, elsewhere) = (site.stranger(at: "198.51.100.5"), site.stranger(at: "198.51.100.5", of: site.other))
            _ = browser.logIn(another)
            let twin = try site.installation.store(of: site.other.id).addPerson(
                username: colleague.username, name: "Omonima", role: .operator, passwordHash: "x", by: nil)
            _ = elsewhere.logIn(Colleague(id: twin, username: colleague.username))
            _ = attack(site, colleague.username)
            let name = "__Host-dispositivo", zeros = String(repeating: "00", count: 32)
            let own = try #require(browser.cookies[name])
            for cookie in [own, "\(zeros).\(zeros)", "\(own.prefix(64)).\(zeros)", "è", "", own.replacing(".", with: "")] {
                let stranger = site.stranger(at: "198.51.100.8")
                stranger.cookies[name] = cookie
                #expect(stranger.logIn(colleague).status == 429, "\(cookie)")
            }
        }
    }

    @Test func `who has just set a password is kept out by nobody`() throws {
        try TestSite.run { site in
            let administrator = site.visitor(.administrator), invited = site.stranger(at: "198.51.100.7")
            let page = administrator.follow(administrator.press(
                administrator.get("/utenti"), "Aggiungi", ["nome": "Appena Invitata", "utente": "appena", "ruolo": "operatore"]))
            _ = attack(site, "appena")
            let link = try #require(page.html.firstMatch(of: /\/invito\?codice=[0-9a-f]{64}/)).output
            let set = invited.press(invited.get(String(link)), "Imposta la password", [
                "password_nuova": Colleague.password, "password_ripetuta": Colleague.password])
            #expect(invited.follow(set).text.contains("La password è impostata"))
            let person = Colleague(id: .make(), username: "appena")
            #expect(site.stranger(at: "198.51.100.8").logIn(person).status == 429)
            #expect(invited.logIn(person).status == 303)
        }
    }

    @Test func `codes cannot be tried out, in no session`() throws {
        try TestSite.run { site in
            let colleague = try site.colleague(), visitor = site.visitor(.nobody)
            _ = visitor.logIn(colleague)
            let proposal = visitor.get("/profilo/secondo-fattore"), telephone = try #require(Telephone(proposal))
            _ = visitor.press(proposal, "Attiva", ["codice": telephone.code(), "password": Colleague.password])
            let entering = site.visitor(.nobody), step = entering.follow(entering.logIn(colleague))
            for _ in 0..<5 { #expect(entering.press(step, "Conferma", ["codice": "000000"]).status == 422) }
            let refused = entering.press(step, "Conferma", ["codice": telephone.code(1)])
            #expect(refused.status == 429 && refused.text.contains("riprovare fra"))
            let again = site.visitor(.nobody)
            #expect(again.press(again.follow(again.logIn(colleague)), "Conferma", ["codice": telephone.code(1)]).status == 429)
            try site.letPass(seconds: 2)
            #expect(entering.press(step, "Conferma", ["codice": telephone.code(1)]).location == "/oggi")
        }
    }

    @Test func `a session that was found open is no place to guess the password`() throws {
        try TestSite.run { site in
            let colleague = try site.colleague(), visitor = site.visitor(.nobody)
            _ = visitor.logIn(colleague)
            let guess = { (password: String) in
                visitor.press(visitor.get("/profilo"), "Cambia la password", [
                    "password": password, "password_nuova": "nuova-password-lunga", "password_ripetuta": "nuova-password-lunga"])
            }
            #expect((0..<5).map { guess("sbagliata-\($0)").status } == Array(repeating: 422, count: 5))
            let page = guess(Colleague.password)
            #expect(page.status == 429 && page.beside("password").contains("riprovare fra"))
        }
    }

    @Test func `what is counted names nobody`() throws {
        try TestSite.run { site in
            _ = attack(site, "anna", tries: 1)
            let columns = try site.installation.db.rows("SHOW COLUMNS FROM login_failure") { $0.next(String.self) }
            #expect(columns == ["tenant_id", "bucket", "failures", "last_at", "forgotten_at"])
            let buckets = try site.installation.db.rows("SELECT bucket FROM login_failure") { $0.next([UInt8].self) }
            #expect(!buckets.isEmpty && buckets.allSatisfy { $0.count == 16 })
        }
    }
}
