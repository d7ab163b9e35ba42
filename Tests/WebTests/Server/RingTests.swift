import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// The doorbell of pages, on a host where no worker listens: the tests' own.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct RingTests {
    @Test func `an act for the worker leaves word for those of other hosts, of its own tenant`() throws {
        try TestSite.run { site in
            let rings = { try site.installation.db.rows("SELECT tenant_id FROM ring") { $0.next(TenantID.self) } }
            let visitor = site.visitor(.operator)
            #expect(try rings().isEmpty)
            let page = visitor.get("/notifiche/\(try site.notification(in: .failed))")
            #expect(visitor.press(page, "Ritenta").status == 303)
            #expect(try rings() == [site.one.id])
        }
    }
}
