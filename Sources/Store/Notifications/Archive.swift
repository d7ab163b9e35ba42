package import Domain
import MariaDB
import Text

/// Whether a notification is on the worklist.
package enum Following: String, Sendable {
    case open = "si"

    package var label: String { "Ancora da seguire" }
}

/// What the archive is narrowed to.
package struct ArchiveFilter: ListFilter {
    /// The beginning of one, or a whole one.
    package var fiscalCode: String?
    package var service: ServiceID?
    package var state: NotificationState?
    /// First and last day, inclusive, in Europe/Rome.
    package var from: CalendarDate?
    package var through: CalendarDate?
    /// Each word of it begins a word of the oggetto, without regard to case, accents and order.
    package var subject: String?
    package var id: NotificationID?
    package var noticeNumber: String?
    package var person: PersonID?
    package var following: Following?
    /// Who has it on the worklist.
    package var follower: PersonID?

    package init() {}

    package static let criteria: [Criterion<Self>] = [
        Criterion(
            "cf", "Codice Fiscale Destinatario", .code(.capitals, most: 20), \.fiscalCode,
            fault: FiscalCode.Prefix.fault, text: \.self, read: { FiscalCode.Prefix.parse($0)?.value }),
        .identifier("servizio", "Servizio", \.service, fault: "Il servizio scelto non è valido."),
        .choice("stato", "Stato", \.state, fault: "Lo stato scelto non è valido.", words: \.label),
        .day("dal", "Dal", \.from),
        .day("al", "Al", \.through),
        Criterion(
            "oggetto", "Oggetto (parole)", .text(most: TextLimits.subject.upperBound), \.subject,
            fault: "L’oggetto si cerca con una o più parole, al massimo 120 caratteri.",
            help: "Anche solo l’inizio di ciascuna, in qualunque ordine.", text: \.self,
            read: { $0.utf16.count > TextLimits.subject.upperBound || $0.searchWords.isEmpty ? nil : $0 }),
        .identifier(
            "uuid", "UUID Notifica", \.id, .code(.any, most: 36), fault: "L’UUID Notifica è fatto di 36 caratteri, come 0190a1b2-…."),
        Criterion(
            "avviso", "Notifica Pagamento (numero avviso)", .code(.digits, most: 30), \.noticeNumber,
            fault: "Il numero avviso è fatto di cifre.", text: \.self,
            read: { typed in
                let number = typed.withoutSpaces()
                return number.isEmpty ? nil : number
            }),
        .identifier("operatore", "Inserita da", \.person, fault: "L’operatore scelto non è valido."),
        .choice("seguire", "Da seguire", \.following, fault: "Il filtro Da seguire non è valido.", words: \.label),
        .identifier("seguita", "Da seguire da", \.follower, fault: "La persona scelta non è valida."),
    ]
}

/// A row of the archive.
package struct ArchiveRow: Sendable {
    package var id: NotificationID
    package var serviceName: String
    package var environment: Environment
    package var state: NotificationState
    package var fiscalCode: FiscalCode
    package var subject: String
    package var dueDate: CalendarDate?
    package var amount: Amount?
    package var sentAt: Moment?
    /// When a person wanted it to leave; `nil`: at once.
    package var sendAt: Moment?
}

/// A page of the archive, newest first.
package struct ArchiveSlice: Sendable {
    package var rows: [ArchiveRow]
    package var hasNewer: Bool
    package var hasOlder: Bool
    /// Where the search ended for now: beyond it nobody has looked.
    package var searchedThrough: NotificationID?
}

/// Where a page of the archive begins: keyset paging, since an OFFSET reads all that it skips.
package enum ArchivePosition: Sendable, Equatable {
    case newest
    /// The rows right after (older than) this one.
    case olderThan(NotificationID)
    /// The rows right before (newer than) this one.
    case newerThan(NotificationID)
}

extension TenantStore {
    package static var archivePageSize: Int { 25 }

    package func archive(_ filter: ArchiveFilter, at position: ArchivePosition) throws -> ArchiveSlice {
        // One more than shown tells whether there is a further page.
        let walked = try walk(
            "n.id, s.name, n.environment, n.state, n.fiscal_code, n.subject, n.due_date, n.amount_cents, n.sent_at, n.send_at",
            joining: NotificationRecord.service, filter, at: position, limit: Self.archivePageSize + 1) { row in
            ArchiveRow(id: row.next(), serviceName: row.next(), environment: row.next(), state: row.next(), fiscalCode: row.next(),
                       subject: row.next(), dueDate: row.next(), amount: row.next(), sentAt: row.next(), sendAt: row.next())
        }
        let hasMore = walked.rows.count > Self.archivePageSize, rows = Array(walked.rows.prefix(Self.archivePageSize))
        var slice = ArchiveSlice(rows: rows, hasNewer: false, hasOlder: hasMore, searchedThrough: walked.searchedThrough)
        switch position {
        case .newest: break
        case .olderThan: slice.hasNewer = true
        case .newerThan: (slice.rows, slice.hasNewer, slice.hasOlder) = (rows.reversed(), hasMore, true)
        }
        return slice
    }

    /// Lends the next notifications of a filter from the newest on, whole, for the export: some, perhaps none, each as it comes, while
    /// the database goes on reading.
    ///
    /// - Returns: the id to go on behind; `nil`: there are no more.
    package func eachRecord(
        _ filter: ArchiveFilter, olderThan last: NotificationID?, limit: Int, _ use: (NotificationRecord) throws -> Void
    ) throws -> NotificationID? {
        var newest = last
        let walked = try walk(
            NotificationRecord.columns, joining: NotificationRecord.joins, filter, at: last.map { .olderThan($0) } ?? .newest,
            limit: limit) { row in
            let record = NotificationRecord(&row)
            // A statement that starts over begins with those that were lent before.
            if newest.map({ record.id < $0 }) ?? true {
                try use(record)
                newest = record.id
            }
            return record.id
        }
        return walked.rows.count == limit ? walked.rows.last : walked.searchedThrough
    }
}
