import Testing
import TestSupport
@testable import Web

/// The same for the same citizen.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct TwinTests {
    @Test func `a form that comes again leads to what it has made, also when another form has made the same since`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), page = visitor.get("/notifiche/nuova")
            let first = try #require(try visitor.add(on: page).location)
            let asked = try visitor.add()
            #expect(asked.status == 422 && asked.beside("contenuto").contains("Una notifica identica"))
            let second = try #require(visitor.press(asked, "Aggiungi comunque").location)
            #expect(second != first)
            let again = try visitor.add(on: page)
            #expect(again.location?.hasPrefix(first) == true, "\(again.status) \(again.text)")
        }
    }

    @Test func `the key of somebody else's form makes nothing, and takes nothing from them`() throws {
        try TestSite.run { site in
            let (anna, capo) = (site.visitor(.operator), site.visitor(.administrator))
            let page = anna.get("/notifiche/nuova"), key = try #require(page.field("_chiave"))
            #expect(capo.get("/notifiche/nuova").field("_chiave") != key)
            let stolen = capo.ask("POST", "/notifiche/nuova", [("_chiave", key), ("_token", site.token(of: .administrator, at: site.one))],
                                  headers: ["Origin": "https://\(site.one.host)"])
            #expect(stolen.status == 422 && stolen.text.contains("La pagina era incompleta"))
            #expect(try anna.add(on: page).status == 303)
        }
    }
}
