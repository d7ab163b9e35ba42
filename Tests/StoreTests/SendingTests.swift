import Domain
import MariaDB
import Store
import Testing

/// A POST's beginning, its end, and what comes when there was none.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SendingTests {
    private let owner = Identifier.make()

    @Test func `a POST begins only under one's own claim, as the attempt after the last`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, try claimed(database))
            #expect(try store.beginSending(id, attempt: 1, owner: .make(), lease: 60) == false)
            #expect(try store.beginSending(id, attempt: 2, owner: owner, lease: 60) == false)
            #expect(try store.beginSending(id, attempt: 0, owner: owner, lease: 60) == false)
            #expect(try database.other.store.beginSending(id, attempt: 1, owner: owner, lease: 60) == false)
            #expect(try store.beginSending(id, attempt: 1, owner: owner, lease: 60))
            let record = try #require(try store.notification(id))
            #expect(record.state == .sending && record.attempt == 1 && record.sentAt != nil && record.updatedBy == nil)
            #expect(try store.beginSending(id, attempt: 1, owner: owner, lease: 60) == false)
            #expect(try store.beginSending(id, attempt: 2, owner: owner, lease: 60) == false)
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

    @Test func `a service disabled or stopped, or an ente suspended, meanwhile sends nothing more`() throws {
        try TestDatabase.run { database in
            let (store, service) = (database.one.store, database.one.service)
            let id = try claimed(database)
            for (close, open) in [
                ({ try store.setDisabled(true, service: service, by: nil) }, { try store.setDisabled(false, service: service, by: nil) }),
                ({ try store.stop(service, because: "401") }, { try store.setDisabled(false, service: service, by: nil) }),
                ({ try database.host.setState(.closed, of: store.tenant) }, { try database.host.setState(.active, of: store.tenant) }),
            ] as [(() throws -> Void, () throws -> Void)] {
                try close()
                #expect(try store.beginSending(id, attempt: 1, owner: owner, lease: 60) == false)
                try open()
            }
            #expect(try store.beginSending(id, attempt: 1, owner: owner, lease: 60))
        }
    }

    @Test func `a POST whose beginning was lost with the connection has not begun`() throws {
        try TestDatabase.run { database in
            let id = try claimed(database)
            let worker = database.connect()
            let connection = try worker.db.first("SELECT CONNECTION_ID()") { $0.next(Int.self) }!
            try database.db.execute("KILL CONNECTION \(connection)")
            #expect(try database.one.store(on: worker).beginSending(id, attempt: 1, owner: owner, lease: 60) == false)
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
            _ = try database.host.claimQueued(limit: 1, owner: owner, lease: 60)
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
            #expect(try database.host.expireSending() == 0)
            try database.makeDue()
            #expect(try database.host.expireSending() == 3)
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

    @Test func `a late answer does not override what a person decided`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let id = try sending(database)
            try database.makeDue()
            _ = try database.host.expireSending()
            #expect(try store.assumeSent(id, attempt: 1, by: database.one.operator_))
            try store.settleSubmit(id, attempt: 1, owner: owner, .ended(.refused, .refusedByIO), call: .refused)
            let record = try #require(try store.notification(id))
            #expect(record.state == .assumed && record.updatedBy == "Anna Bianchi")
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

    private func claimed(_ database: TestDatabase) throws -> Identifier {
        let id = try database.one.add()
        #expect(try database.host.claimQueued(limit: 1, owner: owner, lease: 60).map(\.notification.id) == [id])
        return id
    }

    private func sending(_ database: TestDatabase) throws -> Identifier {
        let id = try claimed(database)
        #expect(try database.one.store.beginSending(id, attempt: 1, owner: owner, lease: 60))
        return id
    }

    private static func attempts(_ database: TestDatabase) throws -> Int? {
        try database.db.first("SELECT COUNT(*) FROM attempt") { $0.next(Int.self) }
    }
}

extension LoggedCall {
    /// With texts longer than their columns.
    static var refused: LoggedCall {
        LoggedCall(step: .submit, slot: .primary, milliseconds: 12, httpStatus: 400,
                   title: String(repeating: "è", count: 600), detail: String(repeating: "👍", count: 3_000), outcome: "refused")
    }
}
