import Domain
import MariaDB
import Store
import Synchronization
import Testing

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ClaimTests {
    @Test func `two workers that claim at once never get the same row, and leave none`() throws {
        try TestDatabase.run { database in
            for _ in 1...30 {
                try database.one.add()
                try database.other.add()
            }
            let options = database.options
            let claimed = Mutex<[Identifier]>([])
            let claim: @Sendable () -> Void = {
                let host = HostStore(Connection(options))
                while let claims = try? host.claimQueued(limit: 7, owner: .make(), lease: 60), !claims.isEmpty {
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
            let claim = try #require(try database.host.claimQueued(limit: 10, owner: .make(), lease: 60).first)
            #expect(claim.tenant == database.other.id && claim.notification.id == id && claim.tries == 0 && claim.checks == 0)
            #expect(try database.other.state(id) == .queued)
            #expect(try database.host.claimQueued(limit: 10, owner: .make(), lease: 60).isEmpty)
            #expect(try database.host.claimAccepted(limit: 10, owner: .make(), lease: 60).isEmpty)
        }
    }

    @Test func `an expired lease is claimed again, and the first owner has lost it`() throws {
        try TestDatabase.run { database in
            let id = try database.one.add()
            let first = Identifier.make(), second = Identifier.make()
            #expect(try database.host.claimQueued(limit: 1, owner: first, lease: 60).count == 1)
            try database.makeDue()
            #expect(try database.host.claimQueued(limit: 1, owner: second, lease: 60).count == 1)
            #expect(try database.one.store.beginSending(id, attempt: 1, owner: first, lease: 60) == false)
            #expect(try database.one.store.beginSending(id, attempt: 1, owner: second, lease: 60))
        }
    }

    @Test func `a service that is disabled or stopped, an ente on hold or suspended is passed over, the others go on`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let mine = try one.add()
            try other.add()
            let closes: [(close: () throws -> Void, open: () throws -> Void)] = [
                ({ try one.store.setDisabled(true, service: one.service, by: nil) },
                 { try one.store.setDisabled(false, service: one.service, by: nil) }),
                ({ try one.store.stop(one.service, because: "401") },
                 { try one.store.replaceKey(SealedKey(bytes: [9], last4: "9999"), .secondary, of: one.service, by: nil) }),
                ({ try one.store.hold(seconds: 30) }, { try database.db.execute("UPDATE tenant SET hold_until = NOW(6)") }),
                ({ try database.host.setState(.closed, of: one.id) }, { try database.host.setState(.active, of: one.id) }),
                ({ try database.host.setState(.readOnly, of: one.id) }, { try database.host.setState(.active, of: one.id) }),
            ]
            for (close, open) in closes {
                try database.makeDue()
                try close()
                #expect(try database.host.claimQueued(limit: 10, owner: .make(), lease: 60).map(\.tenant) == [other.id])
                try database.makeDue()
                try open()
                #expect(try database.host.claimQueued(limit: 10, owner: .make(), lease: 60).map(\.notification.id).contains(mine))
            }
        }
    }

    @Test func `what was accepted is asked for also while the ente is suspended, but not on hold`() throws {
        try TestDatabase.run { database in
            let id = try database.one.add()
            try database.put(id, of: database.one, in: .accepted, attempt: 1)
            try database.host.setState(.closed, of: database.one.id)
            #expect(try database.host.claimAccepted(limit: 10, owner: .make(), lease: 60).map(\.notification.id) == [id])
            try database.makeDue()
            try database.one.store.hold(seconds: 30)
            #expect(try database.host.claimAccepted(limit: 10, owner: .make(), lease: 60).isEmpty)
        }
    }

    @Test func `a claim given back is due again when it says`() throws {
        try TestDatabase.run { database in
            let id = try database.one.add()
            let owner = Identifier.make()
            _ = try database.host.claimQueued(limit: 1, owner: owner, lease: 60)
            try database.one.store.release(id, owner: .make(), after: 0)
            #expect(try database.host.claimQueued(limit: 1, owner: owner, lease: 60).isEmpty)
            try database.one.store.release(id, owner: owner, after: 0)
            #expect(try database.host.claimQueued(limit: 1, owner: owner, lease: 60).count == 1)
        }
    }

    @Test func `a longer wait that App IO asked for is not cut short by a shorter one`() throws {
        try TestDatabase.run { database in
            try database.one.store.hold(seconds: 100)
            try database.one.store.hold(seconds: 1)
            let left = try database.db.first("SELECT TIMESTAMPDIFF(SECOND, NOW(6), hold_until) FROM tenant WHERE id = \(database.one.id)") {
                $0.next(Int.self)
            }
            #expect(left! > 90)
        }
    }
}

extension TestDatabase {
    /// Makes every row that waits due now: a lease expires, a retry comes.
    func makeDue() throws {
        for table in ["notification", "export", "ask"] {
            try db.execute(SQL(trusted: "UPDATE \(table) SET due_at = NOW(6) - INTERVAL 1 SECOND WHERE due_at IS NOT NULL"))
        }
    }
}
