import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// What a paste brings along is cleaned, the page says so and gives it back; what was not filled in is asked about.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct PastingTests {
    static let text =
        "Si comunica che il canone annuale per il posto al mercato settimanale va pagato entro la fine del mese, senza altri avvisi.\n"
    static let list = text + "\u{F0B7}\tuno\n\u{F0B7}\tdue\nperch\u{C3}\u{A9} s\u{EC}"
    static let cleaned = text + "- uno\n- due\n\nperché sì"
    static let note = "Dal testo incollato: 2 simboli di elenco diventati elenchi, 1 carattere rovinato corretto."

    @Test func `a text that was changed is shown with its note before it is sent, and sent as it was shown`() throws {
        try TestSite.run { site in
            for tenant in [site.one, site.other] {
                let visitor = site.visitor(.operator, of: tenant), before = try site.newest(of: tenant)?.id
                let page = try visitor.add([.content: Self.list])
                #expect(page.status == 422 && page.texts(of: "incollato") == ["\(Self.note) Annulla le correzioni al testo incollato"],
                    "\(page.texts(of: "incollato"))")
                #expect(page.field("contenuto") == Self.cleaned && page.alerts.contains { $0.contains("La notifica non è stata inviata") })
                #expect(page.texts(of: "telefono-testo").joined().contains("perché sì") && !page.hasButton("Aggiungi comunque"))
                #expect(try site.newest(of: tenant)?.id == before)
                let sent = visitor.press(page, "Aggiungi")
                #expect(try sent.status == 303 && site.newest(of: tenant)?.markdown == Self.cleaned)
            }
        }
    }

    @Test func `Annulla brings back every character, and then its place is said`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator), typed = Self.list + "\nuno\u{0B}due \u{02}tre\u{AD}"
            let subject = "Avviso\tdel\u{200B} canone"
            let page = try visitor.add([.content: typed, .subject: subject])
            #expect(page.field("oggetto") == "Avviso del canone" && page.field("contenuto")?.contains("uno\ndue tre") == true)
            let back = visitor.press(page, Self.takeBack)
            #expect(back.field("contenuto") == typed && back.field("oggetto") == subject && back.texts(of: "incollato") == [])
            let refused = visitor.press(back, "Aggiungi")
            #expect(refused.status == 422 && refused.field("contenuto") == typed && refused.texts(of: "incollato") == [])
            #expect(refused.beside("contenuto").contains("(U+000B), alla riga 5, dopo «uno»: toglierlo, con un altro."),
                "\(refused.beside("contenuto"))")
            #expect(refused.beside("oggetto").contains("(U+0009), dopo «Avviso»"))
            // What comes later was not declined.
            let later = visitor.press(refused, "Aggiungi", ["contenuto": typed + "\n\u{F0B7}\ttre"])
            #expect(later.texts(of: "incollato").count == 1 && later.field("contenuto")?.hasSuffix("- tre") == true)
            #expect(try site.newest() == nil)
        }
    }

    static let takeBack = "Annulla le correzioni al testo incollato"

    @Test func `what nobody sees goes without a stop`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator)
            let sent = try visitor.add([.content: Self.text + "per\u{AD}ché\u{200B}\r\nsì\u{02}", .subject: "Ca\u{AD}none del mercato"])
            #expect(sent.status == 303)
            let record = try #require(try site.newest())
            #expect(record.markdown == Self.text + "perché\nsì" && record.subject == "Canone del mercato")
        }
    }

    @Test func `a text that was changed after its note stays, and a note that the preview has shown is not shown twice`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator)
            let page = try visitor.add([.content: Self.list], button: "anteprima")
            #expect(page.status == 200 && page.texts(of: "incollato").count == 1)
            let kept = visitor.press(page, Self.takeBack, ["contenuto": Self.cleaned + "!"])
            #expect(kept.field("contenuto") == Self.cleaned + "!" && kept.text.contains("resta com’è adesso"))
            // Looked at once more the note is there still, with the way back.
            let again = visitor.press(page, "Anteprima")
            #expect(again.texts(of: "incollato").count == 1 && visitor.press(again, Self.takeBack).field("contenuto") == Self.list)
            // The preview that a page asks for by itself leaves the field as it was typed.
            let sent = visitor.press(page, "Aggiungi", ["contenuto": Self.list])
            #expect(try sent.status == 303 && site.newest()?.markdown == Self.cleaned)
        }
    }

    @Test func `the page of confirmation, a draft and the end of a session keep the cleaned text`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator)
            try site.installation.db.execute("UPDATE tenant SET confirms_sends = TRUE WHERE id = \(site.one.id)")
            let page = try visitor.add([.content: Self.list])
            let confirmation = visitor.press(page, "Aggiungi")
            #expect(confirmation.title == "Inviare questa notifica?" && visitor.press(confirmation,
                "Torna a modificare").field("contenuto") == Self.cleaned)
            #expect(visitor.press(confirmation, "Conferma e invia").status == 303)
            #expect(try site.newest()?.markdown == Self.cleaned)
            let draft = visitor.follow(try visitor.add([.content: Self.list], button: "bozza"))
            #expect(draft.field("contenuto") == Self.cleaned && draft.texts(of: "incollato").count == 1)
        }
    }

    @Test func `what is not filled in is asked about, and another ente's too`() throws {
        try TestSite.run { site in
            for tenant in [site.one, site.other] {
                let visitor = site.visitor(.operator, of: tenant), before = try site.newest(of: tenant)?.id
                let asked = try visitor.add([.subject: "Canone di «Nome»", .content: "Gentile {{nome}},\n" + Self.text])
                #expect(asked.beside("oggetto").contains("parti da compilare: «Nome»"))
                #expect(asked.beside("contenuto").contains("{{nome}} (riga 1)"))
                #expect(try asked.status == 422 && site.newest(of: tenant)?.id == before)
                // Another one is another question.
                let other = visitor.press(asked, "Aggiungi comunque", ["contenuto": "Gentile {nome},\n" + Self.text])
                #expect(other.status == 422 && other.beside("contenuto").contains("{nome} (riga 1)"))
                #expect(visitor.press(other, "Aggiungi comunque").status == 303)
            }
        }
    }

    @Test func `a template's fields are cleaned, and its own texts warn of what is no field`() throws {
        try TestSite.run { site in
            let store = site.installation.store(of: site.one.id), service = ServiceID(site.one.rows[.operator]!["service"]!.value)
            let visitor = site.visitor(.administrator)
            let template = try store.addMessageTemplate(
                MessageTemplate(stored: "Avviso del canone", content: Self.text + "{{nota}} [NOME]",
                                fields: [TemplateField(name: "nota", label: "Nota", kind: .longText)]),
                name: "Canone", service: service, by: try store.people()[0].id)
            let page = visitor.press(visitor.get("/notifiche/nuova"), "Usa modello", ["modello": template.description])
            let typed = "\u{F0B7}\tuno\u{0B}due\u{AD}"
            let first = visitor.press(page, "Aggiungi", ["campo_nota": typed, "codice_fiscale": "RSSMRA80A01H501U"])
            #expect(first.field("campo_nota") == "• uno\ndue" && first.texts(of: "incollato").count == 1)
            #expect(first.beside("contenuto").contains("[NOME]"))
            #expect(visitor.press(first, Self.takeBack).field("campo_nota") == typed)
            let sent = visitor.press(first, "Aggiungi comunque")
            #expect(try sent.status == 303 && site.newest()?.markdown == Self.text + "• uno\ndue [NOME]")
        }
    }

    @Test func `Modelli explains what is no field beside it and keeps the explanation, and cleans what is pasted`() throws {
        try TestSite.run { site in
            for tenant in [site.one, site.other] {
                let visitor = site.visitor(.administrator, of: tenant), service = tenant.rows[.operator]!["service"]!.description
                let page = visitor.press(visitor.get("/modelli/nuovo"), "Salva", [
                    "servizio": service, "nome": "Graffe", "oggetto": "Canone di {nome}", "contenuto": "Gentile ((nome)),\n" + Self.list])
                #expect(page.field("contenuto") == "Gentile ((nome)),\n" + Self.cleaned && page.texts(of: "incollato").count == 1)
                #expect(page.alerts.joined().contains("Il modello non è ancora stato salvato."))
                #expect(page.beside("oggetto") == "Non è un campo, e il cittadino lo leggerebbe così: {nome}. "
                    + "Un campo si scrive tra doppie graffe, come {{nome}}.")
                #expect(page.beside("contenuto").contains("((nome)) (riga 1)"))
                #expect(visitor.press(page, Self.takeBack).field("contenuto") == "Gentile ((nome)),\n" + Self.list)
                let saved = visitor.follow(visitor.press(page, "Salva"))
                #expect(saved.title == "Graffe")
                #expect(saved.beside("contenuto").contains("((nome)) (riga 1)") && saved.beside("oggetto").contains("{nome}"))
            }
        }
    }

    @Test func `an oggetto with marks, entities and tags is asked about`() throws {
        try TestSite.run { site in
            let asked = try site.visitor(.operator).add([.subject: "**Avviso** d&#39;identit&agrave; <b>"])
            #expect(asked.beside("oggetto").contains("«**Avviso**», «&#39;» e «&agrave;» e altro"))
            #expect(asked.hasButton("Aggiungi comunque"))
        }
    }
}
