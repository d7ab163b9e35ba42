import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// The one box of the archive: it knows what it was given, and no address says what was searched for.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ArchiveBoxTests {
    private static let (citizen, io, notice) = ("VRDLGI70A41H501G", "01JN6Q5CZ3VGTAA4X4QJEFR95C", "301234567890123456")

    /// With one notification more, to a citizen of its own, in each of both tenants.
    private func filled(_ body: (TestSite, NotificationID) throws -> Void) throws {
        try TestSite.run { site in
            var ids: [NotificationID] = []
            for tenant in [site.one, site.other] {
                let first = tenant.rows[.operator]!["notification"]!
                ids.append(.make())
                try site.installation.db.execute("""
                    INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, fiscal_code, subject, markdown,
                                              created_by, attempt, io_id, amount_cents, notice_number, payable_after_due_date)
                    SELECT n.tenant_id, \(ids.last!), \(ids.last!), n.service_id, 'trial', 'processed', \(Self.citizen),
                           'Presto il saldo TARI', n.markdown, n.created_by, 1, \(Self.io), 6138, \(Self.notice), TRUE
                    FROM notification n WHERE n.id = \(first)
                    """)
            }
            try body(site, ids[0])
        }
    }

    private func seek(_ text: String, _ visitor: Visitor) -> Page { visitor.press(visitor.get("/notifiche"), "Cerca", ["cerca": text]) }

    @Test func `whatever names the only one leads straight to it, and back to a list that shows it`() throws {
        try filled { site, id in
            let visitor = site.visitor(.operator), uuid = id.description
            for typed in [
                Self.citizen, "vrd lgi 70a41h501g", "VRDLGI70", "VRDLGI", "tari saldo", "\(Self.citizen) tari",
                Self.io, Self.io.lowercased(), Self.notice,
                "3012 3456 7890 1234 56", uuid, uuid.uppercased(), uuid.replacing("-", with: ""), String(uuid.suffix(12)),
                "…\(uuid.suffix(12))",
            ] {
                let page = seek(typed, visitor)
                #expect(page.status == 303 && page.location == "/notifiche/\(uuid)", "\(typed)")
                let list = visitor.get("/notifiche?ricerca=ultima")
                #expect(list.rows.count == 1 && list.text.contains("1 notifica") && list.text.contains("61,38 €"), "\(typed)")
            }
        }
    }

    @Test func `what names none, or several, leads to a list, and a word is no codice fiscale where nobody's begins so`() throws {
        try filled { site, id in
            let visitor = site.visitor(.operator)
            for typed in ["presto", "zzz", "01JN6Q5CZ3VGTAA4X4QJEFR95D", "RSSMRA80A01H501U tari", "ffffffffffff"] {
                let page = seek(typed, visitor)
                if typed == "presto" { #expect(page.location == "/notifiche/\(id)") } else {
                    #expect(visitor.follow(page).rows.isEmpty && visitor.follow(page).text.contains("Nessuna notifica"), "\(typed)")
                    #expect(visitor.follow(page).field("cerca")?.lowercased() == typed.lowercased(), "\(typed)")
                    #expect(visitor.follow(page).text.contains("il suo nome non è nell’archivio") == (typed == "zzz"), "\(typed)")
                }
            }
            let page = seek("%", visitor)
            #expect(page.status == 422 && page.field("cerca") == "%" && page.text.contains("con una o più parole"))
        }
    }

    @Test func `no address says what was sought, which its own session alone finds again, each of several searches`() throws {
        try filled { site, _ in
            let (mine, theirs) = (site.visitor(.operator), site.visitor(.administrator))
            let asked: [KeyValuePairs<String, String?>] = [
                ["cerca": Self.citizen, "stato": "failed"], ["cerca": "VRDLGI", "stato": "processed"],
            ]
            let found = asked.map { mine.press(mine.get("/notifiche"), "Cerca", $0) }
            let addresses = try found.map { try #require($0.location) }
            #expect(Set(addresses).count == 2 && addresses.allSatisfy { $0.wholeMatch(of: /\/notifiche\?ricerca=[0-9a-f]{16}/) != nil })
            for _ in 1...2 { #expect(addresses.map { mine.get($0).rows.count } == [0, 1]) }
            for address in addresses {
                let page = theirs.get(address)
                #expect(page.status == 200 && page.rows.isEmpty && page.text.contains("Questa ricerca non c’è più."))
                #expect(!page.html.contains(Self.citizen) && !page.hasButton("Esporta Excel"))
            }
            let old = mine.get("/notifiche?cf=\(Self.citizen)&dopo=\(NotificationID(.max))")
            #expect(old.status == 303 && old.location?.contains(Self.citizen) == false && mine.follow(old).rows.count == 1)
        }
    }

    @Test func `the oldest of very many searches is forgotten, the others stay whole`() throws {
        try filled { site, _ in
            let visitor = site.visitor(.operator)
            let addresses = (0..<12).map { number in
                let words = String(repeating: "parola\(number)x ", count: 12)
                return visitor.post("/notifiche", ["oggetto": words, "cf": "RSSMRA80A01H501U"]).location!
            }
            let pages = addresses.map { visitor.get($0) }
            #expect(pages[11].field("cerca")?.contains("parola11x") == true)
            for (number, page) in pages.enumerated() {
                #expect(page.text.contains("Questa ricerca non c’è più.") || page.field("cerca")?.contains("parola\(number)x") == true)
            }
        }
    }

    @Test func `filters are of several states and services, and each is taken off by its button`() throws {
        try filled { site, _ in
            let visitor = site.visitor(.operator)
            let page = visitor.follow(visitor.press(
                visitor.get("/notifiche"), "Applica i filtri", ["cerca": Self.citizen, "stato": "failed", "stato": "processed"]))
            #expect(page.rows.count == 1 && page.text.contains("Filtri (2)"))
            let less = visitor.follow(visitor.press(page, "Togli il filtro Stato: Consegnata"))
            #expect(less.rows.isEmpty && less.buttons.filter { $0.hasPrefix("Togli il filtro") }.count == 2)
            let last = visitor.follow(visitor.press(less, "Togli il filtro Stato: Non riuscita"))
            #expect(last.rows.count == 1)
            let none = visitor.press(page, "Togli il filtro Codice Fiscale Destinatario: \(Self.citizen)")
            #expect(visitor.follow(none).field("cerca") == "" && visitor.follow(none).rows.count >= 1)
        }
    }
}
