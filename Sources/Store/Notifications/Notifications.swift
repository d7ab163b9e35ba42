package import Domain
import MariaDB
import Text

/// The same for the citizen, from another form.
package struct Twin: Sendable {
    package var id: NotificationID
    /// Who has added it.
    package var person: String
    /// When it is to leave; `nil`: it does not wait for its time.
    package var leavesAt: Moment?
}

/// Another form has sent the same to the citizen since the operator was asked.
package struct NewTwin: Error {
    package let found: Twin
}

extension TenantStore {
    /// One notification, `nil` when the tenant has none with this id, or of a service that is not allowed.
    package func notification(_ id: NotificationID) throws -> NotificationRecord? {
        try db.first("""
            SELECT \(NotificationRecord.columns) FROM notification n \(NotificationRecord.joins)
            WHERE n.tenant_id = \(tenant) AND n.id = \(id) AND \(allows("n.service_id"))
            """, NotificationRecord.init)
    }

    /// Those that were made at a tick, within the services that are allowed: one, where there is any.
    package func notifications(madeAt tick: UInt64) throws -> [NotificationRecord] {
        let ids = NotificationID.all(at: tick)
        return try db.rows("""
            SELECT \(NotificationRecord.columns) FROM notification n \(NotificationRecord.joins)
            WHERE n.tenant_id = \(tenant) AND n.id BETWEEN \(ids.lowerBound) AND \(ids.upperBound) AND \(allows("n.service_id"))
            LIMIT 16
            """, NotificationRecord.init)
    }

