import Domain
import MariaDB
import Secrets
import Store
import Testing
import TestSupport
@testable import Web

/// Prova di invio, and the code by which it is found out whether one is true.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ProofTests {
    @Test func `a proof says what was sent, to whom, by whom, and what became of it`() throws {
        try TestSite.run { site in
            let id = try site.notification(in: .processed), page = site.get("/notifiche/\(id)/prova", as: .viewer)
            let record = try #require(try site.installation.store(of: site.one.id).notification(id))
            var hash = SHA256()
            hash.add(Array(record.markdown.utf8))
            for said in [id.description, "01HISTORY", record.fiscalCode.value, record.subject, String(record.markdown.prefix(60)),
                         "Consegnata", "Non significa che sia stata letta", hash.finish(), "Comune c_a001", "da Anna Bianchi",
                         "da Lea Neri", "https://a001.example.it/prova", "AMBIENTE DI PROVA", "Notifica aggiunta"] {
                #expect(page.text.contains(said), "\(said)")
            }
            #expect(page.title == "Prova di invio" && Self.code(page).count == 39)
            #expect(site.get("/notifiche/\(try site.notification(in: .unreachable))/prova", as: .viewer).title == "Notifica non inviata")
        }
    }

    @Test func `who types its code is told that it is true and what it said, in either case and with any blanks`() throws {
        try TestSite.run { site in
            let id = try site.notification(in: .processed), code = Self.code(site.get("/notifiche/\(id)/prova", as: .viewer))
            let typed = [code, code.lowercased(), code.replacing(" ", with: ""), code.replacing(" ", with: "-") + "\n",
                         code.replacing("0", with: "o").replacing("1", with: "l")]
            for text in typed {
                let page = Self.check(text, site.visitor(.administrator))
                #expect(page.status == 200 && page.texts(of: "riquadro")[0].contains("La prova è vera."), "\(text)")
                #expect(page.text.contains("ancora in quello stato") && page.links.contains("/notifiche/\(id)"), "\(text)")
                for said in ["ID Consegna App.IO 01HISTORY", "Data e ora invio il ", "Inserita il "] { #expect(page.text.contains(said)) }
                #expect(!page.html.contains("autofocus"), "the answer is read first")
            }
            let lines = try site.installation.store(of: site.one.id).auditLines(limit: 50).filter { $0.subject == .notification(id) }
            #expect(lines.map(\.action) == Array(repeating: .proofChecked, count: 5) + [.proofMade, .notificationAdded])
        }
    }

    @Test func `a proof of an older state is true, and says how it stands now`() throws {
        try TestSite.run { site in
            let id = try site.notification(in: .accepted), code = Self.code(site.get("/notifiche/\(id)/prova", as: .viewer))
            try site.installation.db.execute("UPDATE notification SET state = 'rejected', due_at = NULL WHERE id = \(id)")
            let told = try #require(Self.check(code, site.visitor(.viewer)).texts(of: "riquadro").first)
            #expect(told.contains("diceva: Inviata ") && told.contains("Ora la notifica è: Rifiutata "))
            #expect(!Self.check(code, site.visitor(.viewer)).text.contains("Data e ora invio"), "it may be of another send")
        }
    }

    @Test func `no other digits are those of a true proof`() throws {
        try TestSite.run { site in
            let id = try site.notification(in: .processed), code = Self.code(site.get("/notifiche/\(id)/prova", as: .viewer))
            let visitor = site.visitor(.operator)
            for place in code.indices where code[place] != " " {
                var other = code
                other.replaceSubrange(place...place, with: code[place] == "7" ? "8" : "7")
                let page = Self.check(other, visitor)
                #expect(page.status == 422 && page.beside("codice").contains("Nessuna prova vera"), "\(other)")
            }
            for text in ["", "x", String(code.dropLast()), code + "7", code.replacing("0", with: "U"), "<b>", "é" + code.dropFirst()] {
                #expect(Self.check(text, visitor).beside("codice").contains("32 lettere e cifre"), "\(text)")
            }
        }
    }

    @Test(arguments: ["fiscal_code = 'BNCMRA80A01H501N'", "subject = 'Un altro oggetto'",
                      "markdown = CONCAT(markdown, ' ')",
                      "due_date = '2031-01-01'",
                      "amount_cents = 100, notice_number = '301000000000000000', payable_after_due_date = FALSE"])
    func `once what it says was changed in the database no proof of it is true`(change: String) throws {
        try TestSite.run { site in
            let id = try site.notification(in: .processed), code = Self.code(site.get("/notifiche/\(id)/prova", as: .viewer))
            try site.installation.db.execute("UPDATE notification SET \(SQL(trusted: change)) WHERE id = \(id)")
            #expect(Self.check(code, site.visitor(.operator)).status == 422)
        }
    }

    @Test func `of another tenant, of a service that is not allowed and of another installation none is known`() throws {
        try TestSite.run { site in
            let id = try site.notification(in: .processed), code = Self.code(site.get("/notifiche/\(id)/prova", as: .viewer))
            #expect(Self.check(code, site.visitor(.administrator, of: site.other)).status == 422)
            let viewer = site.visitor(.viewer), store = site.installation.store(of: site.one.id)
            #expect(Self.check(code, viewer).status == 200)
            let person = try #require(try store.people().first { $0.name == "Lea Neri" })
            try store.setServices(.only([]), of: person.id, by: nil)
            let (hidden, unknown) = (Self.check(code, viewer), Self.check(code.replacing("7", with: "8"), viewer))
            #expect(hidden.status == 422 && hidden.beside("codice") == unknown.beside("codice"))
            #expect(viewer.get("/notifiche/\(id)/prova").status == 404)
        }
    }

    private static func code(_ page: Page) -> String { page.texts(of: "codice-prova").joined() }

    private static func check(_ code: String, _ visitor: Visitor) -> Page {
        visitor.press(visitor.get("/prova"), "Verifica", ["codice": code])
    }
}
