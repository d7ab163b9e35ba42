import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport
@testable import Web

/// Stato: what the installation's administrators are told says the same as what monitoring is told.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct StatusPageTests {
    @Test func `all is well only while App IO holds nothing, and what it holds is told by number`() throws {
        try TestSite.run { site in
            let (installation, worker) = (site.installation, WorkerID.make())
            let isWell = "Tutto funziona."
            func page() -> Page { site.get("/stato", as: .installation, of: site.administration) }
            #expect(page().text.contains("Nessun worker è attivo") && !page().text.contains(isWell))
            try installation.beat(worker: worker, host: "qui")
            #expect(page().text.contains(isWell))
            let lanes = [site.one, site.other].map { tenant in
                Lane(tenant: tenant.id, service: ServiceID(tenant.rows[.operator]!["service"]!.value),
                     account: Account(owner: tenant.id, environment: .trial))
            }
            let outages = lanes.map { Outage(of: $0.account, $0, because: .unclear, age: .zero, lastTry: .zero) }
            try installation.writeOutages([outages[0]], of: worker)
            #expect(page().text.contains("App IO non conferma gli invii: 1 servizio attende, e gli invii riprendono da soli."))
            #expect(!page().text.contains(isWell) && !page().text.contains("Non parte nulla"))
            try installation.writeOutages(outages, of: worker)
            #expect(page().text.contains("App IO non conferma gli invii: 2 servizi attendono") && !page().text.contains(isWell))
            try installation.db.execute("""
                UPDATE notification SET state = 'queued', due_at = NOW(6), queued_at = NOW(6) WHERE tenant_id = \(site.one.id)
                """)
            #expect(installation.standstill() == .appIO(.unclear))
            let outage = "App IO non conferma gli invii: gli invii riprendono da soli."
            #expect(page().text.contains("Non parte nulla di ciò che attende. \(outage)"))
            try installation.writeOutages([], of: worker)
            try installation.db.execute("UPDATE service SET stopped_at = NOW(6), stop_kind = 'keys' WHERE id = \(lanes[0].service)")
            let stopped = page().text
            #expect(stopped.contains("1 servizio fermo (chiave rifiutata): riprende quando App IO accetta le chiavi o vengono sostituite."))
            #expect(stopped.contains("Non parte nulla di ciò che attende. App IO rifiuta le chiavi") && !stopped.contains(isWell))
        }
    }
}
