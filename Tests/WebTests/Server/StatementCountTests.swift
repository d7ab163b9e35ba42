import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// What a page costs the database: a statement is a way there and back, and most of what a page takes.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct StatementCountTests {
    /// Of each page, as an administrator asks for it a second time, with what a line of the register costs.
    private static let counts = [
        "/": 1, "/.well-known/security.txt": 1, "/accessibilita": 3, "/enti": 6, "/enti/nuovo": 1, "/enti/{id}": 9, "/entra": 1,
        "/esportazioni/{id}": 3, "/esportazioni/{id}/file": 3, "/guida": 2, "/impostazioni": 7, "/invito": 1, "/logo": 1,
        "/modelli": 7, "/modelli/nuovo": 5, "/modelli/{id}": 6, "/notifiche": 8, "/notifiche/bozze": 3, "/notifiche/nuova": 7,
        "/notifiche/stato": 1, "/notifiche/{id}": 10, "/privacy": 4, "/profilo": 2, "/profilo/secondo-fattore": 2, "/registro": 3,
        "/servizi": 5, "/servizi/cerca": 4, "/servizi/importa": 2, "/servizi/nuovo": 2, "/servizi/{id}": 8, "/stato": 10,
        "/utenti": 2, "/utenti/{id}": 5,
    ]

    @Test func `each page asks the database as often as it says here`() throws {
        try TestSite.run { site in
            var found: [String: Int] = [:]
            for (tenant, who) in [(site.one, Who.administrator), (site.administration, Who.installation)] {
                for address in try site.addresses(of: tenant) where address.method == "GET" {
                    // The first time there may be something to note.
                    _ = site.ask(address, as: who, of: tenant)
                    let before = site.installation.db.statementsRun
                    _ = site.ask(address, as: who, of: tenant)
                    found[address.pattern] = site.installation.db.statementsRun - before
                }
            }
            #expect(found == Self.counts)
        }
    }
}