    /// The state of each of some notifications: what a page that waits for them looks at. Those that are not there are left out.
    package func states(of ids: [NotificationID]) throws -> [NotificationID: NotificationState] {
        guard !ids.isEmpty else { return [:] }
        let found = try db.rows("""
            SELECT id, state FROM notification WHERE tenant_id = \(tenant) AND id IN (\(list: ids)) AND \(allows("service_id"))
            """) { ($0.next(NotificationID.self), $0.next(NotificationState.self)) }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// State and count of attempts of a notification.
    package func progress(of id: NotificationID) throws -> (state: NotificationState, attempt: Int)? {
        try db.first("""
            SELECT state, attempt FROM notification WHERE tenant_id = \(tenant) AND id = \(id) AND \(allows("service_id"))
            """) { ($0.next(), $0.next()) }
    }

    /// Registers a notification to be sent at once or at a time of its own, and removes the draft that it came from.
    ///
    /// - Parameters:
    ///   - formKey: of the form that it came from. A form that comes twice gives the notification that it made the first time.
    ///   - sendAt: when it is to leave, a whole second; `nil`: at once.
    ///   - template: what it was filled in from.
    ///   - corrects: the notification of this tenant that it puts right.
    ///   - knownTwin: what `twin` found when the operator was asked; `nil`: nothing.
    /// - Returns: the notification's id, and whether this call made it.
    /// - Throws: `NewTwin` when another form has sent the same meanwhile; `PermitLost`, also when the service was disabled.
    package func addNotification(
        _ content: NotificationContent, environment: Environment, formKey: FormID, sendAt: Moment? = nil, template: TemplateUse? = nil,
        corrects: NotificationID? = nil, knownTwin: NotificationID? = nil, by person: PersonID
    ) throws -> (id: NotificationID, isNew: Bool) {
        precondition(scope.allows(content.service), "a notification of a service that is not allowed")
        do {
            let id = NotificationID.make()
            try db.transaction {
                // What is added with a service is added one after the other: of twins that come at once the second sees the first.
                let isDisabled = try db.first("""
                    SELECT disabled FROM service WHERE tenant_id = \(tenant) AND id = \(content.service) FOR UPDATE
                    """) { $0.next(Bool.self) }
                if permit != nil, isDisabled != false { throw PermitLost() }
                if let twin = try twin(of: content, formKey: formKey), twin.id != knownTwin { throw NewTwin(found: twin) }
                try insert(
                    id, content, environment: environment, formKey: formKey, sendAt: sendAt, template: template, corrects: corrects,
                    by: person)
                try db.execute("DELETE FROM draft WHERE tenant_id = \(tenant) AND person_id = \(person) AND id = \(formKey)")
                try whileActive.audit(.notificationAdded, by: person, on: .notification(id), detail: sendAt.map { .sendTime($0) })
            }
            return (id, true)
        } catch let twin as NewTwin {
            // Another form made it after this one had.
            guard let id = try notification(formKey: formKey) else { throw twin }
            return (id, false)
        } catch let error as DatabaseError where error.isDuplicate(of: "notification_form") || error.duringCommit {
            // The same form again, or a COMMIT whose answer was lost: the row says.
            guard let id = try notification(formKey: formKey) else { throw error }
            return (id, false)
        }
    }

    /// The notification that a form made, `nil` when it made none yet. Whatever its service: nothing is sent twice.
    package func notification(formKey: FormID) throws -> NotificationID? {
        try db.first("SELECT id FROM notification WHERE tenant_id = \(tenant) AND form_key = \(formKey)") { $0.next() }
    }

    /// The newest notification of the last 24 hours, or scheduled for a later time than 24 hours ago, that is on its way or arrived
    /// and is the same for the citizen: service, oggetto, contenuto and payment. What the same form made is no twin: it is the
    /// same notification.
    package func twin(of content: NotificationContent, formKey: FormID) throws -> Twin? {
        let oneDay: Int64 = 86_400_000_000
        let yesterday = NotificationID.first(at: Moment(microseconds: Moment.now().microseconds - oneDay))
        // Blanks and line ends make no other message of it.
        let (subject, markdown) = (content.subject.withoutSpaces(), content.markdown.withoutSpaces())
        return try db.rows("""
            SELECT n.id, p.name, IF(n.state = \(NotificationState.scheduled), n.send_at, NULL), n.subject, n.markdown
            FROM notification n FORCE INDEX (notification_fiscal_code)
            STRAIGHT_JOIN person p FORCE INDEX (PRIMARY) ON p.tenant_id = n.tenant_id AND p.id = n.created_by
            WHERE n.tenant_id = \(tenant) AND n.fiscal_code = \(content.fiscalCode)
              AND (n.id > \(yesterday) OR n.send_at > NOW(6) - INTERVAL 1 DAY)
              AND n.service_id = \(content.service)
              AND n.notice_number <=> \(content.payment?.noticeNumber) AND n.amount_cents <=> \(content.payment?.amount)
              AND n.form_key <> \(formKey) AND \(allows("n.service_id"))
              AND n.state IN (\(list: NotificationState.mayArrive))
            ORDER BY n.id DESC LIMIT 50
            """) { row in
            (twin: Twin(id: row.next(), person: row.next(), leavesAt: row.next()), subject: row.next(String.self),
             markdown: row.next(String.self))
        }.first { $0.subject.withoutSpaces() == subject && $0.markdown.withoutSpaces() == markdown }?.twin
    }

    private func insert(
        _ id: NotificationID, _ content: NotificationContent, environment: Environment, formKey: FormID, sendAt: Moment? = nil,
        template: TemplateUse?, resendOf: NotificationID? = nil, corrects: NotificationID? = nil, by person: PersonID
    ) throws {
        let payment = content.payment, time: SQL = sendAt.map(Self.time) ?? "NOW(6)"
        try db.execute("""
            INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, due_at, queued_at, send_at, fiscal_code,
                                      subject, markdown, due_date, amount_cents, notice_number, payable_after_due_date,
                                      created_by, resend_of, corrects, template_id, template_version)
            VALUES (\(tenant), \(id), \(formKey), \(content.service), \(environment), \(NotificationState(leavingAt: sendAt)),
                    \(time), \(time), \(sendAt.map(Self.time) ?? "NULL"),
                    \(content.fiscalCode), \(content.subject), \(content.markdown), \(content.dueDate), \(payment?.amount),
                    \(payment?.noticeNumber), \(payment?.payableAfterDueDate), \(person), \(resendOf), \(corrects), \(template?.id),
                    \(template?.version))
            """)
    }

    // MARK: - What an operator decides

    // While a restore is pending each of them throws `RestoreIsPending`.

    /// Queues a notification that never arrived again. Guarded by the attempt it was decided on.
    ///
    /// - Parameters:
    ///   - seen: its last change when it was decided on, where that is known: one that failed again before its next attempt has
    ///     moved too.
    ///   - person: `nil` for the command line, here and below.
    /// - Returns: false when it has moved on meanwhile.
    package func retry(_ id: NotificationID, attempt: Int, seen: Moment? = nil, by person: PersonID?) throws -> Bool {
        try decide(.notificationRetried, id, by: person) {
            """
            UPDATE notification SET state = \(NotificationState.queued), due_at = NOW(6), queued_at = NOW(6), tries = 0, owner = NULL,
                   reason = NULL, problem_status = NULL, problem_title = NULL, problem_detail = NULL, io_id = NULL, io_status = NULL,
                   io_email = NULL, io_push = NULL, checks = 0, checked_at = NULL, accepted_at = NULL,
                   \(decided(by: person))
            WHERE tenant_id = \(tenant) AND id = \(id) AND attempt = \(attempt) AND state IN (\(list: NotificationState.retriable))
              AND \(isAsSeen(seen)) AND \(allows("service_id"))
            """
        }
    }

    /// Withdraws a notification that has not left. A worker that has it in hand finds so before the POST.
    ///
    /// - Parameter seen: as of `retry`: a scheduled one may have been moved to another time.
    /// - Returns: false when it has moved on meanwhile.
    package func cancel(_ id: NotificationID, attempt: Int, seen: Moment? = nil, by person: PersonID) throws -> Bool {
        try decide(.notificationCancelled, id, by: person) {
            """
            UPDATE notification SET state = \(NotificationState.cancelled), due_at = NULL, owner = NULL,
                   \(decided(by: person))
            WHERE tenant_id = \(tenant) AND id = \(id) AND attempt = \(attempt)
              AND state IN (\(list: NotificationState.waiting)) AND \(isAsSeen(seen)) AND \(allows("service_id"))
            """
        }
    }

    /// Takes a doubtful notification for sent.
    ///
    /// - Returns: false when somebody, or a late answer, has resolved it meanwhile.
    package func assumeSent(_ id: NotificationID, attempt: Int, seen: Moment? = nil, by person: PersonID?) throws -> Bool {
        try decide(.notificationAssumed, id, by: person) { assuming(id, attempt: attempt, seen: seen, by: person) }
    }

    /// Sends a doubtful notification again, as a new one: the old one counts as sent.
    ///
    /// - Returns: the new notification's id; `nil` when the doubt was resolved meanwhile.
    package func resend(_ id: NotificationID, attempt: Int, seen: Moment? = nil, by person: PersonID?) throws -> NotificationID? {
        let newID = NotificationID.make()
        return try db.transaction {
            try requireNoRestore()
            guard let old = try detailed(id), let author = try person ?? author(of: id),
                  try db.execute(assuming(id, attempt: attempt, seen: seen, by: person)) == 1 else { return nil }
            try insert(
                newID, old.record.content, environment: old.record.environment, formKey: .make(), template: old.template, resendOf: id,
                by: author)
            try audit(.notificationResent, by: person, on: .notification(id), detail: .resentAs(newID))
            return newID
        }
    }

    /// Whose notification it is; what the command line sends again stays theirs.
    private func author(of id: NotificationID) throws -> PersonID? {
        try db.first("SELECT created_by FROM notification WHERE tenant_id = \(tenant) AND id = \(id)") { $0.next() }
    }

    private func assuming(_ id: NotificationID, attempt: Int, seen: Moment?, by person: PersonID?) -> SQL {
        """
        UPDATE notification SET state = \(NotificationState.assumed), due_at = NULL, \(decided(by: person))
        WHERE tenant_id = \(tenant) AND id = \(id) AND attempt = \(attempt) AND state = \(NotificationState.uncertain)
          AND \(isAsSeen(seen)) AND \(allows("service_id"))
        """
    }

    /// Whether nothing has changed it since its last change that somebody saw.
    func isAsSeen(_ seen: Moment?) -> SQL {
        seen.map { "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', updated_at) = \($0.microseconds)" } ?? "TRUE"
    }

    /// A change by a person, which the program's own later changes leave as it is. The command line is no person of the tenant:
    /// what it does is a change by the program, and its line in the audit says where it came from.
    func decided(by person: PersonID?) -> SQL {
        person.map { "updated_at = NOW(6), decided_at = NOW(6), decided_by = \($0)" } ?? "updated_at = NOW(6)"
    }

    func decide(
        _ action: AuditAction, _ id: NotificationID, by person: PersonID?, detail: AuditDetail? = nil, _ update: () -> SQL
    ) throws -> Bool {
        try db.transaction {
            try requireNoRestore()
            guard try db.execute(update()) == 1 else { return false }
            try audit(action, by: person, on: .notification(id), detail: detail)
            return true
        }
    }
}
