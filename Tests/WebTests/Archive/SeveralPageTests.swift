import Domain
import FastCGI
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// Ritenta, Considera inviate and Reinvia for several notifications, chosen in the archive.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SeveralPageTests {
    private static let citizen = "VRDLGI70A41H501G"
    private static let labels: [(decision: Decision, button: String)] = [
        (.retry, "Ritenta"), (.assume, "Considera inviate"), (.resend, "Reinvia"),
    ]

    @Test func `what may be decided depends on the state that is shown, on the role and on the tenant`() throws {
        try TestSite.run { site in
            for state in NotificationState.allCases { try site.fill(3, in: state) }
            let offered = { (state: String, who: Who) in
                let page = site.get("/notifiche?\(state)", as: who)
                #expect(page.status == 200 && !page.rows.isEmpty)
                let buttons = Set(page.buttons).intersection(Self.labels.map(\.button))
                #expect(page.html.contains("name=\"scelta\"") == !buttons.isEmpty)
                return buttons
            }
            for who in [Who.operator, .administrator] {
                #expect(offered("", who) == [])
                for state in NotificationState.allCases {
                    let wanted = Self.labels.filter { $0.decision.states.contains(state) }.map(\.button)
                    #expect(offered("stato=\(state.rawValue)", who) == Set(wanted), "\(state) \(who)")
                }
            }
            #expect(offered("stato=uncertain", .viewer) == [])
            try site.installation.setState(.readOnly, of: site.one.id)
            #expect(offered("stato=uncertain", .operator) == [])
        }
    }

    @Test(arguments: labels.map(\.decision))
    func `those that are ticked are shown by service, and it is done to them and no others`(decision: Decision) throws {
        try TestSite.run { site in
            let ids = try site.fill(4, in: decision.states[0]), button = Self.button(decision), visitor = site.visitor(.operator)
            try site.fill(4, in: decision.states[0], of: site.other)
            let others = try site.states(site.other)
            let list = visitor.get("/notifiche?stato=\(decision.states[0].rawValue)")
            let page = visitor.press(list, button, ["scelta": "\(ids[1])", "scelta": "\(ids[3])"])
            #expect(page.status == 200 && page.location == nil && page.rows.count == 1)
            #expect(page.rows[0].joined(separator: " ").contains("Protocollo") && page.rows[0].last == "2")
            #expect(page.text.contains(decision.risk) && page.title.contains("2 notifiche?"))
            #expect(page.text.contains("Non si può sapere se il messaggio è arrivato") == (decision != .retry))
            #expect(try site.states(site.one, ids) == Array(repeating: decision.states[0], count: 4), "nothing was done yet")
            let last = visitor.press(page, try #require(page.buttons.last))
            #expect(last.status == 200 && last.alerts.last == "Fatte: 2." && last.rows.isEmpty)
            let (old, new) = (decision.states[0], decision == .retry ? NotificationState.queued : .assumed)
            #expect(try site.states(site.one, ids) == [old, new, old, new])
            #expect(try site.resent(ids) == (decision == .resend ? [ids[1], ids[3]] : []))
            #expect(try site.states(site.other) == others)
            #expect(last.text.contains("Ora: 2 «Da inviare»") == decision.sends)
        }
    }

    @Test func `a form that comes twice, or after somebody else's, does nothing, and says where they are now`() throws {
        try TestSite.run { site in
            let ids = try site.fill(3, in: .uncertain), (mine, theirs) = (site.visitor(.operator), site.visitor(.administrator))
            try site.fill(3, in: .uncertain, of: site.other)
            let asked = [mine, theirs].map { $0.press($0.get("/notifiche?stato=uncertain"), "Reinvia", ["quali": "pagina"]) }
            #expect(asked.map(\.title) == ["Reinviare 3 notifiche?", "Reinviare 3 notifiche?"])
            try site.installation.store(of: site.one.id).db.execute("UPDATE notification SET attempt = 2 WHERE id = \(ids[0])")
            let first = mine.press(asked[0], "Reinvia 3 notifiche")
            #expect(first.alerts.last == "Fatte: 2. Lasciate perché nel frattempo cambiate: 1 (ora 1 «Esito incerto»).")
            for again in [mine.press(asked[0], "Reinvia 3 notifiche"), theirs.press(asked[1], "Reinvia 3 notifiche")] {
                let words = "3 (ora 1 «Esito incerto», 2 «Considerata inviata»)"
                #expect(again.alerts.last == "Nessuna notifica è stata toccata. Lasciate perché nel frattempo cambiate: \(words).")
            }
            #expect(try site.resent(ids) == [ids[1], ids[2]])
            let label = AuditAction.notificationsResent.label, register = site.get("/registro?gruppo=notifications", as: .administrator)
            let lines = register.rows.filter { $0[2] == label }.map { $0.joined(separator: " ") }
            #expect(lines.count == 3 && lines[2].contains("Anna Bianchi") && lines[2].contains("fatte: 2; lasciate: 1"))
        }
    }

    @Test func `all that the filters find is more than a page, and goes on 500 at a time, with nothing of it in an address`() throws {
        try TestSite.run { site in
            let ids = try site.fill(620, in: .failed, to: Self.citizen), else_ = try site.fill(2, in: .failed)
            try site.fill(30, in: .failed, of: site.other, to: Self.citizen)
            let others = try site.states(site.other), visitor = site.visitor(.operator)
            let list = visitor.follow(visitor.get("/notifiche?stato=failed&cf=\(Self.citizen)"))
            #expect(list.text.contains("Tutte quelle di questa pagina (25)") && list.text.contains("Tutte quelle che i filtri trovano"))
            let page = visitor.press(list, "Ritenta", ["quali": "tutte"])
            #expect(page.title == "Ritentare 620 notifiche?" && page.hasButton("Ritenta le prime 500 notifiche"))
            let first = visitor.press(page, "Ritenta le prime 500 notifiche")
            #expect(first.alerts.last == "Fatte: 500." && first.text.contains("Ne restano 120"))
            #expect(try site.count(.queued) == 500)
            // The part that comes next was looked at by now.
            try site.installation.store(of: site.one.id).db.execute("UPDATE notification SET updated_at = NOW(6) WHERE id = \(ids[0])")
            let last = visitor.press(first, "Ritenta le altre 120 notifiche")
            #expect(last.alerts.last == "Fatte: 119. Lasciate perché nel frattempo cambiate: 1 (ora 1 «Non riuscita»).")
            #expect(last.hasButton("Ritenta") == false && last.text.contains("Torna all’archivio"))
            #expect(try site.count(.queued) == 619 && site.states(site.one, else_) == [.failed, .failed])
            #expect(try site.states(site.other) == others)
            for shown in [page, first, last] {
                #expect(shown.location == nil && !shown.links.contains { $0.contains(Self.citizen) })
                #expect(shown.pressed("Ritenta le altre 120 notifiche")?.method ?? "POST" == "POST")
            }
            let label = AuditAction.archiveSearched.label
            let searches = site.get("/registro?gruppo=looks", as: .administrator).rows.filter { $0[2] == label }
            #expect(searches.count == 4, "the list, the look at all of it, and twice what is left after a decision")
        }
    }

    @Test func `of more than a thousand no page waits for the count`() throws {
        try TestSite.run { site in
            try site.fill(1_030, in: .failed)
            let visitor = site.visitor(.operator)
            let page = visitor.press(visitor.get("/notifiche?stato=failed"), "Ritenta", ["quali": "tutte"])
            #expect(page.title == "Ritentare oltre 1.000 notifiche?" && page.text.contains("almeno 1.000"))
            let first = visitor.press(page, "Ritenta le prime 500 notifiche")
            #expect(first.alerts.last == "Fatte: 500." && first.text.contains("Ne restano 530"))
        }
    }

    @Test func `what has moved before it is asked for is told and stays`() throws {
        try TestSite.run { site in
            let ids = try site.fill(3, in: .failed), visitor = site.visitor(.operator), list = visitor.get("/notifiche?stato=failed")
            let db = site.installation.store(of: site.one.id).db
            try db.execute("UPDATE notification SET state = 'cancelled' WHERE id IN (\(list: ids.prefix(2)))")
            let page = visitor.press(list, "Ritenta", ["quali": "pagina"])
            #expect(page.title == "Ritentare 1 notifica?" && page.text.contains("2 «Annullata»"))
            try db.execute("UPDATE notification SET state = 'cancelled' WHERE id = \(ids[2])")
            let nothing = visitor.press(list, "Ritenta", ["quali": "pagina"])
            #expect(nothing.status == 200 && nothing.text.contains("3 «Annullata»") && !nothing.text.contains("Ritenta "))
        }
    }

    @Test func `nothing chosen is said above the list that it is chosen from`() throws {
        try TestSite.run { site in
            try site.fill(30, in: .uncertain)
            let visitor = site.visitor(.operator), list = visitor.get("/notifiche?stato=uncertain")
            let page = visitor.press(list, "Reinvia")
            #expect(page.status == 422 && page.alerts.contains { $0.contains("sceglierne almeno una") } && page.rows == list.rows)
            for fields in [["atto": "resend"], ["atto": "resend", "quali": "tutte"], ["atto": "resend", "scelta": "x"],
                           ["atto": "resend", "quali": "tutte", "stato": "failed"]] as [KeyValuePairs<String, String>] {
                #expect(visitor.post("/notifiche/insieme", fields).status == 422, "\(fields)")
            }
            #expect(visitor.post("/notifiche/insieme", ["atto": "cancel", "quali": "tutte", "stato": "uncertain"]).status == 404)
            #expect(visitor.post("/notifiche/insieme/conferma", ["atto": "resend", "righe": "x y.1.1"]).status == 422)
            #expect(try site.count(.uncertain) == 30)
        }
    }

    @Test func `what is another tenant's, or of a service that is not allowed, is as what nobody has`() throws {
        try TestSite.run { site in
            let ids = try site.fill(2, in: .uncertain), foreign = try site.fill(1, in: .uncertain, of: site.other)[0]
            let (store, hidden) = (site.installation.store(of: site.one.id), ServiceID.make())
            let service = ServiceDescription(name: "Tributi", ioServiceID: "01", environment: .trial, maximumAmount: .maximum)
            try store.addService(hidden, service, keys: [:], by: nil)
            try store.db.execute("UPDATE notification SET service_id = \(hidden) WHERE id = \(ids[0])")
            let person = try #require(try store.people().first { $0.username == "anna" })
            let allowed = ServiceID(site.one.rows[.operator]!["service"]!.value)
            try store.setServices(.only([allowed]), of: person.id, by: nil)
            let visitor = site.visitor(.operator), unknown = NotificationID.make()
            let told = [ids[0], foreign, unknown].map { id in
                visitor.post("/notifiche/insieme", ["atto": "resend", "scelta": "\(id)"]).html.replacing(id.description, with: "")
            }
            #expect(Set(told).count == 1)
            let seen = try [site.one, site.other].flatMap { tenant in
                try site.installation.store(of: tenant.id).decidable(.resend, among: ids + [foreign])
            }
            #expect(seen.count == 3)
            let page = visitor.post("/notifiche/insieme/conferma", ["atto": "resend", "righe": SeenList.text(seen)])
            #expect(page.alerts.last == "Fatte: 1. Lasciate perché nel frattempo cambiate: 2 (ora 2 non più in archivio).")
            #expect(visitor.get("/notifiche?stato=uncertain").rows.isEmpty)
            let all = visitor.post("/notifiche/insieme", ["atto": "resend", "quali": "tutte", "stato": "uncertain"])
            #expect(all.status == 422 && all.text.contains("sceglierne almeno una"))
            #expect(try site.states(site.one, [ids[0]]) == [.uncertain] && site.states(site.other, [foreign]) == [.uncertain])
        }
    }

    @Test func `a service that is disabled is told to keep what is to be sent, in the words of a single one`() throws {
        try TestSite.run { site in
            try site.fill(2, in: .uncertain)
            let service = ServiceID(site.one.rows[.operator]!["service"]!.value), visitor = site.visitor(.operator)
            try site.installation.store(of: site.one.id).setDisabled(true, service: service, by: nil)
            let list = visitor.get("/notifiche?stato=uncertain")
            for (button, isTold) in [("Reinvia", true), ("Considera inviate", false)] {
                let page = visitor.press(list, button, ["quali": "pagina"])
                #expect(page.text.contains("la notifica parte quando viene riattivato, oppure si può annullare") == isTold, "\(button)")
            }
        }
    }

    @Test func `what was seen comes back from its form as it was written`() {
        let seen = (1...3).map { SeenNotification(id: .make(), attempt: $0, updatedAt: Moment(microseconds: .max / Int64($0))) }
        #expect(SeenList.read(SeenList.text(seen)) == seen)
        #expect(SeenList.read("\(seen[0].id)").map(\.attempt) == [-1] && SeenList.read("x .. 1.2.3").isEmpty)
        #expect(SeenList.read(Array(repeating: "\(seen[0].id).1.1", count: 501).joined(separator: " ")).count == 500)
    }

    private static func button(_ decision: Decision) -> String { labels.first { $0.decision == decision }!.button }
}

