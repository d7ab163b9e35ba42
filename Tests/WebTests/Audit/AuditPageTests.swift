import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// The register as administrators read it.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AuditPageTests {
    @Test func `every action is told in words, and can be looked for`() throws {
        try TestSite.run { site in
            for tenant in site.everySite {
                let store = site.installation.store(of: tenant.id), who: Who = tenant.kind == .installation ? .installation : .administrator
                for action in AuditAction.allCases {
                    try store.audit(action, by: nil, on: action.subjectKind.map { AuditSubject($0, AuditID.make().value) })
                    let page = site.get("/registro?azione=\(action.rawValue)", as: who, of: tenant)
                    let line = try #require(page.rows.first, "\(action)")
                    #expect(line[2] == (action.isSerious ? "Allarme \(action.label)" : action.label), "\(action)")
                    #expect(page.rows.allSatisfy { $0[2] == line[2] } && page.field("azione") == action.rawValue, "\(action)")
                    #expect(!line.joined().contains("_") && !line.joined().contains("="), "\(action)")
                }
            }
            #expect(Set(AuditAction.allCases.map(\.label)).count == AuditAction.allCases.count, "each has words of its own")
        }
    }

    @Test func `it is narrowed to a person and to days, each to its last moment, and says which days cannot be`() throws {
        try TestSite.run { site in
            // Ids hold the time: 00:00 of 1 July 2004 in Italy is 1,088,632,800,000 ms.
            let midnight: UInt64 = 1_088_632_800_000, db = site.installation.db
            let people = try site.installation.store(of: site.one.id).people()
            let (anna, capo) = (people.first { $0.username == "anna" }!.id, people.first { $0.username == "capo" }!.id)
            for (number, moment) in [midnight - 1, midnight, midnight + 86_399_999, midnight + 86_400_000].enumerated() {
                let time = (0..<6).map { UInt8(truncatingIfNeeded: moment >> (40 - 8 * UInt64($0))) }
                let id = AuditID(bytes: time + [0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, UInt8(number)])!
                try db.execute("""
                    INSERT INTO audit (tenant_id, id, at, person_id, action, detail)
                    VALUES (\(site.one.id), \(id), FROM_UNIXTIME(\(Int(moment / 1_000))), \(number % 2 == 0 ? anna : capo),
                            'settings_changed', NULL)
                    """)
            }
            let days = { (query: String) in
                site.get("/registro?azione=settings_changed&\(query)", as: .administrator).rows.map { $0[1] }
            }
            #expect(days("dal=2004-07-01&al=2004-07-01") == ["Anna Bianchi", "Carla Verdi"])
            #expect(days("al=2004-07-02&persona=\(anna)") == ["Anna Bianchi", "Anna Bianchi"])
            #expect(days("al=2004-07-02").count == 4 && days("dal=2004-07-02&al=2004-07-02") == ["Carla Verdi"])
            let page = site.get("/registro?dal=2004-07-02&al=2004-07-01", as: .administrator)
            #expect(page.status == 422 && page.text.contains("La data «al» viene prima") && page.rows.isEmpty)
            #expect(site.get("/registro?azione=boh&prima=boh&persona=boh", as: .administrator).status == 200)
        }
    }

    @Test func `it holds 50 lines a page and leads on to the older ones`() throws {
        try TestSite.run { site in
            let store = site.installation.store(of: site.one.id)
            for _ in 0..<61 { try store.audit(.keyRefused, by: nil) }
            let page = site.get("/registro?azione=key_refused", as: .administrator)
            #expect(page.rows.count == 50 && page.link("prev") == nil)
            let older = site.get(try #require(page.link("next")), as: .administrator)
            #expect(older.rows.count == 11 && older.link("next") == nil)
            #expect(site.get(try #require(older.link("prev")), as: .administrator).rows == page.rows)
        }
    }

    @Test func `a search for what was rarely done says through which day it has looked, and goes on`() throws {
        try TestSite.run { site in
            let tenant = site.one.id, db = site.installation.db
            try db.execute("""
                INSERT INTO audit (tenant_id, id, action)
                SELECT \(tenant), UNHEX(CONCAT(LPAD(HEX(1800000000000 + seq), 12, '0'), '70008000', LPAD(HEX(seq), 12, '0'))),
                       IF(seq = 7, 'key_refused', 'archive_searched')
                FROM seq_1_to_2500
                """)
            let page = site.get("/registro?azione=key_refused", as: .administrator)
            #expect(page.rows.isEmpty && page.text.contains("Nulla fin qui. Cercato fino al") && !page.text.contains("non c’è nulla"))
            let further = site.get(try #require(page.links.first { $0.contains("prima=") }), as: .administrator)
            #expect(further.rows.count == 1 && !further.text.contains("Cercato fino"))
            #expect(site.get("/registro", as: .administrator).rows.count == 50)
        }
    }

    @Test func `who did it is a person, the program, the administration or a command`() throws {
        try TestSite.run { site in
            let store = site.installation.store(of: site.one.id)
            try site.installation.setState(.readOnly, of: site.one.id)
            try store.audit(.serviceStopped, by: nil, on: .service(ID(site.one.rows[.viewer]!["service"]!.value)), detail: .stop(.refusals))
            try store.audit(.personReset, by: nil)
            _ = site.get("/notifiche/\(site.one.rows[.viewer]!["notification"]!)", as: .viewer)
            let lines = site.get("/registro", as: .administrator).rows.prefix(4)
            #expect(lines.map { $0[1] } == ["Lea Neri", "da riga di comando", "automatico", "amministratore del sistema"])
            #expect(Array(lines[2].suffix(3)) == ["Allarme Servizio fermato", "Protocollo", "troppi rifiuti"])
        }
    }
}
