import Domain
import FastCGI
import Store
import Testing
import TestSupport
@testable import Web

/// Where a log in leads: to a page of this site, whatever was asked.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ReturnToTests {
    private static let hostile = [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "https://evil.example/",
        "https:evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example", "\t//evil.example",
        "/\t/evil.example", "/\n/evil.example", "/\r\nX-Y: z", "/a\r\nSet-Cookie: x=y", "/\u{0}", "/%2F%2Fevil.example",
        "/%5Cevil.example", "%2F%2Fevil.example", "/?x=//evil.example", "/a?b\r\nX: y", "/./\\evil.example", "/.//evil.example",
        "/@evil.example", "evil.example", "?x", "#x", "", "/\u{2215}/evil.example", "/é",
    ]

    @Test(arguments: hostile) func `no address that was sent leads elsewhere`(next: String) throws {
        let site = try TestSite.shared(), colleague = try site.colleague(), visitor = site.visitor(.nobody)
        let page = visitor.press(visitor.get("/entra"), "Entra", [
            "utente": colleague.username, "password": Colleague.password, "dopo": next])
        #expect(page.status == 303)
        try expectOwn(page.location)
    }

    @Test func `no text at all leads elsewhere`() throws {
        let site = try TestSite.shared()
        var chance = Chance()
        for _ in 0..<3_000 {
            var returnTo = ReturnTo()
            returnTo.next = (0..<Int.random(in: 0...8, using: &chance)).map { _ in
                ["/", "\\", "?", "%2f", "%5c", "evil.example", ":", "@", "#", ".", " ", "\t", "\r\n", "à", "\u{200b}", "="]
                    .randomElement(using: &chance)!
            }.joined()
            try expectOwn(returnTo.destination(site.site(of: site.one)), "\(chance)")
        }
    }

    @Test func `a stranger's form comes back, and none that is longer than any of ours`() throws {
        let visitor = try TestSite.shared().visitor(.nobody)
        func answer(to content: String) -> Page {
            visitor.ask("POST", "/notifiche/nuova", [("contenuto", content)], headers: ["Origin": "https://a001.example.it"])
        }
        let long = answer(to: String(repeating: "è", count: 10_000)), tooLong = answer(to: String(repeating: "<", count: 80_000))
        #expect(long.field("ripresa")?.utf8.count ?? 0 > 60_000 && long.text.contains("Quanto scritto è conservato"))
        #expect(tooLong.status == 403 && tooLong.response.body.count < 10_000 && !tooLong.text.contains("conservato"))
    }

    private func expectOwn(_ location: String?, _ comment: Comment? = nil) throws {
        let location = try #require(location, comment)
        #expect(location.hasPrefix("/") && !location.hasPrefix("//"), comment)
        #expect(location.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") }, comment)
    }

    @Test func `after the log in comes the page that was asked for, without what a query may say of a citizen`() throws {
        let site = try TestSite.shared(), colleague = try site.colleague()
        let notification = site.one.rows[.operator]!["notification"]!
        for (asked, wanted) in [("/guida", "/guida"), ("/notifiche?cf=RSSMRA80A01H501U", "/notifiche"),
                                ("/notifiche/nuova?da=x", "/notifiche/nuova"),
                                ("/notifiche/nuova?da=\(notification)&cf=RSS", "/notifiche/nuova?da=\(notification)"),
                                ("/notifiche/\(notification)?cf=RSS", "/notifiche/\(notification)")] {
            let visitor = site.visitor(.nobody), logIn = visitor.get(asked)
            #expect(logIn.location?.contains("RSS") == false)
            let page = visitor.press(visitor.follow(logIn), "Entra", ["utente": colleague.username, "password": Colleague.password])
            #expect(page.status == 303 && page.location == wanted)
        }
    }

    @Test func `a form that was interrupted comes back whole and is not sent`() throws {
        let site = try TestSite.shared(), colleague = try site.colleague(), visitor = site.visitor(.nobody)
        _ = visitor.logIn(colleague)
        let form = visitor.get("/notifiche/nuova")
        try site.installation.store(of: site.one.id).endAllSessions(of: colleague.id, keeping: nil, by: nil)
        let interrupted = visitor.press(form, "Aggiungi", ["oggetto": "Un oggetto «raro» & lungo"])
        #expect(interrupted.status == 403 && interrupted.title == "Entra" && interrupted.text.contains("Quanto scritto è conservato."))
        let page = visitor.press(interrupted, "Entra", ["utente": colleague.username, "password": Colleague.password])
        #expect(page.status == 422 && page.field("oggetto") == "Un oggetto «raro» & lungo")
        #expect(page.text.contains("non è ancora stato inviato"))
    }
}
