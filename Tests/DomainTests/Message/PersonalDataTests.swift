import Domain
import Testing

struct PersonalDataTests {
    /// The keys of what a subject is warned about.
    func warnings(_ subject: String) -> [FormProblem] {
        let rules = FormRules(services: [:], minimumContent: 80, today: CalendarDate(year: 2026, month: 11, day: 23)!)
        return NotificationForm([.subject: subject]).check(against: rules).warnings
    }

    @Test(arguments: [
        ("Pratica di RSSMRA85T10A562S", "codice_fiscale"), ("Pratica di rssmra85t10a562s, esito", "codice_fiscale"),
        ("CF RSSMRA 85T10 A562S da verificare", "codice_fiscale"), ("Codice RSSMRA85T10A562A errato", "codice_fiscale"),
        ("Omocodia RSSMRA85T10A56NH", "codice_fiscale"),
        ("Accredito su IT60X0542811101000000123456", "iban"), ("IBAN it60 x054 2811 1010 0000 0123 456", "iban"),
        ("Conto DE89370400440532013000 aperto", "iban"),
        ("Scrivere a maria.rossi@example.it", "email"), ("Risposta a <m+r@pec.example.it>.", "email"),
        ("Chiamare il 333 1234567", "telefono"), ("Cell. 3331234567 non risponde", "telefono"), ("Tel. 06 12345678", "telefono"),
        ("Numero +39 333 1234567", "telefono"), ("Numero 00390612345678", "telefono"), ("tel.0574/123456", "telefono"),
        ("Chiamare 0574 12 34 56 entro lunedì", "telefono"), ("Telefono 333-12.34.567", "telefono"), ("Fax 0612345678.", "telefono"),
        ("Numero +44 20 7946 0958 non attivo", "telefono"),
        ("RSSMRA85T10A562S, m@x.it e 3331234567", "codice_fiscale.email.telefono"),
        // Letters of Cyrillic and Greek, in full width, of mathematics, and marks without width.
        ("Pratica di RЅЅMRА85Т10А562Ѕ", "codice_fiscale"), ("Pratica di RSSΜRΑ85Τ10Α562S", "codice_fiscale"),
        ("Pratica di ＲＳＳＭＲＡ８５Ｔ１０Ａ５６２Ｓ", "codice_fiscale"), ("Pratica di 𝐑𝐒𝐒𝐌𝐑𝐀𝟖𝟓𝐓𝟏𝟎𝐀𝟓𝟔𝟐𝐒", "codice_fiscale"),
        ("Pratica di ＲＳＳＭＲＡ85T10A562S", "codice_fiscale"), ("Di RSS\u{200B}MRA85T10\u{AD}A562S", "codice_fiscale"),
        ("Di RSSMRA-85T10-A562-S", "codice_fiscale"), ("Di R S S M R A 8 5 T 1 0 A 5 6 2 S", "codice_fiscale"),
        ("Di rssmra.85t10.a562s", "codice_fiscale"), ("Di rѕѕmra85t10a562ѕ", "codice_fiscale"),
        ("Per la pratica telefonare allo 0612345678", "telefono"), ("Pratica pronta: tel. n. 0612345678", "telefono"),
        ("Chiamare il numero 3391234567", "telefono"), ("Tessera pronta, chiami il 3391234567", "telefono"),
        ("Avviso importante dal Comune. Chiamare 0612345678", "telefono"), ("Utenza telefonica 0612345678", "telefono"),
    ])
    func `what tells who somebody is does not belong in a subject`(_ subject: String, _ kinds: String) throws {
        let warning = try #require(warnings(subject).first)
        #expect(warning.key.hasPrefix("oggetto.\(kinds).") && warning.field == .subject)
        // Whoever is warned of one and writes another is warned again.
        let other = try #require(warnings(subject + " e altro").first)
        #expect(other.key.hasPrefix("oggetto.\(kinds).") && other.key != warning.key)
        #expect(!warning.sentence.contains("RSSMRA") && !warning.sentence.contains("333"))
    }

    @Test(arguments: [
        "Avviso 301011100007347557 da pagare", "Avviso 3010 1110 0007 3475 57", "Avviso 3020 0512 3456 7890 12",
        "Scadenza 15/07/2026 alle 09.30",
        "Dal 01.02.2026 al 05.03.2026", "Orario 09.30 10.30 e 15.00", "Prot. 12345/2026 del 03-05-2026", "Protocollo n. 0312345678",
        "Protocollo 312345678/2026 evaso", "Pratica 3331234567 chiusa", "TARI 2026, prima rata", "Importo di 350.123.456 euro",
        "Somma di 1.234,56 €",
        "Particella 0123 0456 del foglio 12", "Numero verde 800 123456", "Chiamare il 112 in emergenza", "Ordinanza 05/2026",
        "CIG 0312345678 aggiudicato", "Codice A3331234567B", "Via Roma 33, 00100 Roma", "UUID 018f0000-0000-7000-8000-000000000000",
        "Partita IVA 01234567890 no", "IT60X0542811101000000123457 no", "Versione 3.2.1 del modulo", "Scrivere @comune oggi",
        "Codice utente 0123456789", "Contatore acqua 0612345678", "Tessera elettorale 061234567", "Utenza 3391234567",
        "Matricola 3401234567",
        "Utente n. 0123456789", "Codice cliente: 0612345678", "Contratto di fornitura n. 0612345678", "Bolletta acqua 0612345678",
        "Fattura elettronica n. 061234567", "Verbale di accertamento 3391234567", "Conto corrente 0612345678", "C/C postale 0612345678",
        "Avviso di pagamento 3391234567", "Cartella esattoriale 0612345678", "POD 0612345678 attivo", "PDR 0612345678 attivo",
        "Partita IVA n. 0123456789", "Matr. 0612345678 assegnata", "Cod. ut. 0612345678 attivo", "Ticket 3391234567 chiuso",
        "Numero di protocollo 0612345678", "Targa prova 061234567", "Tessera sanitaria n. 3391234567", "Raccomandata n. 0612345678",
        "Domanda di iscrizione 3391234567",
        "Chiocciola a@b senza dominio", "Delibera 0061234567", "AB12 comunicazione avviso ai cittadini", "Bando 2026/0612345678/01",
    ])
    func `a number of something else raises no alarm`(_ subject: String) {
        #expect(warnings(subject).isEmpty)
    }

    @Test func `the sentence names each kind and says what to do`() {
        #expect(warnings("RSSMRA85T10A562S, m@x.it e 3331234567").map(\.sentence) == [
            "L’oggetto contiene un codice fiscale, un indirizzo e-mail e un numero di telefono e compare sullo schermo bloccato "
                + "del telefono e nelle e-mail: scriverlo nel contenuto."])
    }
}
