import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// The page of one notification: where it stands, what to do about it, what happened to it.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct DetailPageTests {
    @Test func `the oggetto is its title, and one line says to whom, of which service, when and by whom`() throws {
        try TestSite.run { site in
            let page = site.get("/notifiche/\(try site.notification(in: .processed))", as: .viewer)
            #expect(page.title == "Così sta: Consegnata" && page.html.contains("<title>Così sta: Consegnata – Comune c_a001</title>"))
            let line = try #require(page.texts(of: "sommario").first)
            #expect(line.hasPrefix("A RSSMRA80A01H501U · Protocollo AMBIENTE DI PROVA · inserita il ") && line.hasSuffix("da Anna Bianchi"))
        }
    }

    @Test func `in each state the sensible act, if there is one, is the one primary button, and only for who may act`() throws {
        try TestSite.run { site in
            for state in NotificationState.allCases {
                let wanted: String? = switch state {
                case .processed, .assumed: "Nuova notifica"
                case .rejected, .unreachable: "Contattato altrimenti"
                case .cancelled: "Duplica"
                case .refused, .failed: "Ritenta"
                case .scheduled, .queued, .sending, .accepted, .uncertain, .undetermined: nil
                }
                let address = "/notifiche/\(try site.notification(in: state))", page = site.get(address, as: .operator)
                #expect(page.texts(of: "btn-primary") == (wanted.map { [$0] } ?? []), "\(state)")
                #expect(site.get(address, as: .viewer).texts(of: "btn-primary") == [], "\(state)")
                #expect(page.texts(of: "riquadro")[0].contains("Che cosa fare:") || state == .scheduled || state == .refused, "\(state)")
                #expect(page.hasButton("Verifica Stato") == [.accepted, .undetermined].contains(state), "\(state)")
            }
        }
    }

    @Test func `who was told otherwise is said in its history, with how and the note, and nothing is left to do`() throws {
        try TestSite.run { site in
            let id = try site.notification(in: .unreachable, because: .notOnIO), visitor = site.visitor(.operator)
            let form = visitor.get("/seguire/contatto?uuid=\(id)&torna=notifica")
            for hidden in ["PEC n. \u{202e}21", "PEC\u{7} n. 12"] {
                let wrong = visitor.press(form, "Registra", ["canale": "pec", "nota": hidden])
                #expect(wrong.status == 422 && wrong.beside("nota").contains("non si vedono"))
            }
            let done = visitor.press(form, "Registra", ["canale": "pec", "nota": "PEC n. 12 del 3 marzo"])
            #expect(done.location == "/notifiche/\(id)?esito=contattato")
            let page = site.get("/notifiche/\(id)", as: .viewer)
            #expect(page.texts(of: "cronologia")[0].contains("Cittadino contattato altrimenti (PEC): PEC n. 12 del 3 marzo Anna Bianchi"))
            #expect(page.texts(of: "riquadro")[0].contains("Nulla: il cittadino è stato contattato in un altro modo"))
        }
    }

    @Test func `a refusal says in Italian whose fault it was, and the act is the one that helps`() throws {
        try TestSite.run { site in
            for (status, title, sentence, act) in [
                (403, "Recipient forbidden", "non permette a questo servizio di scrivere a questo cittadino", "Ritenta"),
                (400, "Invalid message structure", "non ne accetta i dati", "Duplica"),
                (400, "Error while sending payment metadata", "la somma è più alta", "Ritenta"),
            ] {
                let id = try site.notification(in: .refused, because: .refusedByIO, problem: (status, title))
                let page = site.get("/notifiche/\(id)", as: .operator)
                #expect(page.texts(of: "riquadro")[0].contains(sentence) && page.texts(of: "btn-primary") == [act], "\(title)")
                #expect(page.texts(of: "tecnici")[0].contains("HTTP \(status) · \(title)"), "\(title)")
                #expect(!page.texts(of: "riquadro")[0].contains(title))
            }
        }
    }

    @Test func `words of App IO stand behind ours, and one that nobody knows alone`() throws {
        try TestSite.run { site in
            let id = try site.notification(in: .processed)
            try site.installation.db.execute("""
                UPDATE notification SET io_status = 'PROCESSED', io_email = 'SENT', io_push = 'ASTRAL' WHERE id = \(id)
                """)
            let page = site.get("/notifiche/\(id)", as: .viewer)
            #expect(page.text.contains("Stato Consegna Consegnata ( PROCESSED ) Stato Mail Inviata ( SENT ) Stato Push ASTRAL"))
        }
    }

    @Test func `a banner does not contradict the state that came of the act`() throws {
        try TestSite.run { site in
            let again = try site.notification(in: .unreachable, because: .notOnIO), waits = try site.notification(in: .queued)
            let page = site.get("/notifiche/\(again)?esito=rimessa_in_invio", as: .operator)
            #expect(page.alerts.contains("Ritentata, ma si è fermata di nuovo: perché, si legge qui sotto. Vai a Da seguire"))
            #expect(!page.html.contains("alert-success") && page.texts(of: "riquadro")[0].contains("Il cittadino non è su App IO"))
            #expect(site.get("/notifiche/\(waits)?esito=rimessa_in_invio", as: .operator).html.contains("alert-success"))
            let doubt = try site.notification(in: .uncertain, because: .answerLost)
            #expect(!site.get("/notifiche/\(doubt)?esito=reinviata", as: .operator).html.contains("alert-success"))
        }
    }

    @Test func `the history tells who did what and when, and what comes next`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.administrator), id = try site.notification(in: .failed, because: .triesExhausted)
            _ = visitor.press(visitor.get("/notifiche/\(id)"), "Ritenta")
            let lines = Self.history(visitor.get("/notifiche/\(id)"))
            try #require(lines.count == 3)
            #expect(lines[0].hasSuffix("Notifica aggiunta Anna Bianchi") && lines[1].hasSuffix("Notifica ritentata Carla Verdi"))
            #expect(lines[2] == "a momenti Prossimo tentativo di invio programma")
            #expect(Self.history(site.get("/notifiche/\(id)", as: .viewer)) == lines, "who looked is not in it")

            let accepted = Self.history(site.get("/notifiche/\(try site.notification(in: .accepted))", as: .viewer))
            #expect(accepted.last?.contains("Prossima verifica dello stato programma") == true)
            #expect(Self.history(site.get("/notifiche/\(try site.notification(in: .processed))", as: .viewer)).count == 1)
        }
    }

    @Test func `what Reinvia made tells where it comes from, and what came of a doubt leads there`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), id = try site.notification(in: .uncertain, because: .answerLost)
            let new = visitor.follow(visitor.decide(visitor.get("/notifiche/\(id)"), "Reinvia"))
            #expect(Self.history(new)[0].hasSuffix("Notifica aggiunta al posto di una con esito incerto Anna Bianchi"))
            let old = visitor.get("/notifiche/\(id)"), last = try #require(Self.history(old).last)
            #expect(last.contains("Notifica reinviata: apri quella inviata al suo posto Anna Bianchi"))
            #expect(old.links.contains { $0.hasPrefix("/notifiche/0") && !$0.contains("\(id)") && new.html.contains($0) })
        }
    }

    @Test func `a change that left no line anywhere is a line too`() throws {
        try TestSite.run { site in
            let id = try site.notification(in: .uncertain, because: .interrupted)
            try site.installation.db.execute("UPDATE notification SET updated_at = NOW(6) + INTERVAL 1 MINUTE WHERE id = \(id)")
            #expect(Self.history(site.get("/notifiche/\(id)", as: .viewer)).last?.hasSuffix("Esito incerto programma") == true)
        }
    }

    private static func history(_ page: Page) -> [String] { page.items(of: "cronologia") }
}
