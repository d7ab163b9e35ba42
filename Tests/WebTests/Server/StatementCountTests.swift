import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// What a page costs the database: a statement is a way there and back, and most of what a page takes.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct StatementCountTests {
    /// Of each page, as an administrator asks for it a second time while nothing is wrong, with the line of the register that some
    /// of them write. Only Stato, which counts what the whole installation has open, asks more than three questions.
    private static let counts = [
        "/": 1, "/.well-known/security.txt": 1, "/accessibilita": 2, "/enti": 2, "/enti/nuovo": 1, "/enti/{id}": 3, "/entra": 1,
        "/esportazioni": 2, "/esportazioni/{id}": 2, "/esportazioni/{id}/file": 3, "/guida": 1, "/impostazioni": 3,
        "/impostazioni/accesso": 1, "/impostazioni/accessibilita": 2, "/impostazioni/avvisi": 3, "/impostazioni/conservazione": 1,
        "/impostazioni/invio": 1, "/impostazioni/logo": 1, "/impostazioni/massimo": 1, "/impostazioni/nome": 1, "/impostazioni/orario": 1,
        "/impostazioni/privacy": 2, "/invito": 1, "/logo": 1,
        "/modelli": 2, "/modelli/nuovo": 1, "/modelli/{id}": 3, "/notifiche": 2, "/notifiche/bozze": 2, "/notifiche/nuova": 2,
        "/notifiche/stampa": 2, "/notifiche/stato": 1, "/notifiche/{id}": 4, "/notifiche/{id}/prova": 4, "/oggi": 3, "/posta": 3,
        "/privacy": 2, "/profilo": 3, "/profilo/secondo-fattore": 2, "/prova": 1, "/registro": 3, "/seguire": 2, "/seguire/contatto": 1,
        "/servizi": 2, "/servizi/cerca": 1, "/servizi/importa": 1, "/servizi/nuovo": 1, "/servizi/{id}": 3, "/stato": 10, "/utenti": 2,
        "/utenti/{id}": 3,
    ]

    @Test func `each page asks the database as often as it says here, and once more while there is something to say`() throws {
        try TestSite.run { site in
            let worker = WorkerID.make()
            try site.installation.beat(worker: worker, host: "prova")
            let found = try Self.statements(site)
            #expect(found == Self.counts)
            try site.installation.endBeat(worker: worker)
            for (page, count) in try Self.statements(site) { #expect(count <= Self.counts[page, default: 0] + 1, "\(page)") }
        }
    }

    private static func statements(_ site: TestSite) throws -> [String: Int] {
        var found: [String: Int] = [:]
        for (tenant, who) in [(site.one, Who.administrator), (site.administration, Who.installation)] {
            for address in try site.addresses(of: tenant) where address.method == "GET" {
                // The first time there may be something to note or to load.
                _ = site.ask(address, as: who, of: tenant)
                let before = site.installation.db.statementsRun
                _ = site.ask(address, as: who, of: tenant)
                found[address.pattern] = site.installation.db.statementsRun - before
            }
        }
        return found
    }
}
