import Domain
import MariaDB
import Store
import Testing
import TestSupport

/// A POST's beginning, its end, and what comes when there was none.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SendingTests {
    private let owner = WorkerID.make()

    @Test func `a POST begins only under one's own claim, as the attempt after the last`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let strangers = [(WorkerID.make(), 1, store), (owner, 2, store), (owner, 0, store), (owner, 1, database.other.store)]
            for (foreign, attempt, asker) in strangers {
                let id = try claimed(database)
                #expect(try asker.beginSending(id, attempt: attempt, owner: foreign, lease: 60) == false)
                #expect(try store.cancel(id, attempt: 0, by: database.one.operator_))
            }
            let id = try claimed(database)
            #expect(try store.beginSending(id, attempt: 1, owner: owner, lease: 60))
            let record = try #require(try store.notification(id))
            #expect(record.state == .sending && record.attempt == 1 && record.sentAt != nil && record.movedAt == record.updatedAt)
            #expect(try store.beginSending(id, attempt: 1, owner: owner, lease: 60) == false)
            #expect(try store.beginSending(id, attempt: 2, owner: owner, lease: 60) == false)
            #expect(try database.one.state(id) == .sending)
        }
    }

    @Test func `several begin in one commit, each by itself, and what the profile answered is in the log`() throws {
        try TestDatabase.run { database in
            let (installation, one, other) = (database.installation, database.one, database.other)
            let ids = [try one.add(), try other.add(), try one.add()]
            let claims = try installation.claimQueued(limit: 9, owner: owner, lease: 60)
            #expect(try one.store.cancel(ids[2], attempt: 0, by: one.operator_))
            let requests = claims.map { SendRequest($0, owner: owner, after: .asked) }
            let permits = try installation.begin(requests, lease: 60, on: .someDay, under: installation.newMark()).permits
            for (claim, permit) in zip(claims, permits) {
                #expect(permit == (claim.notification.id == ids[2] ? .lost : .begun))
            }
            #expect(try one.state(ids[0]) == .sending && other.state(ids[1]) == .sending && one.state(ids[2]) == .cancelled)
            #expect(try other.store.chronicle(of: ids[1]).calls.map(\.step) == [.profile])
            #expect(try one.store.chronicle(of: ids[1]).calls.isEmpty)
        }
    }

    @Test func `a notification withdrawn meanwhile is not sent`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, try claimed(database))
            #expect(try store.cancel(id, attempt: 0, by: database.one.operator_))
            #expect(try store.beginSending(id, attempt: 1, owner: owner, lease: 60) == false)
            #expect(try database.one.state(id) == .cancelled)
        }
    }

    @Test func `a service disabled, paused or stopped, or a tenant paused or suspended, meanwhile sends nothing more`() throws {
        try TestDatabase.run { database in
            let (store, service) = (database.one.store, database.one.service)
            for (close, open) in [
                ({ try store.pause(service: service, by: nil) }, { try store.resume(service: service, on: .someDay, by: nil) }),
                ({ try store.pause(by: nil) }, { try store.resume(on: .someDay, by: nil) }),
                ({ try store.setDisabled(true, service: service, by: nil) }, { try store.setDisabled(false, service: service, by: nil) }),
                ({ try store.stop(service, because: "401") }, { try store.setDisabled(false, service: service, by: nil) }),
                ({ try database.installation.setState(.closed, of: store.tenant) },
                    { try database.installation.setState(.active, of: store.tenant) }),
            ] as [(() throws -> Void, () throws -> Void)] {
                let id = try claimed(database)
                try close()
                #expect(try store.beginSending(id, attempt: 1, owner: owner, lease: 60) == false)
                try open()
                let again = try database.installation.claimQueued(limit: 1, owner: owner, lease: 60)
                #expect(again.map(\.notification.id) == [id], "given back at once")
                #expect(try store.beginSending(id, attempt: 1, owner: owner, lease: 60))
            }
        }
    }

    @Test func `a POST whose beginning was lost with the connection has not begun`() throws {
        try TestDatabase.run { database in
            let id = try claimed(database)
            let worker = database.connect()
            let connection = try worker.db.first("SELECT CONNECTION_ID()") { $0.next(Int.self) }!
            let request = try #require(try database.one.store.request(id, attempt: 1, owner: owner))
            let mark = try database.installation.newMark()
            try database.db.execute("KILL CONNECTION \(connection)")
            let begun = try worker.begin([request], lease: 60, on: .someDay, under: mark)
            #expect(begun.permits == [.lost] && begun.mark == mark)
            #expect(try database.one.state(id) == .queued)
        }
    }

    @Test func `each answer of a POST takes the notification where it belongs`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let settlements: [(Settlement, NotificationState, ((NotificationRecord) -> Bool))] = [
                (.accepted(ioID: "IO1", firstCheck: 2), .accepted, { $0.ioID == "IO1" && $0.dueAt != nil && $0.reason == nil }),
                (.accepted(ioID: nil, firstCheck: 2), .accepted, { $0.ioID == nil && $0.dueAt == nil }),
                (.again(after: 5, counted: true), .queued, { $0.dueAt != nil && $0.attempt == 1 }),
                (.ended(.refused, .refusedByIO), .refused, { $0.dueAt == nil && $0.reason == .refusedByIO && $0.problemStatus == 400 }),
                (.ended(.uncertain, .answerLost), .uncertain, { $0.dueAt == nil && $0.reason == .answerLost }),
                (.ended(.failed, .triesExhausted), .failed, { $0.dueAt == nil }),
            ]
            for (settlement, state, holds) in settlements {
                let id = try sending(database)
                try store.settleSubmit(id, attempt: 1, owner: owner, settlement, call: .refused)
                let record = try #require(try store.notification(id))
                #expect(record.state == state && holds(record), "\(settlement)")
            }
            #expect(try Self.attempts(database) == settlements.count)
        }
    }

    @Test func `the answer of an attempt that is over changes nothing, but is in the log`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let id = try sending(database)
            try store.settleSubmit(id, attempt: 1, owner: owner, .again(after: 0, counted: true), call: .refused)
            _ = try database.installation.claimQueued(limit: 1, owner: owner, lease: 60)
            #expect(try store.beginSending(id, attempt: 2, owner: owner, lease: 60))
            try store.settleSubmit(id, attempt: 1, owner: owner, .accepted(ioID: "LATE", firstCheck: 2), call: .submitted)
            let record = try #require(try store.notification(id))
            #expect(record.state == .sending && record.attempt == 2 && record.ioID == nil)
            #expect(try Self.attempts(database) == 2)
        }
    }

    @Test func `an attempt of the same number that another worker began is not settled by the first`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, try sending(database))
            try store.settleSubmit(id, attempt: 1, owner: .make(), .ended(.refused, .refusedByIO), call: .refused)
            #expect(try database.one.state(id) == .sending)
            try store.settleSubmit(id, attempt: 1, owner: owner, .accepted(ioID: "IO1", firstCheck: 2), call: .submitted)
            #expect(try database.one.state(id) == .accepted)
            #expect(try Self.attempts(database) == 2)
        }
    }

    @Test func `a settlement that is made again is in the log once`() throws {
        try TestDatabase.run { database in
            let (id, call) = (try sending(database), LoggedCall.submitted)
            for _ in 1...2 {
                try database.one.store.settleSubmit(id, attempt: 1, owner: owner, .accepted(ioID: "IO1", firstCheck: 2), call: call)
            }
            #expect(try database.one.state(id) == .accepted)
            #expect(try Self.attempts(database) == 1)
        }
    }

    @Test func `a worker that died leaves a doubt, which the late answer of the same attempt resolves`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let (known, again, dark) = (try sending(database), try sending(database), try sending(database))
            #expect(try database.installation.expireSending() == 0)
            try database.makeDue()
            #expect(try database.installation.expireSending() == 3)
            #expect(try store.notification(known)?.reason == .interrupted)

            try store.settleSubmit(known, attempt: 1, owner: owner, .accepted(ioID: "IO1", firstCheck: 2), call: .submitted)
            #expect(try store.notification(known)?.state == .accepted)
            #expect(try store.notification(known)?.reason == nil)
            try store.settleSubmit(again, attempt: 1, owner: owner, .again(after: 5, counted: false), call: .refused)
            #expect(try store.notification(again)?.state == .queued)
            #expect(try store.notification(again)?.reason == nil)
            #expect(try store.notification(dark)?.state == .uncertain)
        }
    }

    @Test func `what a person decided stays theirs when the program moves the notification on`() throws {
        try TestDatabase.run { database in
            let (one, owner) = (database.one, owner)
            let id = try sending(database)
            try one.store.settleSubmit(id, attempt: 1, owner: owner, .ended(.refused, .refusedByIO), call: .refused)
            #expect(try one.store.notification(id)?.decidedBy == "Anna Bianchi")
            #expect(try one.store.retry(id, attempt: 1, by: one.administrator))
            let decided = try #require(try one.store.notification(id))
            #expect(decided.decidedBy == "Carla Verdi" && decided.movedAt == nil)
            _ = try database.installation.claimQueued(limit: 9, owner: owner, lease: 60)
            try one.store.settleProfile(id, owner: owner, .ended(.unreachable, .notOnIO), call: .asked)
            let moved = try #require(try one.store.notification(id))
            #expect(moved.state == .unreachable && moved.decidedBy == "Carla Verdi" && moved.decidedAt == decided.decidedAt)
            #expect(moved.movedAt.map { $0 > decided.decidedAt } == true)
        }
    }

    @Test func `a late answer does not override what a person decided`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let id = try sending(database)
            try database.makeDue()
            _ = try database.installation.expireSending()
            #expect(try store.assumeSent(id, attempt: 1, by: database.one.operator_))
            try store.settleSubmit(id, attempt: 1, owner: owner, .ended(.refused, .refusedByIO), call: .refused)
            let record = try #require(try store.notification(id))
            #expect(record.state == .assumed && record.decidedBy == "Anna Bianchi" && record.movedAt == nil)
            #expect(try Self.attempts(database) == 1)
        }
    }

    @Test func `what the profile says counts only under one's own claim`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let id = try claimed(database)
            try store.settleProfile(id, owner: .make(), .ended(.unreachable, .notOnIO), call: .asked)
            #expect(try database.one.state(id) == .queued)
            try store.settleProfile(id, owner: owner, .ended(.unreachable, .notOnIO), call: .asked)
            #expect(try database.one.state(id) == .unreachable)
        }
    }

    private func claimed(_ database: TestDatabase) throws -> NotificationID {
        let id = try database.one.add()
        #expect(try database.installation.claimQueued(limit: 1, owner: owner, lease: 60).map(\.notification.id) == [id])
        return id
    }

    private func sending(_ database: TestDatabase) throws -> NotificationID {
        let id = try claimed(database)
        #expect(try database.one.store.beginSending(id, attempt: 1, owner: owner, lease: 60))
        return id
    }

    private static func attempts(_ database: TestDatabase) throws -> Int? {
        try database.db.first("SELECT COUNT(*) FROM attempt WHERE step = 'submit'") { $0.next(Int.self) }
    }
}

extension LoggedCall {
    /// With texts longer than their columns.
    static var refused: LoggedCall {
        LoggedCall(step: .submit, slot: .primary, milliseconds: 12, httpStatus: 400,
                   title: String(repeating: "è", count: 600), detail: String(repeating: "👍", count: 3_000), outcome: .refused)
    }
}
