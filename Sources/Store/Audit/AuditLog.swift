package import Domain
import MariaDB

/// A line of the audit, for who reads it.
package struct AuditLine: Sendable {
    package var id: AuditID
    package var at: Moment
    /// `nil`: the program itself, or the command line.
    package var person: String?
    package var action: AuditAction
    package var subject: AuditSubject?
    package var detail: AuditDetail?
}

/// A page of the audit, the newest first.
package struct AuditSlice: Sendable {
    package var lines: [AuditLine]
    package var hasOlder = false
    /// Through where it has looked when it ended before its time.
    package var searchedThrough: AuditID?
    /// Of a citizen with more notifications than it looks at together: the last that it has looked at.
    package var furtherBehind: NotificationID?

    package init(lines: [AuditLine] = []) { self.lines = lines }
}

extension TenantStore {
    /// How many of a citizen's notifications one page of the audit is about.
    package static var citizenNotifications: Int { 15 }

    /// - Parameters:
    ///   - olderThan: the id of the last line of the page before.
    ///   - behind: of a citizen's notifications, those that are older than this one; `nil`: the newest, and the searches for the citizen.
    ///   - limit: lines at most.
    package func audit(_ filter: AuditFilter, olderThan: AuditID? = nil, behind: NotificationID? = nil, limit: Int) throws -> AuditSlice {
        var notifications: [NotificationID] = [], slice = AuditSlice()
        if let citizen = filter.citizen {
            notifications = try self.notifications(of: citizen, behind: behind)
            if notifications.count > Self.citizenNotifications {
                notifications.removeLast()
                slice.furtherBehind = notifications.last
            }
        }
        var range = AuditRange(filter, olderThan: olderThan)
        let lists = AuditList.all(filter, notifications: notifications, searches: behind == nil)
        guard !lists.isEmpty else { return slice }
        let person = filter.matter == nil ? nil : filter.person
        if person != nil, let end = try end(of: lists, range) {
            range.first = end
            slice.searchedThrough = end
        }
        // One more than shown tells whether there is a further page.
        let parts = lists.map { $0.ids(of: tenant, range, by: person, limit: limit + 1) }
        let ids: SQL = parts.count == 1 ? parts[0]
            : "(SELECT id FROM (\(SQL.joined(parts, separator: " UNION ALL "))) found ORDER BY id DESC LIMIT \(limit + 1))"
        slice.lines = try db.rows("""
            SELECT \(AuditLine.columns) FROM \(ids) page
            STRAIGHT_JOIN audit a FORCE INDEX (PRIMARY) ON a.tenant_id = \(tenant) AND a.id = page.id
            \(AuditLine.person) ORDER BY page.id DESC
            """, AuditLine.init)
        slice.hasOlder = slice.lines.count > limit
        if slice.hasOlder {
            slice.lines.removeLast()
            slice.searchedThrough = nil
        }
        return slice
    }

    private func notifications(of citizen: String, behind: NotificationID?) throws -> [NotificationID] {
        let older: SQL = behind.map { "AND id < \($0)" } ?? ""
        return try db.rows("""
            SELECT id FROM notification FORCE INDEX (notification_fiscal_code)
            WHERE tenant_id = \(tenant) AND fiscal_code = \(citizen.inASCII) \(older)
            ORDER BY id DESC LIMIT \(Self.citizenNotifications + 1)
            """) { $0.next() }
    }

    /// Where to end, so that of all lists together no more than so many lines are looked at for who is their person.
    private func end(of lists: [AuditList], _ range: AuditRange) throws -> AuditID? {
        let last = lists.map { $0.ids(of: tenant, range, limit: 1, after: max(Self.mostLinesRead / lists.count, 1) - 1) }
        let ends = SQL.joined(last, separator: " UNION ALL ")
        return try db.first("SELECT MAX(id) FROM (\(ends)) ends") { $0.next(AuditID?.self) } ?? nil
    }

    private static var mostLinesRead: Int { 1_500 }
}

extension AuditLine {
    /// Of a line `a`, with its person.
    static let columns: SQL = "a.id, a.at, p.name, a.action, a.subject, a.detail"
    static let person: SQL = "LEFT JOIN person p FORCE INDEX (PRIMARY) ON p.tenant_id = a.tenant_id AND p.id = a.person_id"

    init(_ row: inout Row) {
        let (id, at) = (row.next(AuditID.self), row.next(Moment.self))
        let (person, action) = (row.next(String?.self), row.next(AuditAction.self))
        let subject = row.binary(16).flatMap { id in action.subjectKind.map { AuditSubject($0, id) } }
        self.init(id: id, at: at, person: person, action: action, subject: subject,
                  detail: row.next(String?.self).flatMap(AuditDetail.init(stored:)))
    }
}
