import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// What every page says of notifications that do not leave.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AlarmTests {
    @Test func `while App IO is unwell pages say that nothing need be done, unless an outcome is uncertain`() throws {
        try TestSite.run { site in
            let (installation, one) = (site.installation, site.one), worker = WorkerID.make()
            try installation.beat(worker: worker, host: "qui")
            let outages = [one, site.other].map {
                Outage(of: Account(owner: $0.id, environment: .trial), nil, because: .unclear, age: .seconds(60), lastTry: .zero)
            }
            try installation.writeOutages(outages, of: worker)
            func says(_ tenant: SiteTenant) -> [Bool] {
                let text = site.get("/notifiche", as: .operator, of: tenant).text
                return ["App IO non conferma gli invii", "non occorre fare nulla", "chiedono una decisione"].map { text.contains($0) }
            }
            #expect(says(one) == [true, true, false])
            try installation.db.execute("UPDATE notification SET state = 'uncertain', io_id = NULL WHERE tenant_id = \(one.id)")
            #expect(says(one) == [true, false, true])
            #expect(says(site.other) == [true, true, false])
        }
    }
}
