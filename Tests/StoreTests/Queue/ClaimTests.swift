import Domain
import MariaDB
import Store
import Synchronization
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ClaimTests {
    @Test func `two workers that claim at once never get the same row, and leave none`() throws {
        try TestDatabase.run { database in
            for _ in 1...30 {
                try database.one.add()
                try database.other.add()
            }
            let options = database.options
            let claimed = Mutex<[NotificationID]>([])
            let claim: @Sendable () -> Void = {
                let installation = InstallationStore(Connection(options))
                while let claims = try? installation.claimQueued(limit: 7, owner: .make(), lease: 60), !claims.isEmpty {
                    claimed.withLock { $0 += claims.map(\.notification.id) }
                }
            }
            inThreads(claim, claim, claim)
            // A worker that won none of its candidates stops early: what is left is there for the next.
            claim()
            let ids = claimed.withLock { $0 }
            #expect(ids.count == 60 && Set(ids).count == 60)
        }
    }

    @Test func `a claim knows whose it is, and leaves the state as it was`() throws {
        try TestDatabase.run { database in
            let id = try database.other.add()
            let claim = try #require(try database.installation.claimQueued(limit: 10, owner: .make(), lease: 60).first)
            #expect(claim.lane.tenant == database.other.id && claim.notification.id == id && claim.tries == 0 && claim.checks == 0)
            #expect(try database.other.state(id) == .queued)
            #expect(try database.installation.claimQueued(limit: 10, owner: .make(), lease: 60).isEmpty)
            #expect(try database.installation.claimAccepted(limit: 10, owner: .make(), lease: 60).isEmpty)
        }
    }

    @Test func `an expired lease is claimed again, and the first owner has lost it`() throws {
        try TestDatabase.run { database in
            let id = try database.one.add()
            let first = WorkerID.make(), second = WorkerID.make()
            #expect(try database.installation.claimQueued(limit: 1, owner: first, lease: 60).count == 1)
            try database.makeDue()
            #expect(try database.installation.claimQueued(limit: 1, owner: second, lease: 60).count == 1)
            #expect(try database.one.store.beginSending(id, attempt: 1, owner: first, lease: 60) == false)
            #expect(try database.one.store.beginSending(id, attempt: 1, owner: second, lease: 60))
        }
    }

    @Test func `a service that is disabled, paused or stopped, a tenant paused or suspended is passed over, others go on`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let mine = try one.add()
            try other.add()
            let closes: [(close: () throws -> Void, open: () throws -> Void)] = [
                ({ try one.store.setDisabled(true, service: one.service, by: nil) },
                 { try one.store.setDisabled(false, service: one.service, by: nil) }),
                ({ try one.store.stop(one.service, because: "401") },
                 { try one.store.replaceKey(SealedKey(bytes: [9], last4: "9999"), .secondary, of: one.service, by: nil) }),
                ({ try one.store.pause(service: one.service, by: nil) },
                 { try one.store.resume(service: one.service, on: .someDay, by: nil) }),
                ({ try one.store.pause(by: one.administrator) }, { try one.store.resume(on: .someDay, by: nil) }),
                ({ try database.installation.setState(.closed, of: one.id) }, { try database.installation.setState(.active, of: one.id) }),
                ({ try database.installation.setState(.readOnly, of: one.id) },
                    { try database.installation.setState(.active, of: one.id) }),
            ]
            for (close, open) in closes {
                try database.makeDue()
                try close()
                #expect(try database.installation.claimQueued(limit: 10, owner: .make(), lease: 60).map(\.lane.tenant) == [other.id])
                try database.makeDue()
                try open()
                #expect(try database.installation.claimQueued(limit: 10, owner: .make(), lease: 60).map(\.notification.id).contains(mine))
            }
        }
    }

    @Test func `what was accepted is asked for also while the tenant is suspended or paused, but not while its keys are refused`() throws {
        try TestDatabase.run { database in
            let id = try database.one.add()
            try database.put(id, of: database.one, in: .accepted, attempt: 1)
            try database.installation.setState(.closed, of: database.one.id)
            #expect(try database.installation.claimAccepted(limit: 10, owner: .make(), lease: 60).map(\.notification.id) == [id])
            try database.makeDue()
            try database.one.store.pause(by: nil)
            try database.one.store.stop(database.one.service, .refusals, because: "400")
            #expect(try database.installation.claimAccepted(limit: 10, owner: .make(), lease: 60).map(\.notification.id) == [id])
            try database.makeDue()
            try database.one.store.resume(service: database.one.service, on: .someDay, by: nil)
            try database.one.store.stop(database.one.service, .keys, because: "401", tried: [[1, 2, 3]])
            #expect(try database.installation.claimAccepted(limit: 10, owner: .make(), lease: 60).isEmpty)
        }
    }

    @Test func `a claim whose commit was refused to a worker is somebody else's`() throws {
        try TestDatabase.run { database in
            try database.one.add()
            let (mine, theirs) = (database.connect(), database.connect())
            let mark = try mine.newMark()
            let lanes = try mine.lanes(with: .sends).map { (lane: $0, most: 1) }
            // The other holds the account's budget for longer than all tries last.
            try mine.db.execute("SET innodb_lock_wait_timeout = 0")
            _ = try theirs.claim(.checks, from: lanes, owner: .make(), lease: 60, under: mark)
            try theirs.together {
                try theirs.db.execute("UPDATE budget SET spent_until = spent_until")
                #expect(try mine.claim(.sends, from: lanes, owner: .make(), lease: 60, under: mark).isEmpty)
            }
            #expect(try mine.claim(.sends, from: lanes, owner: .make(), lease: 60, under: mark).flatMap(\.claims).count == 1)
        }
    }

    @Test func `somebody who waits goes before thousands that wait for themselves, and of those the oldest first`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let backlog = try (1...30).map { _ in try one.add() }
            try database.db.execute("""
                UPDATE notification SET queued_at = NOW(6) - INTERVAL 1 HOUR, due_at = NOW(6) - INTERVAL 1 HOUR
                """)
            try database.db.execute("UPDATE notification SET due_at = NOW(6) - INTERVAL 2 HOUR WHERE id = \(backlog[20])")
            let retried = backlog[3]
            try database.db.execute("UPDATE notification SET tries = 2, queued_at = NOW(6), due_at = NOW(6) WHERE id = \(retried)")
            let fresh = try one.add()
            let claimed = try database.installation.claimQueued(limit: 3, owner: .make(), lease: 60).map(\.notification.id)
            #expect(claimed.first == fresh && claimed.dropFirst().first == backlog[20] && !claimed.contains(retried))
        }
    }

    @Test func `the hours of a notification's tries count from the first of them, not from when it was registered`() throws {
        try TestDatabase.run { database in
            let (store, id, owner) = (database.one.store, try database.one.add(), WorkerID.make())
            try database.age()
            _ = try database.installation.claimQueued(limit: 1, owner: owner, lease: 60)
            try store.settleProfile(id, owner: owner, .again(after: 0, counted: true), call: .asked)
            let first = try database.installation.claimQueued(limit: 1, owner: owner, lease: 60)[0]
            #expect((0...2).contains(first.triedFor), "it was paused for an hour")
            try database.db.execute("UPDATE attempt SET began_at = NOW(6) - INTERVAL 10 MINUTE")
            try database.makeDue()
            #expect(try (600...602).contains(database.installation.claimQueued(limit: 1, owner: owner, lease: 60)[0].triedFor))
        }
    }

    @Test func `of the tries those that App IO answered with a 500 are counted apart, since it was queued`() throws {
        try TestDatabase.run { database in
            let (store, id, owner) = (database.one.store, try database.one.add(), WorkerID.make())
            func claim() throws -> Claim {
                try database.makeDue()
                return try database.installation.claimQueued(limit: 1, owner: owner, lease: 60)[0]
            }
            for attempt in 1...2 {
                _ = try claim()
                try store.settleProfile(id, owner: owner, .again(after: 0, counted: true), call: .asked)
                _ = try claim()
                #expect(try store.beginSending(id, attempt: attempt, owner: owner, lease: 60))
                let broken = LoggedCall(step: .submit, slot: .primary, milliseconds: 1, httpStatus: 500, title: nil, detail: nil,
                                        outcome: .serverError)
                try store.settleSubmit(id, attempt: attempt, owner: owner, .again(after: 0, counted: true), call: broken)
            }
            let fourth = try claim()
            #expect(fourth.tries == 4 && fourth.serverErrors == 2)
            try database.db.execute("UPDATE notification SET queued_at = NOW(6) + INTERVAL 1 SECOND WHERE id = \(id)")
            #expect(try claim().serverErrors == 0)
        }
    }

    @Test func `the lanes with something due are read off an index`() throws {
        try TestDatabase.run { database in
            try database.one.add()
            let plan = try database.db.rows("""
                EXPLAIN SELECT tenant_id, service_id, MIN(due_at) AS due FROM notification WHERE state = 'queued'
                GROUP BY tenant_id, service_id HAVING due <= NOW(6)
                """) { row in
                // id, seven texts of which the fifth is the key, rows, Extra
                _ = row.next(Int?.self)
                let texts = (0..<7).map { _ in row.next(String?.self) ?? "" }
                _ = row.next(String?.self)
                return (key: texts[4], extra: row.next(String?.self) ?? "")
            }
            #expect(plan[0].key == "notification_lane" && plan[0].extra.contains("Using index") && !plan[0].extra.contains("temporary"))
        }
    }
}
