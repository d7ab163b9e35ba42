package import Domain
import MariaDB

/// An e-mail that a worker has in hand.
package struct ClaimedMail: Sendable {
    package var tenant: TenantID
    package var id: MailID
    package var kind: MailKind
    package var recipient: MailAddress
    package var text: MailText
    package var createdAt: Moment
    package var tries: Int
    package var owner: WorkerID
}

/// An e-mail as a page shows it.
package struct MailLine: Sendable {
    package var id: MailID
    package var kind: MailKind
    package var recipient: MailAddress
    package var subject: String
    package var state: MailState
    package var trouble: MailTrouble?
    package var reply: String
    package var createdAt: Moment
    package var settledAt: Moment?
}

extension InstallationStore {
    /// Seconds for which a worker has an e-mail in hand: longer than one takes.
    private static let lease = 150
    /// Days after which nobody wants to be told any more, and days for which pages show what became of an e-mail.
    private static let (daysTried, daysKept) = (3, 30)

    /// Whether there is a server to try or an e-mail to send: to be asked often, so it costs little.
    package func mailIsDue() throws -> Bool {
        try db.first("""
            SELECT EXISTS (SELECT 1 FROM mail_server WHERE due_at <= NOW(6)) OR EXISTS (SELECT 1 FROM mail WHERE due_at <= NOW(6))
            """) { $0.next(Bool.self) } ?? false
    }

    /// Takes an e-mail whose time has come, the one that waits longest.
    package func claimMail(owner: WorkerID) throws -> ClaimedMail? {
        let due = try db.rows("""
            SELECT tenant_id, id, kind, recipient, subject, body, created_at, tries FROM mail
            WHERE due_at <= NOW(6) AND state = \(MailState.queued) ORDER BY due_at LIMIT 4
            """) { row in
            ClaimedMail(tenant: row.next(), id: row.next(), kind: row.next(), recipient: row.next(),
                        text: MailText(subject: row.next(), body: row.next()), createdAt: row.next(), tries: row.next(), owner: owner)
        }
        return try due.first { mail in
            try db.execute("""
                UPDATE mail SET owner = \(owner), due_at = NOW(6) + INTERVAL \(Self.lease) SECOND, tries = tries + 1
                WHERE tenant_id = \(mail.tenant) AND id = \(mail.id) AND state = \(MailState.queued) AND due_at <= NOW(6)
                """) == 1
        }
    }

    /// Commits that the e-mail is about to leave: from here on a missing answer is an uncertain outcome, also of a worker that dies.
    ///
    /// - Returns: false when another has it, its address is gone, or the database is not the one that it was.
    package func letGo(_ mail: ClaimedMail) throws -> Bool {
        try db.execute("""
            UPDATE mail SET state = \(MailState.sending), due_at = NOW(6) + INTERVAL \(Self.lease) SECOND
            WHERE tenant_id = \(mail.tenant) AND id = \(mail.id) AND state = \(MailState.queued) AND owner = \(mail.owner)
              AND (SELECT restored_at FROM host WHERE id = 1) IS NULL AND \(SQL.isWhole)
            """) == 1
    }

    /// Writes what came of it; an answer that comes late still counts.
    ///
    /// - Parameter pause: seconds until it is tried again, where it is.
    package func settle(_ mail: ClaimedMail, _ outcome: MailOutcome, pause: Int) throws {
        let (state, trouble, reply): (MailState, MailTrouble?, String) = switch outcome {
        case .sent: (.sent, nil, "")
        case .uncertain(let reply): (.uncertain, .answerLost, reply)
        case .notSent(let trouble, let reply, let isFinal): (isFinal && !trouble.isOfServer ? .failed : .queued, trouble, reply)
        }
        let again: SQL = state == .queued ? "NOW(6) + INTERVAL \(pause) SECOND" : "NULL"
        try db.transaction {
            let settled = try db.execute("""
                UPDATE mail SET state = \(state), due_at = \(again), settled_at = IF(\(state == .queued), NULL, NOW(6)),
                       trouble = \(trouble), reply = \(clipped(reply, to: 200)), owner = IF(\(state == .queued), NULL, owner)
                WHERE tenant_id = \(mail.tenant) AND id = \(mail.id) AND owner = \(mail.owner)
                  AND state IN (\(list: [MailState.queued, .sending, .uncertain]))
                """)
            guard settled == 1, mail.kind == .trial, state == .sent || state == .uncertain else { return }
            try db.execute("""
                UPDATE mail_recipient SET accepted_at = NOW(6) WHERE tenant_id = \(mail.tenant) AND address = \(mail.recipient)
                """)
        }
    }

    /// Ends what nobody answers for: e-mails whose worker died after they had left, and those that were tried for days.
    ///
    /// - Returns: how many became doubts.
    @discardableResult
    package func expireMails() throws -> Int {
        let doubts = try db.execute("""
            UPDATE mail SET state = \(MailState.uncertain), due_at = NULL, settled_at = NOW(6), trouble = \(MailTrouble.answerLost)
            WHERE state = \(MailState.sending) AND due_at <= NOW(6)
            """)
        try db.execute("""
            UPDATE mail SET state = \(MailState.failed), due_at = NULL, settled_at = NOW(6), trouble = \(MailTrouble.expired)
            WHERE state = \(MailState.queued) AND due_at <= NOW(6) AND created_at < NOW(6) - INTERVAL \(Self.daysTried) DAY
            """)
        return doubts
    }

    /// Removes what no page shows any more. How an address was tried stays with it.
    func removeOldMails() throws {
        try db.execute("""
            DELETE FROM mail WHERE settled_at < NOW(6) - INTERVAL \(Self.daysKept) DAY AND kind <> \(MailKind.trial) LIMIT 1000
            """)
    }

    /// After a restore: what waited in the backup may have left since, and what was due today too. Nobody sends it a second time.
    func makeDoubtsOfMails(_ now: RomeTime = RomeTime(.now())) throws {
        try db.execute("""
            UPDATE mail SET state = \(MailState.uncertain), due_at = NULL, settled_at = NOW(6), trouble = \(MailTrouble.answerLost)
            WHERE state IN (\(list: [MailState.queued, .sending]))
            """)
        try db.execute("UPDATE tenant_mail SET summary_day = \(now.date) WHERE summary_hour <= \(now.hour)")
        try db.execute("UPDATE tenant_mail SET access_told = NOW(6)")
    }
}

extension TenantStore {
    /// The newest e-mails.
    package func mails(limit: Int) throws -> [MailLine] {
        try db.rows("""
            SELECT id, kind, recipient, subject, state, trouble, COALESCE(reply, ''), created_at, settled_at FROM mail
            WHERE tenant_id = \(tenant) ORDER BY id DESC LIMIT \(limit)
            """) { row in
            MailLine(id: row.next(), kind: row.next(), recipient: row.next(), subject: row.next(), state: row.next(), trouble: row.next(),
                     reply: row.next(), createdAt: row.next(), settledAt: row.next())
        }
    }
}
