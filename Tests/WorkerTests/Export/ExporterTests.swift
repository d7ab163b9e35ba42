import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

@preconcurrency import Glibc

/// From an extraction that somebody asked for to the file that they get.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ExporterTests {
    @Test func `the workbook holds the rows of the tenant that asked, newest first, and no other's`() throws {
        try Workplace.run { place in
            _ = try place.add(place.other.content(subject: "Di un altro ente"), of: place.other)
            for subject in ["Oggetto numero uno", "Oggetto numero due"] { _ = try place.add(place.one.content(subject: subject)) }
            let (mine, theirs) = (try place.ask(), try place.ask(of: place.other))
            for _ in 0..<2 { place.export() }
            #expect(try place.file(mine).column("Oggetto") == ["Oggetto numero due", "Oggetto numero uno"])
            #expect(try place.file(theirs, of: place.other).column("Oggetto") == ["Di un altro ente"])
            let export = try #require(try place.one.store.export(mine, of: place.one.operator_))
            #expect(export.rowsDone == 2 && export.fileName == "notifiche_c_a001_\(CalendarDate.today(at: .now()).iso).xlsx")
            #expect(try place.other.store.export(mine, of: place.other.operator_)?.id == nil)
            #expect(place.leftBehind.isEmpty, "what it wrote on the way holds personal data")
        }
    }

    @Test func `a row says what the notification is, each value as its kind`() throws {
        try Workplace.run { place in
            let formula = "=HYPERLINK(\"http://evil.example\")"
            var content = place.one.content(
                subject: formula, payment: Payment(amount: Amount(cents: 123_450), noticeNumber: NoticeNumber(stored: "301011100007347557"),
                                                   payableAfterDueDate: false))
            content.dueDate = CalendarDate(year: 2027, month: 7, day: 15)
            _ = try place.send()
            try place.workLater()
            place.appIO.answers(.message, .problem("400 Bad Request", "Non va", "Per un motivo"))
            let refused = try place.send(content), ask = try place.ask()
            place.export()
            let file = try place.file(ask)
            func values(_ header: String) throws -> [String?] { try file.column(header) }
            #expect(try values("UUID Notifica")[0] == refused.id.description && values("Servizio") == ["Protocollo", "Protocollo"])
            #expect(try values("Ambiente") == ["AMBIENTE DI PROVA", "AMBIENTE DI PROVA"])
            #expect(try values("Stato") == ["Errore", "Consegnata"] && values("Stato Consegna") == [nil, "PROCESSED"])
            #expect(try values("Codice Fiscale Destinatario") == ["RSSMRA80A01H501U", "RSSMRA80A01H501U"])
            #expect(try values("Oggetto") == [formula, "Comunicazione di prova"])
            #expect(try values("Contenuto")[0]?.hasPrefix("Testo della comunicazione. ") == true)
            #expect(try values("Scadenza") == ["46583", nil] && values("Somma") == ["1234.5", nil])
            #expect(try values("Notifica Pagamento") == ["301011100007347557", nil] && values("Paga dopo la scadenza") == ["No", nil])
            #expect(try values("ID Consegna App.IO") == [nil, "01MESSAGE1"] && values("Tentativi invio") == ["1", "1"])
            let reason = "App IO ha rifiutato la notifica: i dati, o la configurazione del servizio, non vanno bene."
            #expect(try values("Errore") == ["\(reason) Non va Per un motivo", nil])
            #expect(try values("Effettuata da") == ["Anna Bianchi", "Anna Bianchi"])
            #expect(try values("Inserita da") == ["Anna Bianchi", "Anna Bianchi"])
            #expect(try values("Modifica") == ["Notifica aggiunta", "Notifica aggiunta"])
            #expect(file.rows().first?.max { ($0.key.count, $0.key) < ($1.key.count, $1.key) }?.value == "Contenuto", "the text is last")
            for header in ["Data invio", "Ora invio", "Ultima modifica", "Ora modifica", "Inserita il", "Ora inserimento",
                           "Aggiornata dal programma il", "Ora aggiornamento"] {
                #expect(try values(header).allSatisfy { $0.flatMap(Double.init) != nil }, "\(header)")
            }
        }
    }

    @Test func `every field of a notification has a column`() throws {
        try Workplace.run { place in
            let form = NotificationForm.full(of: place.one.service)
            let sendTime = SendTime(form, within: .always, now: .now())
            _ = try place.add(.full(of: place.one.service), sendAt: sendTime.moment)
            let ask = try place.ask()
            place.export()
            let file = try place.file(ask)
            for field in FormField.allCases {
                let (header, value) = try cell(of: field, form)
                #expect(try file.column(header)[0]?.contains(value) == true, "\(field) is not in the column \(header)")
            }
        }
    }

    /// Under which header the file has a field, and how.
    private func cell(of field: FormField, _ form: NotificationForm) throws -> (header: String, value: String) {
        switch field {
        case .service: ("Servizio", "Protocollo")
        case .fiscalCode: ("Codice Fiscale Destinatario", form[field])
        case .subject: ("Oggetto", form[field])
        case .content: ("Contenuto", form[field])
        case .button1Text, .button1Address, .button2Text, .button2Address: ("Pulsanti", form[field])
        case .dueDate: ("Scadenza", try Self.dayNumber(form[field]))
        case .amount: ("Somma", "1234.56")
        case .noticeNumber: ("Notifica Pagamento", form[field])
        case .payAfterDue: ("Paga dopo la scadenza", "Sì")
        case .sendDate: ("Data invio", try Self.dayNumber(form[field]))
        case .sendTime: ("Ora invio", "0.3958")
        }
    }

    /// As Excel counts days.
    private static func dayNumber(_ date: String) throws -> String {
        try String((CalendarDate.parse(date).startOfDayInRome.seconds + 43_200) / 86_400 + 25_569)
    }

    @Test func `the filters leave out what they leave out, and the second sheet says which they were, who asked and when`() throws {
        try Workplace.run { place in
            let sent = try place.send(place.one.content(subject: "Quella che resta"))
            _ = try place.add(place.one.content(subject: "Ancora da inviare"))
            var filter = ArchiveFilter()
            (filter.fiscalCode, filter.states, filter.services) = ("RSSMRA80A01H501U", [.accepted], [place.one.service])
            let ask = try place.ask(filter)
            place.export()
            let file = try place.file(ask)
            #expect(try file.column("UUID Notifica") == [sent.id.description])
            let facts = file.rows(2).map { [$0["A"], $0["B"]] }
            for fact in [["Ente", "Comune c_a001 (c_a001)"], ["Esportata da", "Anna Bianchi"], ["Notifiche", "1"],
                         ["Filtro: Codice Fiscale Destinatario", "RSSMRA80A01H501U"], ["Filtro: Stato", "Inviata"],
                         ["Filtro: Servizio", "Protocollo"]] {
                #expect(facts.contains(fact.map(\.self)), "\(fact)")
            }
            #expect(facts.contains { $0[0] == "Esportata il" && $0[1]?.hasPrefix(RomeTime(.now()).date.italian) == true })
            for state in NotificationState.allCases { #expect(facts.contains([state.label, state.meaning]), "\(state)") }
        }
    }

    @Test func `who may work with some services only gets those, and the file says so`() throws {
        try Workplace.run { place in
            let hidden = ServiceID.make(), one = place.one
            try one.store.addService(
                hidden, ServiceDescription(name: "Tributi", ioServiceID: "02", environment: .trial, maximumAmount: .maximum), by: nil)
            var content = one.content(subject: "Di un servizio non ammesso")
            content.service = hidden
            _ = try place.add(content)
            _ = try place.add(one.content(subject: "Di un servizio ammesso"))
            try one.store.setServices(.only([one.service]), of: one.operator_, by: one.administrator)
            let ask = try place.ask()
            place.export()
            let file = try place.file(ask)
            #expect(try file.column("Oggetto") == ["Di un servizio ammesso"])
            #expect(file.rows(2).contains { $0["A"] == "Servizi ammessi" && $0["B"] == "Protocollo" })
        }
    }

    @Test func `who was locked out since gets nothing`() throws {
        try Workplace.run { place in
            _ = try place.add()
            let ask = try place.ask()
            try place.db.execute("UPDATE person SET disabled = TRUE WHERE id = \(place.one.operator_)")
            place.export()
            #expect(try place.one.store.export(ask, of: place.one.operator_)?.state == .failed)
            #expect(try place.one.store.chunk(0, of: ask) == nil)
        }
    }

    @Test func `an export that cannot be written comes back, and is given up at the third time`() throws {
        try Workplace.run { place in
            _ = try place.add()
            let (good, bad) = (try place.ask(), try place.ask(of: place.other))
            func state() throws -> [Export.State?] {
                [try place.one.store.export(good, of: place.one.operator_)?.state,
                 try place.other.store.export(bad, of: place.other.operator_)?.state]
            }
            for _ in 0..<2 { place.export(in: "/nonexistent") }
            #expect(try state() == [.queued, .queued])
            #expect(place.log.lines.count { $0.hasPrefix("export failed") } == 2)
            place.export()
            #expect(try state() == [.queued, .queued], "not at once")
            try place.db.execute("UPDATE export SET due_at = NOW(6) WHERE id = \(good)")
            place.export()
            for _ in 0..<2 {
                try place.database.makeDue()
                place.export(in: "/nonexistent")
            }
            #expect(try state() == [.ready, .failed])
            #expect(try place.file(good).column("Oggetto").count == 1)
        }
    }

    @Test func `pieces that a dead worker left are not a part of the file`() throws {
        try Workplace.run { place in
            let ask = try place.ask()
            for number in 0..<3 { try place.one.store.addChunk(number, [1, 2, 3], to: ask) }
            place.export()
            #expect(try place.file(ask).rows().count == 1)
            #expect(try place.one.store.chunk(1, of: ask) == nil)
        }
    }

    @Test func `one that turns out to be long goes to the other thread, which builds it whole`() throws {
        try Workplace.run { place in
            try place.db.execute("""
                INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, attempt, io_id, fiscal_code, subject,
                                          markdown, created_by)
                SELECT \(place.one.id), UNHEX(CONCAT('01800000000070008000', LPAD(HEX(seq), 12, '0'))), UNHEX(MD5(seq)),
                       \(place.one.service), 'trial', 'processed', 1, 'IO1', 'RSSMRA80A01H501U', CONCAT('Oggetto numero ', seq), 'x',
                       \(place.one.operator_)
                FROM seq_1_to_5001
                """)
            let ask = try place.ask()
            place.export()
            #expect(try place.one.store.export(ask, of: place.one.operator_)?.state == .queued)
            // It lowers its thread's priority, which nobody may raise again.
            let (database, directory, logger) = (place.database.options, place.scratch.path, place.log.logger)
            inThreads {
                var turns = 0
                Exporter(database: database, directory: directory, isForLong: true, logger: logger).run {
                    turns += 1
                    return turns == 1
                }
            }
            let file = try place.file(ask)
            #expect(file.count("<row r=.[0-9]*") == 5_002 && file.count("Oggetto numero [0-9]*<") == 5_001)
        }
    }

    @Test func `where nothing is asked for it removes what has expired`() throws {
        try Workplace.run { place in
            let ask = try place.ask()
            place.export()
            try place.db.execute("UPDATE export SET expires_at = NOW(6) - INTERVAL 1 SECOND")
            try place.db.execute("""
                UPDATE notification SET state = 'accepted', attempt = 1, io_id = 'IO1', due_at = NOW(6) - INTERVAL 2 DAY,
                       accepted_at = NOW(6) - INTERVAL 9 DAY WHERE id = \(place.add().id)
                """)
            place.export()
            #expect(try place.one.store.chunk(0, of: ask) == nil)
            #expect(try place.db.rows("SELECT state FROM notification") { $0.next(NotificationState.self) } == [.undetermined])
        }
    }
}
