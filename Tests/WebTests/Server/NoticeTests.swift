import Testing
import TestSupport
@testable import Web

/// What a page says of the act that led to it.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct NoticeTests {
    @Test func `every notice is said, and nothing else that an address holds`() throws {
        let site = try TestSite.shared()
        // What stands still is said on every page.
        let always = site.get("/impostazioni", as: .administrator).alerts
        let said = { (notice: String) in
            site.get("/impostazioni?esito=\(notice)", as: .administrator).alerts.filter { !always.contains($0) }
        }
        for notice in Notice.allCases { #expect(said(notice.rawValue) == [notice.sentence], "\(notice)") }
        for other in ["", "salvato", "%3Cb%3E", "password_impostat", "PASSWORD_IMPOSTATA"] { #expect(said(other).isEmpty, "\(other)") }
    }
}
