import Domain
import MariaDB
import Store
import Testing
import TestSupport

/// What operators decide, each on the attempt that they saw.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct DecisionTests {
    @Test func `each decision is taken in the states that allow it and in no other`() throws {
        try TestDatabase.run { database in
            let (tenant, by) = (database.one, database.one.operator_)
            for state in NotificationState.allCases {
                func notification() throws -> NotificationID {
                    let id = try tenant.add()
                    try database.put(id, of: tenant, in: state, attempt: 1)
                    return id
                }
                let retried = try tenant.store.retry(notification(), attempt: 1, by: by)
                #expect(retried == [.failed, .unreachable, .refused].contains(state), "\(state)")
                let cancelled = try tenant.store.cancel(notification(), attempt: 1, by: by)
                #expect(cancelled == [.scheduled, .queued].contains(state), "\(state)")
                let assumed = try tenant.store.assumeSent(notification(), attempt: 1, by: by)
                #expect(assumed == (state == .uncertain), "\(state)")
                let resent = try tenant.store.resend(notification(), attempt: 1, by: by) != nil
                #expect(resent == (state == .uncertain), "\(state)")
            }
        }
    }

    @Test func `a decision on an older attempt is not taken`() throws {
        try TestDatabase.run { database in
            let (tenant, by) = (database.one, database.one.operator_)
            for (state, decide) in [
                (.failed, { try tenant.store.retry($0, attempt: 1, by: by) }),
                (.queued, { try tenant.store.cancel($0, attempt: 1, by: by) }),
                (.uncertain, { try tenant.store.assumeSent($0, attempt: 1, by: by) }),
                (.uncertain, { try tenant.store.resend($0, attempt: 1, by: by) != nil }),
            ] as [(NotificationState, (NotificationID) throws -> Bool)] {
                let id = try tenant.add()
                try database.put(id, of: tenant, in: state, attempt: 2)
                #expect(try decide(id) == false)
                #expect(try tenant.state(id) == state)
            }
            let decisions = try database.db.first("""
                SELECT COUNT(*) FROM audit WHERE action LIKE 'notification%' AND action <> 'notification_added'
                """) { $0.next(Int.self) }
            #expect(decisions == 0)
        }
    }

    @Test func `of two people who resolve a doubt the second finds it resolved, and who did it`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            let id = try tenant.add()
            try database.put(id, of: tenant, in: .uncertain, attempt: 1)
            #expect(try tenant.store.assumeSent(id, attempt: 1, by: tenant.administrator))
            #expect(try tenant.store.resend(id, attempt: 1, by: tenant.operator_) == nil)
            let record = try #require(try tenant.store.notification(id))
            #expect(record.state == .assumed && record.decidedBy == "Carla Verdi")
            #expect(try tenant.store.archive(ArchiveFilter(), at: .newest).rows.count == 1)
        }
    }

    @Test func `Ritenta queues the same row as new, with its attempts still counted`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            let id = try tenant.add()
            try database.put(id, of: tenant, in: .refused, attempt: 3)
            #expect(try tenant.store.retry(id, attempt: 3, by: tenant.operator_))
            let record = try #require(try tenant.store.notification(id))
            #expect(record.state == .queued && record.attempt == 3)
            #expect(record.ioID == nil && record.reason == nil && record.problemStatus == nil)
            let claim = try #require(try database.installation.claimQueued(limit: 1, owner: .make(), lease: 30).first)
            #expect(claim.notification.id == id && claim.tries == 0 && claim.triedFor <= 1)
        }
    }

    @Test func `Reinvia makes a new notification linked to the old, which counts as sent`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            let id = try tenant.add()
            try database.put(id, of: tenant, in: .uncertain, attempt: 1)
            let newID = try #require(try tenant.store.resend(id, attempt: 1, by: tenant.operator_))
            let (old, new) = (try #require(try tenant.store.notification(id)), try #require(try tenant.store.notification(newID)))
            #expect(old.state == .assumed && new.state == .queued && new.resendOf == id && new.attempt == 0)
            #expect(new.content == old.content)
        }
    }
}

extension TestDatabase {
    /// Puts a notification in a state by hand, with all that the schema asks of it.
    func put(_ id: NotificationID, of tenant: TestTenant, in state: NotificationState, attempt: Int) throws {
        let isMoving = (NotificationState.toSend + [.accepted]).contains(state)
        try db.execute("""
            UPDATE notification SET state = \(state), attempt = \(attempt), due_at = IF(\(isMoving), NOW(6), NULL),
                   send_at = IF(\(state == .scheduled), NOW(6), send_at),
                   io_id = 'IO1', tries = 4, reason = IF(\(isMoving), NULL, 'refused_by_io'), problem_status = IF(\(isMoving), NULL, 400)
            WHERE tenant_id = \(tenant.id) AND id = \(id)
            """)
    }
}
