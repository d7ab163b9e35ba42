import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// Programma l’invio, and the question at night.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SchedulingTests {
    @Test func `outside of the ente's hours Aggiungi asks; now sends now, the other button when they begin`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), next = try site.close()
            let asked = try visitor.add()
            #expect(asked.status == 422 && asked.beside("invio_il").contains("Può partire ora"))
            #expect(asked.text.contains("il telefono del cittadino suonerebbe ora") && asked.hasButton("Aggiungi comunque"))
            #expect(try site.newest() == nil)
            let now = try #require(visitor.press(asked, "Aggiungi comunque").location)
            #expect(try site.newest()?.state == .queued && now.contains(site.newest()!.id.description))

            let again = try visitor.add([.subject: "Un’altra comunicazione"])
            let button = "Invia \(RomeTime(next).italianWithWeekday)"
            let page = visitor.follow(visitor.press(again, button))
            let record = try #require(try site.newest())
            #expect(record.state == .scheduled && record.sendAt == next && record.subject == "Un’altra comunicazione")
            #expect(page.text.contains("Programmata Parte \(RomeTime(next).italianWithWeekday)"), "\(page.text)")
        }
    }

    @Test func `another ente's hours are its own, and a new ente has the usual ones`() throws {
        try TestSite.run { site in
            _ = try site.close()
            #expect(try site.visitor(.operator, of: site.other).add().status == 303)
            let id = try site.installation.addTenant(code: "c_c003", name: "Comune", canonicalHost: "c003.example.it", aliases: [])
            #expect(try site.installation.tenants().first { $0.id == id }?.hours == .usual)
        }
    }

    @Test func `Programma with a day and a time, as scripts press it, needs both and sets the warnings of its page aside`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator)
            let none = try visitor.add(button: "programma")
            #expect(try none.status == 422 && none.beside("invio_il") == "Indicare il giorno e l’ora dell’invio." && site.newest() == nil)
            let half = try visitor.add([.sendDate: "2026-01-01"], button: "programma")
            #expect(half.status == 422 && half.beside("invio_alle").contains("ma non l’ora") && half.field("invio_il") == "2026-01-01")
            let moment = Moment(seconds: Moment.ahead(86_400 * 3).seconds / 60 * 60)
            var form = NotificationForm()
            form.setSendTime(moment)
            let times: [FormField: String] = [.sendDate: form[.sendDate], .sendTime: form[.sendTime]]
            #expect(try visitor.add(times, button: "programma").status == 303)
            #expect(try site.newest()?.sendAt == moment)
            // The same once more is asked about, and says when the first leaves.
            let twin = try visitor.add(times)
            #expect(twin.text.contains("è già programmata per questo cittadino, per il \(moment.italianMinute), da Anna Bianchi"))
            #expect(visitor.press(twin, "Aggiungi comunque").status == 303)
        }
    }

    @Test func `with the confirmation the time is shown before, and goes with it`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), next = try site.close()
            try site.installation.db.execute("UPDATE tenant SET confirms_sends = TRUE WHERE id = \(site.one.id)")
            let confirmation = visitor.press(try visitor.add(), "Invia \(RomeTime(next).italianWithWeekday)")
            #expect(confirmation.title == "Inviare questa notifica?" && confirmation.texts(of: "dati-righe").joined().contains(
                "Invio programmato \(RomeTime(next).italianWithWeekday)"))
            #expect(try site.newest() == nil)
            let back = visitor.press(confirmation, "Torna a modificare")
            #expect(back.field("invio_il") == RomeTime(next).date.iso && back.field("invio_alle") == RomeTime(next).clockTime.text)
            #expect(visitor.press(confirmation, "Conferma e programma").status == 303)
            #expect(try site.newest()?.sendAt == next)
        }
    }

    @Test func `a proposal that is over means now, and one that nobody made is none`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator)
            for typed in ["x", "-1", "99999999999999999999", "253402300800", ""] {
                let refused = try visitor.add(button: "programma", proposal: typed)
                #expect(refused.status == 422 && refused.beside("invio_il").contains("Indicare il giorno"), "\(typed)")
            }
            let over = try visitor.add(button: "programma", proposal: String(Moment.now().seconds - 60))
            #expect(over.status == 303)
            #expect(try site.newest()?.state == .queued)
        }
    }

    @Test func `archive and detail say when it leaves; it is moved, withdrawn and read by who may`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), moment = Moment(seconds: Moment.ahead(86_400 * 5).seconds / 60 * 60)
            let id = try site.schedule(moment), address = "/notifiche/\(id)", time = RomeTime(moment)
            let row = site.get("/notifiche?stato=scheduled", as: .viewer).rows.map { $0.joined(separator: "|") }
            #expect(row.count == 1)
            #expect(row.joined().contains("|Programmata parte il \(time.italianDate) alle \(time.clockTime.text)|"))
            let seen = visitor.get(address)
            #expect(seen.text.contains("Invio programmato \(time.italianWithWeekday)"))
            #expect(!site.get(address, as: .viewer).hasButton("Sposta"))
            #expect(site.visitor(.operator, of: site.other).get(address).status == 404)

            let wrong = visitor.press(seen, "Sposta", ["invio_alle": "tardi"])
            #expect(wrong.status == 422 && wrong.beside("invio_alle").contains("08:30") && wrong.field("invio_alle") == "tardi")
            #expect(wrong.html.contains("id=\"riepilogo\"") && wrong.html.contains("id=\"sposta\" open"))
            let later = Moment(seconds: moment.seconds + 86_400)
            let moved = visitor.follow(visitor.press(wrong, "Sposta", [
                "invio_il": RomeTime(later).date.italian, "invio_alle": time.clockTime.text]))
            #expect(moved.alerts.contains("L’invio è stato spostato.") && moved.text.contains(RomeTime(later).italianWithWeekday))
            for button in ["Sposta", "Annulla"] {
                let late = visitor.follow(visitor.press(seen, button))
                #expect(late.text.contains("l’operazione non è stata eseguita") && late.text.contains(RomeTime(later).italianWithWeekday))
            }
            #expect(visitor.follow(visitor.press(moved, "Annulla")).text.contains("La notifica è stata annullata"))
            #expect(try site.installation.store(of: site.one.id).progress(of: id)?.state == .cancelled)
        }
    }

    @Test func `what is scheduled may leave now, after the page of confirmation, once`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), moment = Moment(seconds: Moment.ahead(86_400 * 5).seconds / 60 * 60)
            let id = try site.schedule(moment), address = "/notifiche/\(id)", store = site.installation.store(of: site.one.id)
            #expect(!site.get(address, as: .viewer).hasButton("Invia ora"))
            #expect(site.visitor(.operator, of: site.other).post("\(address)/ora", ["azione": "conferma"]).status == 404)
            let asked = visitor.press(visitor.get(address), "Invia ora")
            #expect(asked.title == "Inviare questa notifica?" && asked.text.contains("Quella programmata") && asked.links.contains(address))
            #expect(try store.progress(of: id)?.state == .scheduled && asked.texts(of: "avvertenza") == [])

            // Of another look at it than the last, nothing is done.
            _ = visitor.press(visitor.get(address), "Sposta", ["invio_il": RomeTime(Moment(seconds: moment.seconds + 86_400)).date.iso])
            #expect(visitor.follow(visitor.press(asked, "Conferma e invia")).text.contains("l’operazione non è stata eseguita"))
            #expect(try store.progress(of: id)?.state == .scheduled)

            _ = try site.close()
            let atNight = visitor.press(visitor.get(address), "Invia ora")
            #expect(atNight.texts(of: "avvertenza").joined().contains("il telefono del cittadino suonerebbe ora"))
            let page = visitor.follow(visitor.press(atNight, "Conferma e invia"))
            #expect(page.alerts.contains("La notifica non attende più l’ora programmata.") && !page.hasButton("Invia ora"))
            #expect(try store.progress(of: id)?.state == .queued)
            #expect(try store.auditLines(limit: 9).contains { $0.action == .notificationMoved && $0.subject == .notification(id) })
            #expect(visitor.follow(visitor.press(atNight, "Conferma e invia")).text.contains("l’operazione non è stata eseguita"))
        }
    }

    @Test func `one whose time has come is neither moved nor withdrawn once it has left`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), id = try site.schedule(.ahead()), seen = visitor.get("/notifiche/\(id)")
            try site.installation.db.execute("""
                UPDATE notification SET state = 'sending', attempt = 1, due_at = NOW(6) + INTERVAL 1 MINUTE WHERE id = \(id)
                """)
            for button in ["Sposta", "Annulla"] {
                #expect(visitor.follow(visitor.press(seen, button)).text.contains("l’operazione non è stata eseguita"), "\(button)")
            }
            #expect(try site.installation.store(of: site.one.id).progress(of: id)?.state == .sending)
        }
    }

    @Test func `the administrator says the hours, and what is scheduled stays`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.administrator), id = try site.schedule(.ahead())
            func save(_ from: String, _ until: String) -> Page {
                visitor.press(visitor.get("/impostazioni/orario"), "Salva orario", [
                    "orario_dalle": from, "orario_alle": until, "orario_festivi": nil])
            }
            for (from, until, field) in [("x", "20", "orario_dalle"), ("8:30", "20", "orario_dalle"), ("24", "24", "orario_dalle"),
                                         ("8", "25", "orario_alle"), ("20", "8", "orario_alle"), ("8", "", "orario_alle")] {
                let refused = save(from, until)
                #expect(refused.status == 422 && !refused.beside(field).isEmpty, "\(from) \(until)")
            }
            #expect(visitor.follow(save("07:00", "24")).alerts.contains("L’orario degli invii è stato salvato."))
            let tenants = try site.installation.tenants()
            #expect(tenants.map(\.hours) == [SendingHours(from: 7, until: 24, onHolidays: false), .always])
            let store = site.installation.store(of: site.one.id)
            #expect(try store.auditLines(limit: 1).first?.detail == .hours(tenants[0].hours) && store.progress(of: id)?.state == .scheduled)
        }
    }
}

extension TestSite {
    /// From now on it is outside of the hours of one ente.
    ///
    /// - Returns: when they begin.
    fileprivate func close() throws -> Moment {
        let from = RomeTime(.now()).hour < 12 ? 20 : 3
        let hours = SendingHours(from: from, until: from + 1, onHolidays: true)!
        try installation.store(of: one.id).setHours(hours, by: nil)
        return hours.beginning(after: .now())
    }

    fileprivate func schedule(_ moment: Moment) throws -> NotificationID {
        let store = installation.store(of: one.id), like = one.rows[.operator]!["notification"]!.value
        var content = try #require(try store.notification(NotificationID(like))).content
        content.subject = "Quella programmata"
        let person = try #require(try store.people().first { $0.role == .operator })
        return try store.addNotification(content, environment: .trial, formKey: .make(), sendAt: moment, by: person.id).id
    }
}
