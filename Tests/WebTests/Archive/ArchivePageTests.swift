import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// The archive as operators search it: filters, 25 rows a page, forward and back.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ArchivePageTests {
    private static let citizen = "VRDLGI70A41H501G"
    private static let total = 53

    /// With 53 notifications to one citizen, numbered as they came, in each of both tenants.
    private func filled(_ body: (TestSite) throws -> Void) throws {
        try TestSite.run { site in
            for tenant in [site.one, site.other] {
                let first = tenant.rows[.operator]!["notification"]!
                // A millisecond apart, as the program's ids are.
                try site.installation.db.execute("""
                    INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, fiscal_code, subject, markdown,
                                              created_by, attempt, io_id)
                    SELECT v.tenant_id, v.new_id, v.new_id, v.service_id, 'trial', 'processed', \(Self.citizen),
                           CONCAT('Notifica numero ', LPAD(v.number, 2, '0'), ' di prova'), v.markdown, v.created_by, 1, 'IO'
                    FROM (SELECT n.tenant_id, n.service_id, n.markdown, n.created_by, s.seq - 1 AS number,
                                 UNHEX(CONCAT(LPAD(HEX(CONV(LEFT(HEX(n.id), 12), 16, 10) + s.seq), 12, '0'), '70008000',
                                              LPAD(HEX(s.seq), 12, '0'))) AS new_id
                          FROM notification n JOIN seq_1_to_53 s WHERE n.id = \(first)) v
                    """)
            }
            try body(site)
        }
    }

    private func numbers(_ page: Page) -> [Int] {
        page.rows.compactMap { $0.joined(separator: " ").firstMatch(of: /Notifica numero (\d\d) di prova/).flatMap { Int($0.output.1) } }
    }

    @Test func `pages hold 25 rows and lead forward and back`() throws {
        try filled { site in
            let get = { (address: String?) in site.get(try #require(address), as: .operator) }
            let first = site.found("cf=\(Self.citizen)")
            #expect(first.texts(of: "trovate") == ["1–25 di 53 notifiche"])
            #expect(numbers(first) == Array((Self.total - 25..<Self.total).reversed()) && first.link("prev") == nil)
            let second = try get(first.link("next")), third = try get(second.link("next"))
            #expect(numbers(first) + numbers(second) + numbers(third) == Array((0..<Self.total).reversed()))
            #expect(third.link("next") == nil && third.texts(of: "trovate") == ["51–53 di 53 notifiche"])
            #expect([first, second, third].allSatisfy { !$0.links.contains { $0.contains(Self.citizen) } })
            #expect(try numbers(get(third.link("prev"))) == numbers(second) && numbers(get(second.link("prev"))) == numbers(first))
        }
    }

    @Test func `in another order its pages lead forward and back too, and the first column says what it is in order of`() throws {
        try filled { site in
            let db = site.installation.db
            try db.execute("""
                UPDATE notification SET due_date = '2027-01-01' + INTERVAL CAST(SUBSTRING(subject, 17, 2) AS INT) DAY
                WHERE subject LIKE 'Notifica numero%'
                """)
            let visitor = site.visitor(.operator)
            let first = visitor.follow(visitor.press(visitor.get("/notifiche"), "Cerca", ["cerca": Self.citizen, "ordine": "scadenza"]))
            #expect(numbers(first) == Array(0..<25) && first.texts(of: "trovate") == ["1–25 di 53 notifiche"])
            #expect(first.rows[1][0] == "02/01/2027" && first.text.contains("Scadenza"))
            let second = visitor.get(try #require(first.link("next"))), third = visitor.get(try #require(second.link("next")))
            #expect(numbers(first) + numbers(second) + numbers(third) == Array(0..<53) && third.link("next") == nil)
            #expect(numbers(visitor.get(try #require(third.link("prev")))) == numbers(second))
            #expect([first, second, third].allSatisfy { !$0.links.contains { $0.contains(Self.citizen) } })
            #expect(numbers(visitor.get("/notifiche?ordine=scadenza&riga=9999")).isEmpty)
        }
    }

    @Test func `a search for what is rare says through which day it has looked, and goes on to its end`() throws {
        try TestSite.run { site in
            let first = site.one.rows[.operator]!["notification"]!, db = site.installation.db
            let some = try (0...1).map { number in
                let service = ServiceID.make()
                try site.installation.store(of: site.one.id).addService(service, ServiceDescription(
                    name: "Raro \(number)", ioServiceID: "R\(number)", environment: .trial, maximumAmount: .maximum), keys: [:], by: nil)
                return service
            }
            // The newest of the one service are all in one state, those of the other in another; what is sought is older.
            try db.execute("""
                INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, fiscal_code, subject, markdown,
                                          created_by, attempt, io_id)
                SELECT n.tenant_id, UNHEX(CONCAT(LPAD(HEX(1800000000000 + s.seq), 12, '0'), '70008000', LPAD(HEX(s.seq), 12, '0'))),
                       UNHEX(MD5(s.seq)), IF(s.seq > 5 AND s.seq % 2, \(some[1]), \(some[0])), 'trial',
                       IF(s.seq > 5 AND s.seq % 2 = 0, 'cancelled', 'assumed'), n.fiscal_code, n.subject, 'x', n.created_by, 1, 'IO'
                FROM notification n JOIN seq_1_to_5000 s WHERE n.id = \(first)
                """)
            let visitor = site.visitor(.operator)
            let page = visitor.get("/notifiche?servizio=\(some[0])&stato=assumed")
            #expect(page.rows.isEmpty && page.text.contains("Nessuna notifica fin qui. Cercato fino al 15/01/2027"))
            #expect(!page.text.contains("con questi filtri") && page.hasButton("Esporta Excel"))
            let further = visitor.get(try #require(page.links.first { $0.contains("dopo=") }))
            #expect(further.rows.count == 5 && !further.text.contains("Cercato fino") && further.link("prev") != nil)
            let back = visitor.get(try #require(further.link("prev")))
            #expect(back.rows.isEmpty && back.text.contains("Cercato fino al 15/01/2027"))
            #expect(try site.installation.store(of: site.other.id).archive(ArchiveFilter(), at: .newest).searchedThrough == nil)
        }
    }

    @Test func `a filter leaves what it names, however it is typed`() throws {
        try filled { site in
            let cases: [(String, Int)] = [
                ("oggetto=Notifica%20numero%201", 10), ("oggetto=notifica%20NUMERO%2052", 1), ("oggetto=%20%20notifica+numero+52%20", 1),
                ("oggetto=52+numero", 1), ("oggetto=umero", 0),
                ("oggetto=numero", 25), ("stato=uncertain", 0), ("stato=processed&oggetto=Notifica%20numero%200", 10),
                ("dal=2020-01-01&al=2020-12-31", 0), ("dal=01/01/2020", 25), ("dal=1/1/2020&al=", 25), ("oggetto=prov+n+10", 1),
                ("oggetto=_otifica", 0), ("avviso=3", 0), ("servizio=\(site.one.rows[.operator]!["service"]!)", 25),
                ("servizio=\(site.other.rows[.operator]!["service"]!)", 0), ("operatore=\(PersonID.make())", 0),
                ("uuid=\(site.one.rows[.operator]!["notification"]!)", 0),
            ]
            for (query, found) in cases {
                let page = site.found("cf=\(Self.citizen)&\(query)")
                #expect(page.status == 200 && page.rows.count == found, "\(query)")
            }
            for typed in ["vrdlgi70a41h501g", "VRD+LGI+70A41+H501G", "%20VRDLGI", "vrd"] {
                #expect(site.found("cf=\(typed)").rows.count == 25, "\(typed)")
            }
            let uuid = site.one.rows[.operator]!["notification"]!.description
            #expect(site.get("/notifiche?uuid=\(uuid.uppercased())", as: .operator).rows.count == 1)
        }
    }

    @Test(arguments: [
        ("cf=%3C", "da 3 a 16 lettere e cifre"), ("cf=ab", "da 3 a 16 lettere e cifre"),
        ("cf=12345678901234567", "da 3 a 16 lettere e cifre"), ("cf=è_é", "da 3 a 16 lettere e cifre"),
        ("stato=boh", "Lo stato scelto non è valido."), ("dal=31/02/2026", "La data «dal» non esiste"),
        ("al=domani", "La data «al» non esiste"), ("uuid=x", "36 caratteri"), ("servizio=x", "Il servizio scelto non è valido."),
        ("operatore=x", "L’operatore scelto non è valido."), ("oggetto=%25", "con una o più parole"),
        ("dal=2026-02-02&al=2026-01-01", "La data «al» viene prima della data «dal»."),
        ("oggetto=" + String(repeating: "x", count: 121), "al massimo 120 caratteri"),
    ])
    func `a filter that makes no sense is said, keeps what was typed, and searches nothing`(query: String, sentence: String) throws {
        let site = try TestSite.shared()
        let page = site.found(query)
        #expect(page.status == 422 && page.text.contains(sentence) && page.rows.isEmpty)
        let (name, value) = (query.prefix { $0 != "=" }, query.split(separator: "=")[1].split(separator: "&")[0])
        let isTyped = ["cf", "uuid", "oggetto"].contains(name) && !value.contains("%")
        #expect(!isTyped || page.field("cerca") == String(value))
    }

    @Test func `a whole codice fiscale that nobody can have is told, and what is only not there too`() throws {
        let site = try TestSite.shared()
        for (typed, words) in [
            ("RSSMRA80A01H501A", "l’ultima lettera non corrisponde"), ("RSSMRA80A41H501", "Controllare quanto scritto"),
            ("12345678901", "provvisorio"), ("VRDLGI70A41H501G", "Controllare quanto scritto")] {
            let page = site.found("cf=\(typed)")
            #expect(page.status == 200 && page.rows.isEmpty && page.text.contains(words), "\(typed)")
            #expect(!page.hasButton("Esporta Excel"))
        }
    }

    @Test func `the list that one came from comes back with its filters and its page, to that session alone`() throws {
        try filled { site in
            let (visitor, last) = (site.visitor(.operator), "/notifiche?ricerca=ultima")
            let first = visitor.follow(visitor.press(visitor.get("/notifiche"), "Cerca", ["cerca": "\(Self.citizen) notifica"]))
            let second = visitor.get(try #require(first.link("next")))
            #expect(visitor.get(last).rows == second.rows && visitor.get(last).field("cerca") == "\(Self.citizen) notifica")
            for other in [Who.viewer, .administrator] { #expect(site.get(last, as: other).rows == site.get("/notifiche", as: other).rows) }
            // What was refused is not what comes back, and what is too long is not kept.
            #expect(visitor.get("/notifiche?dal=boh").status == 422 && visitor.get(last).rows == second.rows)
            #expect(visitor.get("/notifiche?avviso=" + String(repeating: "9", count: 2001)).rows.isEmpty)
            #expect(visitor.get(last).rows == visitor.get("/notifiche").rows)
        }
    }

    @Test func `a search for a citizen stands in the register, one without does not`() throws {
        try filled { site in
            for query in ["", "oggetto=Notifica", "cf=\(Self.citizen)", "cf=VRD"] { _ = site.found(query) }
            let label = AuditAction.archiveSearched.label
            let lines = site.get("/registro?gruppo=looks", as: .administrator).rows.filter { $0[2] == label }
            #expect(lines.count == 2 && lines.allSatisfy { $0[1] == "Anna Bianchi" && $0[2] == "Ricerca per codice fiscale" })
        }
    }

    @Test func `a row shows state and citizen and leads to the notification, and from there back`() throws {
        try filled { site in
            let visitor = site.visitor(.operator), page = visitor.follow(visitor.get("/notifiche?cf=\(Self.citizen)"))
            #expect(page.rows.allSatisfy { $0.contains("Consegnata") && $0.contains(Self.citizen) })
            let detail = visitor.get(String(try #require(page.html.firstMatch(of: /\/notifiche\/[0-9a-f-]{36}/)).output))
            #expect(detail.text.contains("Notifica numero 52 di prova"))
            for page in [detail, visitor.get("/notifiche/nuova")] { #expect(page.html.contains(#"href="/notifiche?ricerca=ultima""#)) }
        }
    }

    @Test func `only who may send is offered to, and an archive shows its own tenant alone`() throws {
        try filled { site in
            for (tenant, foreign) in [(site.one, site.other), (site.other, site.one)] {
                for who in [Who.viewer, .operator, .administrator] {
                    let page = site.get("/notifiche", as: who, of: tenant)
                    #expect(page.html.contains("/notifiche/nuova") == (who != .viewer) && page.hasButton("Esporta Excel"))
                    let shown = page.html.matches(of: /\/notifiche\/([0-9a-f-]{36})/).compactMap { NotificationID($0.output.1) }
                    let others = try site.installation.store(of: foreign.id).archive(ArchiveFilter(), at: .newest).rows.map(\.id)
                    #expect(!shown.isEmpty && Set(shown).isDisjoint(with: others))
                }
            }
        }
    }
}

extension TestSite {
    /// What an operator finds who searches so.
    fileprivate func found(_ query: String) -> Page {
        let visitor = visitor(.operator)
        return visitor.follow(visitor.get("/notifiche?\(query)"))
    }
}
