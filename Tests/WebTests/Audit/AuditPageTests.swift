import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// The register as administrators read it.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AuditPageTests {
    @Test func `every action is told in words, and is found under its topic`() throws {
        try TestSite.run { site in
            for tenant in site.everySite {
                let store = site.installation.store(of: tenant.id), who: Who = tenant.kind == .installation ? .installation : .administrator
                for action in AuditAction.allCases {
                    try store.audit(action, by: nil, on: action.subjectKind.map { AuditSubject($0, AuditID.make().value) })
                    let page = site.get("/registro?gruppo=\(action.topic.rawValue)", as: who, of: tenant)
                    let line = try #require(page.rows.first, "\(action)")
                    #expect(line[2] == (action.isSerious ? "Allarme \(action.label)" : action.label), "\(action)")
                    #expect(!line.joined().contains("_") && !line.joined().contains("="), "\(action)")
                }
            }
            #expect(Set(AuditAction.allCases.map(\.label)).count == AuditAction.allCases.count, "each has words of its own")
        }
    }

    @Test func `who looked is in it when that is asked for, or when it is asked about somebody's data`() throws {
        try TestSite.run { site in
            let id = site.one.rows[.viewer]!["notification"]!
            _ = site.get("/notifiche/\(id)", as: .viewer)
            let looked = AuditAction.notificationRead.label, usual = site.get("/registro", as: .administrator)
            #expect(!usual.rows.contains { $0[2] == looked } && usual.text.contains("Le consultazioni non sono in elenco"))
            let whole = try #require(usual.links.first { $0.contains("gruppo=tutto") })
            #expect(site.get(whole, as: .administrator).rows[0][2] == looked)
            let about = site.get("/registro?su=\(id)", as: .administrator)
            #expect(about.rows.contains { $0[2] == looked && $0[1] == "Lea Neri" })
            #expect(about.rows.allSatisfy { $0[3] == "…\("\(id)".suffix(12))" })
            #expect(!site.get("/registro?su=\(id)&gruppo=senza", as: .administrator).rows.contains { $0[2] == looked })
            #expect(site.get("/registro?su=\(id)", as: .administrator, of: site.other).rows.isEmpty)
        }
    }

    @Test func `who searched for a citizen is found by the codice fiscale, which stands in no address and in no table`() throws {
        try TestSite.run { site in
            let code = "RSSMRA80A01H501U", viewer = site.visitor(.viewer), administrator = site.visitor(.administrator)
            _ = viewer.post("/notifiche", ["cerca": code])
            _ = viewer.post("/notifiche", ["cf": "RSSMRA80"])
            _ = viewer.post("/notifiche", ["cf": "VRDCRL70A41F205X"])
            let led = administrator.post("/registro", ["su": code.lowercased()])
            let address = try #require(led.location)
            #expect(led.status == 303 && address.hasPrefix("/registro?ricerca=") && !address.contains(code))
            let page = administrator.get(address)
            let searches = page.rows.filter { $0[2] == AuditAction.archiveSearched.label }
            #expect(searches.map { $0[1] } == ["Lea Neri", "Lea Neri"] && page.field("su") == code)
            #expect(page.rows.first?[2] == AuditAction.auditSearched.label, "who asks has searched too")
            #expect(page.links.allSatisfy { !$0.contains(code) })
            #expect(administrator.get("/registro?su=\(code)").location == address)
            #expect(!site.get(address, as: .administrator, of: site.other).text.contains(code), "of this session only")
            // The same person in the other tenant has another digest.
            let digests = try site.installation.db.rows("SELECT DISTINCT HEX(citizen) FROM audit_citizen") { $0.next(String.self) }
            let other = site.visitor(.viewer, of: site.other)
            _ = other.post("/notifiche", ["cf": code])
            let more = try site.installation.db.rows("SELECT DISTINCT HEX(citizen) FROM audit_citizen") { $0.next(String.self) }
            #expect(more.count == digests.count + 1 && digests.count == 3)
        }
    }

    @Test func `what names no notification is said, beside the field`() throws {
        try TestSite.run { site in
            let unclear = "Scrivere un codice fiscale per intero"
            for (typed, sentence) in [("01JN6Q5CAAAAAAAAAAAAAAAAAA", "Nessuna notifica ha questo identificativo."), ("RSSMRA", unclear),
                                      ("TARI", unclear)] {
                let page = site.post("/registro", as: .administrator, ["su": typed])
                #expect(page.status == 422 && page.text.contains(sentence) && page.field("su") == typed && page.rows.isEmpty, "\(typed)")
            }
            let id = "\(site.one.rows[.viewer]!["notification"]!)"
            #expect(site.post("/registro", as: .administrator, ["su": "…\(id.suffix(12))"]).location == "/registro?su=\(id)")
        }
    }

    @Test func `the administration of the installation is offered what can stand there, and no box`() throws {
        try TestSite.run { site in
            let page = site.get("/registro", as: .installation, of: site.everySite.first { $0.kind == .installation })
            #expect(page.field("su") == nil && page.field("gruppo") == "" && !page.buttons.contains("Esporta Excel"))
            // What sends notifications is named so on every page.
            for topic in AuditTopic.allCases where topic != .notifications {
                #expect(page.text.contains(topic.label) == AuditTopic.ofInstallation.contains(topic), "\(topic)")
            }
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
                site.get("/registro?gruppo=settings&\(query)", as: .administrator).rows.map { $0[1] }
            }
            #expect(days("dal=2004-07-01&al=2004-07-01") == ["Anna Bianchi", "Carla Verdi"])
            #expect(days("al=2004-07-02&persona=\(anna)") == ["Anna Bianchi", "Anna Bianchi"])
            #expect(days("al=2004-07-02").count == 4 && days("dal=2004-07-02&al=2004-07-02") == ["Carla Verdi"])
            let page = site.get("/registro?dal=2004-07-02&al=2004-07-01", as: .administrator)
            #expect(page.status == 422 && page.text.contains("La data «al» viene prima") && page.rows.isEmpty)
            #expect(site.get("/registro?gruppo=boh&prima=boh&persona=boh&altre=boh", as: .administrator).status == 200)
        }
    }

    @Test func `it holds 50 lines a page and leads on to the older ones`() throws {
        try TestSite.run { site in
            let store = site.installation.store(of: site.one.id)
            for _ in 0..<61 { try store.audit(.dataForgotten, by: nil) }
            let page = site.get("/registro?gruppo=system", as: .administrator)
            #expect(page.rows.count == 50 && page.link("prev") == nil)
            let older = site.get(try #require(page.link("next")), as: .administrator)
            #expect(older.rows.count >= 11 && older.rows[10][2] == AuditAction.dataForgotten.label && older.link("next") == nil)
            #expect(site.get(try #require(older.link("prev")), as: .administrator).rows == page.rows)
        }
    }

    @Test func `of one person about one notification it says through which day it has looked, and goes on`() throws {
        try TestSite.run { site in
            let tenant = site.one.id, id = site.one.rows[.viewer]!["notification"]!, db = site.installation.db
            let people = try site.installation.store(of: tenant).people()
            let (anna, capo) = (people.first { $0.username == "anna" }!.id, people.first { $0.username == "capo" }!.id)
            try db.execute("""
                INSERT INTO audit (tenant_id, id, action, person_id, subject)
                SELECT \(tenant), UNHEX(CONCAT(LPAD(HEX(1800000000000 + seq), 12, '0'), '70008000', LPAD(HEX(seq), 12, '0'))),
                       'notification_read', IF(seq = 7, \(capo), \(anna)), UNHEX(REPLACE(\("\(id)"), '-', ''))
                FROM seq_1_to_2500
                """)
            let page = site.get("/registro?su=\(id)&persona=\(capo)", as: .administrator)
            #expect(page.rows.isEmpty && page.text.contains("Nulla fin qui. Cercato fino al") && !page.text.contains("non c’è nulla"))
            var further = page
            for _ in 0..<9 where further.rows.isEmpty {
                further = site.get(try #require(further.links.first { $0.contains("prima=") }), as: .administrator)
            }
            #expect(further.rows.count == 1)
        }
    }

    @Test func `who did it is a person, the program, the administration or a command`() throws {
        try TestSite.run { site in
            let store = site.installation.store(of: site.one.id)
            try site.installation.setState(.readOnly, of: site.one.id)
            try store.audit(.serviceStopped, by: nil, on: .service(ID(site.one.rows[.viewer]!["service"]!.value)), detail: .stop(.refusals))
            try store.audit(.personReset, by: nil)
            _ = site.get("/notifiche/\(site.one.rows[.viewer]!["notification"]!)", as: .viewer)
            let lines = site.get("/registro?gruppo=tutto", as: .administrator).rows.prefix(4)
            #expect(lines.map { $0[1] } == ["Lea Neri", "da riga di comando", "automatico", "amministratore del sistema"])
            #expect(Array(lines[2].suffix(3)) == ["Allarme Servizio fermato", "Protocollo", "troppi rifiuti"])
        }
    }
}
