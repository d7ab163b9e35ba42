import Domain
import Store
import Testing
import TestSupport
@testable import Web

/// An answer is to the question that was asked.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct QuestionTests {
    @Test func `a key that has taken the place of the one that was asked about is not discarded for it`() throws {
        try TestSite.run { site in
            let store = site.installation.store(of: site.one.id), carla = site.visitor(.administrator)
            let service = ServiceID(site.one.rows[.operator]!["service"]!.value)
            func propose(_ last4: String) throws {
                try store.proposeKey(SealedKey(bytes: [1], last4: last4), .primary, of: service, by: nil)
            }
            func candidate() throws -> String? { try store.service(service)?.candidates[.primary]?.last4 }
            try propose("aaaa")
            let asked = carla.press(carla.get("/servizi/\(service)"), "Scarta la nuova chiave primaria")
            #expect(asked.text.contains("La chiave …aaaa"))
            try propose("bbbb")
            let again = carla.press(asked, "Scarta la chiave")
            #expect(again.text.contains("La chiave …bbbb") && again.location == nil)
            #expect(try candidate() == "bbbb")
            #expect(carla.press(again, "Scarta la chiave").status == 303)
            #expect(try candidate() == nil)
        }
    }
}