extension TestSite {
    /// Adds some that stand in a state after their first attempt, a millisecond apart, the oldest first.
    @discardableResult
    func fill(
        _ count: Int, in state: NotificationState, of tenant: SiteTenant? = nil, to citizen: String = "RSSMRA80A01H501U"
    ) throws -> [NotificationID] {
        let tenant = tenant ?? one, db = installation.db, like = tenant.rows[.operator]!["notification"]!
        let ids = (0..<count).map { _ in NotificationID.make() }
        for id in ids {
            try db.execute("""
                INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, due_at, send_at, attempt, io_id,
                                          fiscal_code, subject, markdown, created_by)
                SELECT tenant_id, \(id), \(id), service_id, environment, \(state),
                       IF(\((NotificationState.toSend + [.accepted]).contains(state)), NOW(6) + INTERVAL 1 DAY, NULL),
                       IF(\(state == .scheduled), NOW(6) + INTERVAL 1 DAY, NULL), 1, 'IO', \(citizen), subject,
                       markdown, created_by
                FROM notification WHERE id = \(like)
                """)
        }
        return ids
    }

    fileprivate func states(_ tenant: SiteTenant, _ ids: [NotificationID]? = nil) throws -> [NotificationState] {
        let store = installation.store(of: tenant.id)
        guard let ids else {
            return try installation.db.rows("SELECT state FROM notification WHERE tenant_id = \(tenant.id) ORDER BY id") { $0.next() }
        }
        return try ids.compactMap { try store.progress(of: $0)?.state }
    }

    /// Of the first tenant.
    fileprivate func count(_ state: NotificationState) throws -> Int {
        try installation.db.first("SELECT COUNT(*) FROM notification WHERE tenant_id = \(one.id) AND state = \(state)") { $0.next() } ?? 0
    }

    /// Those in whose place another one was made, once for each of them.
    fileprivate func resent(_ ids: [NotificationID]) throws -> [NotificationID] {
        try installation.db.rows("SELECT resend_of FROM notification WHERE resend_of IN (\(list: ids)) ORDER BY resend_of") { $0.next() }
    }
}
