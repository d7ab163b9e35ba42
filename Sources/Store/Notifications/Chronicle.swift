package import Domain
import MariaDB

/// Something that happened to a notification.
package struct HistoryLine: Sendable {
    package enum Event: Sendable {
        /// Of a person, or of the command line.
        case act(AuditAction, AuditDetail?)
        /// Of a person, who has told the citizen by another way.
        case contact(ContactChannel, note: String)
        /// Of App IO, which was asked by the program.
        case call(Attempt)
    }

    /// When it happened, or began.
    package var at: Moment
    /// Who did it; `nil`: the program, or the command line.
    package var person: String?
    package var event: Event

    /// When it was over.
    package var endedAt: Moment {
        guard case .call(let call) = event else { return at }
        return Moment(microseconds: at.microseconds + Int64(call.milliseconds) * 1_000)
    }
}

/// What happened to a notification, by persons and by the program.
package struct Chronicle: Sendable {
    /// The newest first, at most `most`.
    package var lines: [HistoryLine]
    /// Whether there is more than they say.
    package var isCut: Bool

    /// How many lines a page shows.
    package static let most = 100

    /// That the citizen was told by another way, the newest first.
    package var contacts: [HistoryLine] {
        lines.filter { if case .contact = $0.event { true } else { false } }
    }

    /// What was asked of App IO, the newest first.
    package var calls: [Attempt] {
        lines.compactMap { if case .call(let call) = $0.event { call } else { nil } }
    }
}

extension TenantStore {
    /// What happened to a notification but for who looked at it.
    package func chronicle(of id: NotificationID) throws -> Chronicle {
        let parts = [calls(of: id), acts(on: id), earlierActs(on: id), contacts(about: id)]
        let read = try db.rows("""
            SELECT h.at, h.person, h.action, h.step, h.number, h.slot, h.duration_ms, h.http_status, h.curl_code, h.title, h.detail,
                   h.outcome
            FROM (\(SQL.joined(parts, separator: " UNION ALL "))) h ORDER BY h.at DESC, h.id DESC LIMIT \(Chronicle.most + 1)
            """, readLine)
        let lines = read.compactMap(\.self)
        return Chronicle(lines: Array(lines.prefix(Chronicle.most)), isCut: lines.count > Chronicle.most || lines.count < read.count)
    }

    // Each part of the one statement has the columns of the first, NULL where it says nothing, and reads a bounded number of rows.

    private func calls(of id: NotificationID) -> SQL {
        """
        (SELECT began_at AS at, id, NULL AS person, NULL AS action, step, number, slot, duration_ms, http_status, curl_code, title,
                detail, outcome
         FROM attempt WHERE tenant_id = \(tenant) AND notification_id = \(id) ORDER BY id DESC LIMIT \(Chronicle.most + 1))
        """
    }

    private func acts(on id: NotificationID) -> SQL {
        """
        (SELECT a.at, a.id, p.name, a.action, NULL, NULL, NULL, NULL, NULL, NULL, NULL, a.detail, NULL
         FROM (SELECT at, id, person_id, action, detail FROM audit FORCE INDEX (audit_subject)
               WHERE tenant_id = \(tenant) AND subject = \(id) AND \(Self.isAct) ORDER BY id DESC LIMIT \(Self.mostActsRead)) a
         LEFT JOIN person p FORCE INDEX (PRIMARY) ON p.tenant_id = \(tenant) AND p.id = a.person_id
         ORDER BY a.id DESC LIMIT \(Chronicle.most + 1))
        """
    }

    /// With its note, which the audit has not.
    private func contacts(about id: NotificationID) -> SQL {
        """
        (SELECT c.made_at, c.id, p.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, c.channel, c.note, NULL
         FROM contact c LEFT JOIN person p FORCE INDEX (PRIMARY) ON p.tenant_id = c.tenant_id AND p.id = c.person_id
         WHERE c.tenant_id = \(tenant) AND c.notification_id = \(id) ORDER BY c.id DESC LIMIT \(Chronicle.most + 1))
        """
    }

    /// A row of nothing but its time, where the audit has more about it than is read.
    private func earlierActs(on id: NotificationID) -> SQL {
        """
        (SELECT at, id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM audit FORCE INDEX (audit_subject)
         WHERE tenant_id = \(tenant) AND subject = \(id) AND \(Self.isAct) ORDER BY id DESC LIMIT 1 OFFSET \(Self.mostActsRead))
        """
    }

    /// Not of who looked at it; a contact has a line of its own.
    private static var isAct: SQL { "topic = \(AuditTopic.notifications) AND action <> \(AuditAction.notificationContacted)" }

    private static var mostActsRead: Int { 1_000 }

    private func readLine(_ row: inout Row) -> HistoryLine? {
        let (at, person) = (row.next(Moment.self), row.next(String?.self))
        let action = row.next(AuditAction?.self), step = row.next(LoggedCall.Step?.self)
        let (number, slot, milliseconds) = (row.next(Int?.self), row.next(KeySlot?.self), row.next(Int?.self))
        let (httpStatus, curlCode) = (row.next(Int?.self), row.next(Int?.self))
        let (title, detail, outcome) = (row.next(String?.self), row.next(String?.self), row.next(CallOutcome?.self))
        if let action {
            return HistoryLine(at: at, person: person, event: .act(action, detail.flatMap(AuditDetail.init(stored:))))
        }
        if step == nil, let channel = title.flatMap(ContactChannel.init) {
            return HistoryLine(at: at, person: person, event: .contact(channel, note: detail ?? ""))
        }
        guard let step, let number, let slot, let milliseconds, let outcome else { return nil }
        return HistoryLine(at: at, event: .call(Attempt(
            step: step, number: number, slot: slot, beganAt: at, milliseconds: milliseconds, httpStatus: httpStatus, curlCode: curlCode,
            title: title, detail: detail, outcome: outcome)))
    }
}
