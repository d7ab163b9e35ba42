import Domain
import FastCGI
@testable import Store
import Testing
import TestSupport
@testable import Web

/// What is said of a decision on several right after it.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SeveralAftermathTests {
    @Test func `what became of a decision is said with what holds it, and new notifications are a link away`() throws {
        try TestSite.run { site in
            let ids = try site.fill(5, in: .uncertain), visitor = site.visitor(.operator)
            try site.fill(2, in: .uncertain, of: site.other)
            func resend(_ fields: KeyValuePairs<String, String>) throws -> Page {
                let page = visitor.post("/notifiche/insieme", fields)
                #expect(page.text.contains("Di ciascuna viene creata una notifica nuova") && page.text.contains("«Considerata inviata»"))
                return visitor.press(page, try #require(page.buttons.last))
            }
            let worker = WorkerID.make(), service = ServiceID(site.one.rows[.operator]!["service"]!.value)
            let away = try resend(["atto": "resend", "scelta": "\(ids[0])"])
            #expect(away.text.contains("quella di prima è «Considerata inviata». Ora: 1 «Da inviare»."))
            #expect(away.text.contains("Parte da sola appena possibile; per ora: l’invio è momentaneamente fermo."))
            let new = try #require(try site.installation.store(of: site.one.id).resent(ids[0]))
            #expect(away.links.contains("/notifiche/\(new)"))
            try site.installation.beat(worker: worker, host: "qui")
            #expect(try resend(["atto": "resend", "scelta": "\(ids[1])"]).text.contains("Ora: 1 «Da inviare». Parte da sola."))
            let account = Account(owner: site.one.id, environment: .trial)
            let outage = Outage(of: account, Lane(tenant: site.one.id, service: service, account: account), because: .silent, age: .zero,
                                lastTry: .zero)
            try site.installation.writeOutages([outage], of: worker)
            let held = try resend(["atto": "resend", "scelta": "\(ids[2])", "scelta": "\(ids[3])"])
            #expect(held.text.contains("Sono state create 2 notifiche nuove; quelle di prima sono «Considerata inviata»."))
            #expect(held.text.contains("Partono da sole appena possibile; per ora: App IO non risponde."))
            let address = try #require(held.links.first { $0.contains("operatore=") })
            let shown = visitor.get(address.replacing("&amp;", with: "&"))
            #expect(shown.status == 200 && shown.rows.count >= 4 && shown.rows.prefix(4).allSatisfy { $0.joined().contains("Da inviare") })
        }
    }
}
