import Domain
import Store
import Xlsx

/// The archive as an Excel file: a row for each notification in the guide's words.
enum ArchiveWorkbook {
    /// What of it is for paper, one page wide: the first of its columns. The text is last, so that it can be left out.
    static let printedColumns = 11

    static let columns = [
        Column("UUID Notifica", width: 38), Column("Inserita il", width: 12, kind: .date),
        Column("Ora inserimento", width: 11, kind: .time), Column("Inserita da", width: 24),
        Column("Servizio", width: 30), Column("Stato", width: 22),
        Column("Codice Fiscale Destinatario", width: 20), Column("Oggetto", width: 40), Column("Somma", width: 12, kind: .money),
        Column("Data invio", width: 12, kind: .date), Column("Ora invio", width: 10, kind: .time),
        Column("Ambiente", width: 20), Column("Modello", width: 30), Column("Pulsanti", width: 40),
        Column("Scadenza", width: 12, kind: .date), Column("Notifica Pagamento", width: 22), Column("Paga dopo la scadenza", width: 12),
        Column("ID Consegna App.IO", width: 30), Column("Tentativi invio", width: 10, kind: .wholeNumber), Column("Errore", width: 40),
        Column("Stato Consegna", width: 16), Column("Stato Mail", width: 14), Column("Stato Push", width: 14),
        Column("Errata corrige di", width: 38), Column("Corretta da", width: 38), Column("Contattato altrimenti", width: 20),
        Column("Contattato il", width: 12, kind: .date), Column("Ora contatto", width: 10, kind: .time),
        Column("Contattato da", width: 24), Column("Nota del contatto", width: 40), Column("Ultima modifica", width: 12, kind: .date),
        Column("Ora modifica", width: 10, kind: .time), Column("Effettuata da", width: 24), Column("Modifica", width: 30),
        Column("Aggiornata dal programma il", width: 12, kind: .date), Column("Ora aggiornamento", width: 14, kind: .time),
        Column("Contenuto", width: 60),
    ]

    static func row(_ notification: ExportedNotification) -> [Cell] {
        let record = notification.record, contact = notification.contact
        let sent = record.state == .scheduled ? record.sendAt : record.sentAt
        let error = [record.reason?.sentence, record.problemTitle, record.problemDetail].compactMap { $0 }.joined(separator: " ")
        let buttons = MessageText(record.markdown).buttons.map { "\($0.text): \($0.address)" }.joined(separator: "\n")
        let decision = notification.decision ?? (record.isAsAdded ? .notificationAdded : nil)
        let message: [Cell] = [
            .text(record.id.description), .date(record.createdAt), .time(record.createdAt), .text(record.createdBy),
            .text(record.serviceName), .text(record.state.label), .text(record.fiscalCode.value), .text(record.subject),
            record.payment.map { .money(cents: $0.amount.cents) } ?? .empty, .date(sent), .time(sent),
            .text(record.environment == .trial ? "AMBIENTE DI PROVA" : "Reale"), .words(notification.template), .words(buttons),
            record.dueDate.map { .date(year: $0.year, month: $0.month, day: $0.day) } ?? .empty,
            .words(record.payment?.noticeNumber.value), .words(record.payment.map { $0.payableAfterDueDate ? "Sì" : "No" }),
        ]
        let delivery: [Cell] = [
            .words(record.ioID), .wholeNumber(record.attempt), .words(error), .words(record.ioStatus), .words(record.ioEmail),
            .words(record.ioPush),
        ]
        let aftermath: [Cell] = [
            .words(record.corrects?.description), .words(notification.correctedBy?.description), .words(contact?.channel.label),
            .date(contact?.madeAt), .time(contact?.madeAt), .words(contact?.person), .words(contact?.note), .date(record.decidedAt),
            .time(record.decidedAt), .text(record.decidedBy), .words(decision?.label), .date(record.movedAt), .time(record.movedAt),
        ]
        return message + delivery + aftermath + [.text(record.markdown)]
    }

    static let states = NotificationState.allCases.map { ($0.label, $0.meaning) }
}

extension Cell {
    /// Where there is nothing to say, nothing stands.
    static func words(_ text: String?) -> Cell { text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty }

    /// The day of a moment in Italy, and its time of day.
    static func date(_ moment: Moment?) -> Cell {
        guard let day = moment.map({ RomeTime($0).date }) else { return .empty }
        return .date(year: day.year, month: day.month, day: day.day)
    }

    static func time(_ moment: Moment?) -> Cell {
        guard let time = moment.map({ RomeTime($0) }) else { return .empty }
        return .time(hour: time.hour, minute: time.minute, second: time.second)
    }
}
