import Domain
import Store
import Testing
import TestSupport
@testable import Web

/// What a tenant that is closed, or in read only, still answers.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct TenantStateTests {
    @Test func `a closed tenant answers nobody but on the pages that are always open`() throws {
        try TestSite.run { site in
            try site.installation.setState(.closed, of: site.one.id, because: "Passaggio a un altro sistema")
            for address in try site.addresses(of: site.one) {
                for who in Who.allCases {
                    let page = site.ask(address, as: who, of: site.one)
                    guard address.access != .always else {
                        #expect(page.status == 200, "\(address) as \(who)")
                        continue
                    }
                    #expect(page.status == 503 && page.title == "Servizio sospeso", "\(address) as \(who)")
                    #expect(page.text.contains("Passaggio a un altro sistema"))
                }
            }
            #expect(site.get("/notifiche", as: .viewer, of: site.other).status == 200, "the other goes on")
        }
    }

    @Test func `in read only no act is done that the program says needs an active tenant, and all others are`() throws {
        try TestSite.run { site in
            var refused = 0
            for address in try site.addresses(of: site.one) {
                for who in Who.allCases where address.admits(who) {
                    let active = try site.undoing { site.ask(address, as: who, of: site.one) }
                    let before = try site.digest()
                    let page = try site.undoing {
                        try site.installation.setState(.readOnly, of: site.one.id, because: "Trasloco in corso")
                        return site.ask(address, as: who, of: site.one)
                    }
                    guard address.needsActiveTenant else {
                        #expect(page.status == active.status, "\(address) as \(who)")
                        continue
                    }
                    refused += 1
                    #expect(page.status == 403 && page.title == "Ente in sola lettura", "\(address) as \(who)")
                    #expect(page.text.contains("Trasloco in corso") && active.title != page.title, "\(address) as \(who)")
                    #expect(try site.digest() == before)
                }
            }
            #expect(refused > 5)
        }
    }

    @Test(arguments: ["aggiungi", "aggiungi_comunque"]) func `in read only nothing is sent, whatever was typed`(button: String) throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), page = visitor.get("/notifiche/nuova")
            try site.installation.setState(.readOnly, of: site.one.id)
            let before = try site.digest()
            let answer = visitor.press(page, "Aggiungi", [
                "azione": button, "servizio": site.one.rows[.operator]!["service"]!.description, "codice_fiscale": "RSSMRA80A01H501U",
                "oggetto": "Oggetto di prova", "contenuto": String(repeating: "Testo. ", count: 30)])
            #expect(answer.status == 403 && answer.text.contains("non è stata inviata"))
            #expect(answer.field("oggetto") == "Oggetto di prova")
            #expect(try site.digest() == before)
        }
    }

    @Test func `who may not learns nothing of a tenant's state`() throws {
        try TestSite.run { site in
            try site.installation.setState(.readOnly, of: site.one.id, because: "Trasloco in corso")
            for address in try site.addresses(of: site.one) where address.needsActiveTenant {
                let page = site.ask(address, as: .nobody, of: site.one)
                #expect(page.status == 403 && !page.text.contains("Trasloco"), "\(address)")
            }
        }
    }
}
