package import Domain
import MariaDB
import Text

/// What the archive is narrowed to.
package struct ArchiveFilter: ListFilter {
    /// The beginning of one, or a whole one.
    package var fiscalCode: String?
    package var service: ServiceID?
    package var state: NotificationState?
    /// First and last day, inclusive, in Europe/Rome.
    package var from: CalendarDate?
    package var through: CalendarDate?
    /// The oggetto begins with this, without regard to case, accents and the sign of an apostrophe.
    package var subject: String?
    package var id: NotificationID?
    package var noticeNumber: String?
    package var person: PersonID?

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
            "oggetto", "Oggetto (comincia con)", .text(most: TextLimits.subject.upperBound), \.subject,
            fault: "L’oggetto ha al massimo 120 caratteri.", text: \.self,
            read: { $0.utf16.count > TextLimits.subject.upperBound ? nil : $0 }),
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
        var rows = try db.rows(archiveQuery(filter, at: position)) { row in
            ArchiveRow(id: row.next(), serviceName: row.next(), environment: row.next(), state: row.next(), fiscalCode: row.next(),
                       subject: row.next(), dueDate: row.next(), amount: row.next(), sentAt: row.next(), sendAt: row.next())
        }
        let hasMore = rows.count > Self.archivePageSize
        if hasMore { rows.removeLast() }
        switch position {
        case .newest: return ArchiveSlice(rows: rows, hasNewer: false, hasOlder: hasMore)
        case .olderThan: return ArchiveSlice(rows: rows, hasNewer: true, hasOlder: hasMore)
        case .newerThan: return ArchiveSlice(rows: rows.reversed(), hasNewer: hasMore, hasOlder: true)
        }
    }

    /// The rows of a page, in the order in which they are read. A test looks at its EXPLAIN.
    func archiveQuery(_ filter: ArchiveFilter, at position: ArchivePosition) -> SQL {
        // One more than shown tells whether there is a further page.
        page(
            of: "n.id, s.name, n.environment, n.state, n.fiscal_code, n.subject, n.due_date, n.amount_cents, n.sent_at, n.send_at",
            from: "notification n STRAIGHT_JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id",
            filter, at: position, limit: Self.archivePageSize + 1)
    }

    /// The next notifications of a filter from the newest on, whole, for the export.
    package func records(_ filter: ArchiveFilter, olderThan last: NotificationID?, limit: Int) throws -> [NotificationRecord] {
        let position = last.map { ArchivePosition.olderThan($0) } ?? .newest
        return try db.rows(
            page(of: NotificationRecord.columns, from: NotificationRecord.tables, filter, at: position, limit: limit),
            NotificationRecord.init)
    }

    /// - Parameter tables: begin with `notification n` and join straight: from the services, which are few, the whole archive of
    ///   a tenant would be read and sorted.
    func page(
        of columns: SQL, from tables: SQL, _ filter: ArchiveFilter, and condition: SQL = "TRUE", at position: ArchivePosition, limit: Int
    ) -> SQL {
        var conditions = conditions(filter) + [condition]
        var order: SQL = "DESC"
        switch position {
        case .newest: break
        case .olderThan(let id): conditions.append("n.id < \(id)")
        case .newerThan(let id):
            conditions.append("n.id > \(id)")
            order = "ASC"
        }
        let services = scope.intersection(Scope(filter.service))
        guard case .only(let several) = services, several.count > 1 else {
            return """
                SELECT \(columns) FROM \(tables)
                WHERE \(SQL.joined(conditions + [services.allows("n.service_id")], separator: " AND "))
                ORDER BY n.id \(order) LIMIT \(limit)
                """
        }
        // No index is in the order of several services, but each service's part of one is: the page is among their first rows.
        let parts: [SQL] = several.sorted().map { service in
            """
            (SELECT n.id FROM notification n WHERE \(SQL.joined(conditions + ["n.service_id = \(service)"], separator: " AND "))
            ORDER BY n.id \(order) LIMIT \(limit))
            """
        }
        return """
            SELECT \(columns) FROM (\(SQL.joined(parts, separator: " UNION ALL ")) ORDER BY id \(order) LIMIT \(limit)) page
            STRAIGHT_JOIN \(tables) WHERE n.tenant_id = \(tenant) AND n.id = page.id ORDER BY n.id \(order)
            """
    }

    func conditions(_ filter: ArchiveFilter) -> [SQL] {
        var conditions: [SQL] = ["n.tenant_id = \(tenant)"]
        if let code = filter.fiscalCode?.inASCII {
            // The rows of a whole code lie in the index in the order of the page; those of a beginning do not.
            let isWhole = code.utf8.count == 16
            conditions.append(isWhole ? "n.fiscal_code = \(code)" : "n.fiscal_code LIKE \(code.asLiteralPattern + "%")")
        }
        if let state = filter.state { conditions.append("n.state = \(state)") }
        // Ids are ordered by time, so days are ranges of the primary key.
        if let from = filter.from { conditions.append("n.id >= \(NotificationID.first(at: from.startOfDayInRome))") }
        if let through = filter.through { conditions.append("n.id < \(NotificationID.first(at: through.next.startOfDayInRome))") }
        if let subject = filter.subject?.foldedForSearch { conditions.append("n.subject_folded LIKE \(subject.asLiteralPattern + "%")") }
        if let id = filter.id { conditions.append("n.id = \(id)") }
        if let notice = filter.noticeNumber { conditions.append("n.notice_number = \(notice.inASCII)") }
        if let person = filter.person { conditions.append("n.created_by = \(person)") }
        return conditions
    }
}
