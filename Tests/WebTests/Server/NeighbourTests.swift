import Domain
import FastCGI
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// What another site can make the browser of somebody who has logged in do here. A neighbour under the same domain is another site.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct NeighbourTests {
    private static func led(from site: String) -> [String: String] {
        ["Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"]
    }

    @Test(arguments: ["cross-site", "same-site"])
    func `another site may lead here, and may neither read nor embed`(from: String) throws {
        let visitor = try TestSite.shared().visitor(.operator), lead = Self.led(from: from)
        #expect(visitor.get("/notifiche", lead).status == 200)
        for (mode, destination) in [("no-cors", "image"), ("no-cors", "script"), ("cors", "empty"), ("navigate", "iframe"),
                                    ("navigate", "object")] {
            let taken = lead.merging(["Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": destination]) { $1 }
            #expect(visitor.get("/notifiche", taken).status == 403, "\(mode) \(destination)")
        }
        let own = ["Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"]
        #expect(visitor.get("/notifiche/stato", own).status == 200)
    }

    @Test(arguments: ["cross-site", "same-site"])
    func `no address to which another site leads writes anything or shows that somebody is there`(from: String) throws {
        try TestSite.run { site in
            let db = site.installation.db
            try db.execute("UPDATE session SET seen_at = NOW(6) - INTERVAL 20 MINUTE")
            // By their text: CHECKSUM TABLE gives a table with columns that are NULL or generated another number now and then.
            let lines = {
                try db.rows("SELECT CONCAT_WS(' ', HEX(tenant_id), HEX(id), at, action, detail) FROM audit ORDER BY id") {
                    $0.next(String.self)
                }
            }
            let sessions = {
                try db.rows("SELECT CONCAT_WS(' ', HEX(digest), seen_at, list, searches) FROM session ORDER BY digest") {
                    $0.next(String.self)
                }
            }
            let (before, linesBefore, sessionsBefore) = (try site.digest(), try lines(), try sessions())
            for tenant in site.everySite {
                let who: Who = tenant.kind == .installation ? .installation : .administrator
                for address in try site.addresses(of: tenant) where address.method == "GET" {
                    for query in ["", "?cf=RSSMRA80A01H501U", "?codice=RSSMRA80A01H501U&stato=uncertain"] {
                        _ = site.visitor(who, of: tenant).get(address.path(for: who) + query, Self.led(from: from))
                    }
                }
            }
            #expect(try lines() == linesBefore && sessions() == sessionsBefore)
            let written = try site.digest().filter { before[$0.key] != $0.value }.keys.filter { !$0.hasSuffix(".audit") }
            #expect(written.isEmpty)
        }
    }

    @Test func `what would be written down is shown once somebody asks for it on a page of ours`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), row = try #require(site.one.rows[.operator]?["notification"])
            let lines = { try site.installation.db.first("SELECT COUNT(*) FROM audit") { $0.next(Int.self) } ?? 0 }
            for path in ["/notifiche/\(row)", "/notifiche?cf=RSSMRA80A01H501U&stato=uncertain"] {
                let before = try lines(), asked = visitor.get(path, Self.led(from: "cross-site"))
                #expect(asked.status == 403 && asked.title == "Aprire la pagina?" && asked.links.contains(path))
                #expect(try lines() == before)
                #expect([200, 303].contains(visitor.get(path, ["Sec-Fetch-Site": "same-origin"]).status))
                #expect(try lines() == before + 1)
            }
        }
    }

    @Test func `pages that ask by themselves for what has moved keep no session open`() throws {
        try TestSite.run { site in
            try site.installation.db.execute("UPDATE session SET seen_at = NOW(6) - INTERVAL 20 MINUTE")
            let isIdle = {
                try site.installation.db.first("SELECT MAX(seen_at) < NOW(6) - INTERVAL 19 MINUTE FROM session") { $0.next(Bool.self) }
            }
            let visitor = site.visitor(.operator)
            #expect(visitor.get("/notifiche/stato").status == 200)
            #expect(try isIdle() == true)
            #expect(visitor.get("/notifiche").status == 200)
            #expect(try isIdle() == false)
        }
    }
}
