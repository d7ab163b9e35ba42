import Domain
import FastCGI
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// What every answer has, also when something went wrong.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AnswerTests {
    @Test func `every answer shuts the doors that a browser can shut`() throws {
        let site = try TestSite.shared()
        var answers: [(String, Page)] = []
        for tenant in site.everySite {
            for address in try site.addresses(of: tenant) {
                for who in [Who.nobody, .viewer, .administrator, .installation] {
                    answers.append(("\(address) as \(who)", try site.undoing { site.ask(address, as: who, of: tenant) }))
                }
            }
        }
        answers += [("not there", site.get("/nessuna", as: .nobody)), ("method", site.visitor(.viewer).ask("BREW", "/notifiche"))]
        answers.append(("crowded", Page(Gate.turnAway(Request(parameters: ["HTTPS": "on"]), site.site(of: site.one)))))
        for (name, page) in answers {
            for (header, value) in Self.headers { #expect(page.response.header(header) == value, "\(name): \(header)") }
            let policy = page.response.header("Content-Security-Policy") ?? ""
            #expect(["default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
                .allSatisfy(policy.contains) && !policy.contains("unsafe"), "\(name)")
            #expect(page.response.header("Permissions-Policy")?.contains("camera=()") == true, "\(name)")
            #expect(page.html.allNamed(["<script>", "style=", " onclick"]).isEmpty, "\(name)")
        }
    }

    private static let headers = [
        "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "strict-origin",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp", "Cache-Control": "no-store",
        "Strict-Transport-Security": "max-age=63072000",
    ]

    @Test func `a form that is refused for now carries what was typed, where pages keep it`() throws {
        let site = try TestSite.shared()
        for (address, keeps) in [("/impostazioni/nome", true), ("/modelli/nuovo", true), ("/utenti", false)] {
            let page = try site.undoing { site.post(address, as: .operator, ["nome": "Un nome \"nuovo\""]) }
            #expect(page.status == 403 && page.hasButton("Riprova") == keeps, "\(address)")
            #expect((page.field("nome") == "Un nome \"nuovo\"") == keeps && !page.text.contains("La notifica parte"), "\(address)")
        }
        let page = site.post("/notifiche/nuova", as: .viewer, ["oggetto": "Un oggetto"])
        #expect(page.status == 403 && page.field("oggetto") == "Un oggetto" && page.text.contains("La notifica parte una volta sola"))
    }

    @Test func `over plain HTTP nothing is said of TLS`() {
        var response = Response(status: 200)
        SecurityHeaders.add(to: &response, of: Request(parameters: [:]))
        #expect(response.header("Strict-Transport-Security") == nil && response.header("X-Frame-Options") == "DENY")
    }

    @Test func `a page says nothing of an error inside it, and the log says it without what was typed`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), form = visitor.get("/notifiche/nuova")
            try site.installation.db.execute("ALTER TABLE draft RENAME COLUMN subject TO something_else")
            let page = site.get("/notifiche/bozze", as: .operator)
            #expect(page.status == 500 && page.title == "Si è verificato un errore" && page.text.contains("ab12"), "the request's id")
            #expect(page.html.allNamed(["subject", "draft", "SELECT", "database error"]).isEmpty)
            let logged = site.log.lines.filter { $0.contains("request failed") }.joined()
            #expect(["request=ab12", "route=GET /notifiche/bozze", "subject"].allSatisfy(logged.contains) && !logged.contains("path"))
            let saved = visitor.press(form, "Salva bozza", [
                "codice_fiscale": "VRDLGI70A41H501G", "oggetto": "Oggetto segreto"])
            #expect(saved.status == 500)
            #expect(site.log.lines.joined().allNamed(["VRDLGI70A41H501G", "Oggetto segreto"]).isEmpty)
            #expect(saved.field("oggetto") == "Oggetto segreto", "nothing that was typed is lost")
        }
    }

    @Test func `a database that is away is told as such, and nothing is lost`() throws {
        let site = try TestSite.shared()
        let away = InstallationStore(DatabaseOptions(socket: "/nonexistent/socket", user: "nobody"))
        let form = Array("oggetto=Oggetto+da+non+perdere".utf8)
        for (method, path) in [("GET", "/notifiche"), ("POST", "/notifiche/nuova")] {
            let request = Request(parameters: ["REQUEST_METHOD": method, "DOCUMENT_URI": path, "HTTP_HOST": site.one.host,
                                               "CONTENT_TYPE": "application/x-www-form-urlencoded"], body: form)
            let page = Page(Gate(site: site.site(of: site.one), installation: away).answer(request))
            #expect(page.status == 503 && page.text.contains("Nessuna notifica registrata va persa"))
            #expect(page.response.header("X-Frame-Options") == "DENY")
            #expect(page.field("oggetto") == (method == "POST" ? "Oggetto da non perdere" : nil))
        }
    }
}

extension String {
    /// Which of these stand in it.
    fileprivate func allNamed(_ words: [String]) -> [String] { words.filter(contains) }
}
