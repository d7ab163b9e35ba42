import Domain
import Store
import Testing
import TestSupport
@testable import Web

/// Nobody looks for a citizen without a line in the audit, in whatever way it is asked.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct LookedForTests {
    private static let citizen = "VRDLGI70A41H501G"

    private static func searches(_ site: TestSite) throws -> Int {
        try site.installation.store(of: site.one.id).auditLines(limit: 50).filter { $0.action == .archiveSearched }.count
    }

    @Test func `a list for paper of a citizen begins in the archive`() throws {
        try TestSite.run { site in
            let viewer = site.visitor(.viewer)
            let list = try #require(viewer.post("/notifiche", ["stato": "processed"]).location?.split(separator: "=").last)
            for (count, query) in ["cf=\(Self.citizen)", "ricerca=\(list)&cf=\(Self.citizen)"].enumerated() {
                let page = viewer.get("/notifiche/stampa?\(query)")
                #expect(page.location == "/notifiche?\(query)", "\(query)")
                let status = viewer.follow(page).status, noted = try Self.searches(site)
                #expect(status == 200 && noted == count + 1, "\(query)")
            }
        }
    }

    @Test func `so is it noted of a decision on all of a citizen's that was never asked about`() throws {
        try TestSite.run { site in
            let page = site.post("/notifiche/insieme/conferma", as: .operator, [
                "atto": "retry", "quali": "tutte", "stato": "failed", "cf": Self.citizen, "righe": "\(NotificationID.make())",
            ])
            let noted = try Self.searches(site)
            #expect(page.status == 200 && noted == 1)
        }
    }
}
