import Domain
import Store
import Xlsx

/// The archive as an Excel file: a row for each notification in the guide's words, and a second sheet that
/// says which filters, who, when, and what the states mean.
final class ArchiveWorkbook {
    private let book: Workbook

    init(path: String, temporaryDirectory: String) throws {
        book = try Workbook(path: path, temporaryDirectory: temporaryDirectory)
        try book.addSheet("Notifiche", columns: Self.columns)
    }

    private static let columns = [
        Column("UUID Notifica", width: 38), Column("Servizio", width: 30), Column("Ambiente", width: 20), Column("Stato", width: 22),
        Column("Codice Fiscale Destinatario", width: 20), Column("Oggetto", width: 40), Column("Contenuto", width: 60),
        Column("Scadenza", width: 12, kind: .date), Column("Somma", width: 12, kind: .money), Column("Notifica Pagamento", width: 22),
        Column("Paga dopo la scadenza", width: 12), Column("ID Consegna App.IO", width: 30),
        Column("Tentativi invio", width: 10, kind: .wholeNumber), Column("Data invio", width: 12, kind: .date),
        Column("Ora invio", width: 10, kind: .time), Column("Errore", width: 40), Column("Stato Consegna", width: 16),
        Column("Stato Mail", width: 14), Column("Stato Push", width: 14), Column("Ultima modifica", width: 12, kind: .date),
        Column("Ora modifica", width: 10, kind: .time), Column("Effettuata da", width: 24),
    ]

    func append(_ record: NotificationRecord) throws {
        let sent = (record.state == .scheduled ? record.sendAt : record.sentAt).map { RomeTime($0) }
        let decided = RomeTime(record.decidedAt)
        let error = [record.reason?.sentence, record.problemTitle, record.problemDetail].compactMap { $0 }.joined(separator: " ")
        try book.append([
            .text(record.id.description), .text(record.serviceName),
            .text(record.environment == .trial ? "AMBIENTE DI PROVA" : "Reale"), .text(record.state.label),
            .text(record.fiscalCode.value), .text(record.subject), .text(record.markdown),
            record.dueDate.map(Self.date) ?? .empty, record.payment.map { .money(cents: $0.amount.cents) } ?? .empty,
            record.payment.map { .text($0.noticeNumber.value) } ?? .empty,
            record.payment.map { .text($0.payableAfterDueDate ? "Sì" : "No") } ?? .empty,
            record.ioID.map(Cell.text) ?? .empty, .wholeNumber(record.attempt),
            sent.map { Self.date($0.date) } ?? .empty, sent.map(Self.time) ?? .empty,
            error.isEmpty ? .empty : .text(error),
            record.ioStatus.map(Cell.text) ?? .empty, record.ioEmail.map(Cell.text) ?? .empty, record.ioPush.map(Cell.text) ?? .empty,
            Self.date(decided.date), Self.time(decided), .text(record.decidedBy),
        ])
    }

    /// Adds the sheet that explains the first, and writes the file.
    func close(_ filters: FilterDescription, of export: ClaimedExport, rows: Int) throws {
        try book.addSheet("Filtri", columns: [Column("Voce", width: 32), Column("Valore", width: 60)])
        let facts = [
            ("Ente", "\(export.tenantName) (\(export.tenantCode))"), ("Esportata da", export.person.name),
            ("Esportata il", Moment.now().italian), ("Notifiche", String(rows)),
        ]
        for (name, value) in facts + filters.lines { try book.append([.text(name), .text(value)]) }
        try book.append([.empty, .empty])
        try book.append([.text("Stati"), .empty])
        for state in NotificationState.allCases { try book.append([.text(state.label), .text(state.meaning)]) }
        try book.close()
    }

    private static func date(_ date: CalendarDate) -> Cell { .date(year: date.year, month: date.month, day: date.day) }
    private static func time(_ time: RomeTime) -> Cell { .time(hour: time.hour, minute: time.minute, second: time.second) }
}

/// The filters of an export in the words of the archive's page.
struct FilterDescription {
    let lines: [(String, String)]

    /// - Parameters:
    ///   - services: those that were allowed to who asked.
    ///   - template: what that of the filter is called.
    init(_ filter: ArchiveFilter, _ services: [Service], _ people: [Person], template: String?, holdsAllServices: Bool) {
        let named = services.map { ($0.id.description, $0.name) } + people.map { ($0.id.description, $0.name) }
        var names = Dictionary(uniqueKeysWithValues: named)
        if let id = filter.template { names[id.description] = template }
        let set = ArchiveFilter.criteria.compactMap { criterion in
            let words = criterion.words(filter).map { names[$0] ?? $0 }
            return words.isEmpty ? nil : ("Filtro: \(criterion.label)", words.joined(separator: ", "))
        }
        let allowed = holdsAllServices ? [] : [("Servizi ammessi", services.map(\.name).joined(separator: ", "))]
        lines = allowed + (set.isEmpty ? [("Filtri", "nessuno")] : set)
    }
}
