import Domain
import MariaDB
@testable import Store
import Testing

/// What comes at the wrong moment: a brake, an answer, a command, an act that is made twice.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct InterleavingTests {
    private let owner = Identifier.make()

    @Test func `an answer that moved nothing says so, also when it is settled again`() throws {
        try TestDatabase.run { database in
            let (one, host) = (database.one, database.host)
            let id = try one.add()
            _ = try host.claimQueued(limit: 1, owner: owner, lease: 60)
            #expect(try one.store.settleSubmit(id, attempt: 1, owner: owner, .again(after: 0, counted: false), call: .submitted) == false)
            #expect(try one.store.clearance(id, attempt: 1, owner: owner) == .begun)
            let call = LoggedCall.submitted
            for isFirst in [true, false] {
                #expect(try one.store.settleSubmit(id, attempt: 1, owner: owner, .again(after: 0, counted: true), call: call) == isFirst)
            }
        }
    }

    @Test func `what the profile said is settled once`() throws {
        try TestDatabase.run { database in
            let (one, call) = (database.one, LoggedCall.asked)
            let id = try one.add()
            _ = try database.host.claimQueued(limit: 1, owner: owner, lease: 60)
            for _ in 1...2 { try one.store.settleProfile(id, owner: owner, .again(after: 0, counted: true), call: call) }
            #expect(try database.db.first("SELECT tries FROM notification WHERE id = \(id)") { $0.next(Int.self) } == 1)
        }
    }

    @Test func `what App IO says of an older message does not touch the one that was sent since`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let id = try one.add()
            try database.put(id, of: one, in: .accepted, attempt: 1)
            let asked = try #require(try one.store.notification(id))
            try database.put(id, of: one, in: .failed, attempt: 1)
            #expect(try one.store.retry(id, attempt: 1, by: one.operator_))
            try database.put(id, of: one, in: .accepted, attempt: 2)
            try database.db.execute("UPDATE notification SET io_id = 'NEWER' WHERE id = \(id)")
            let words = IOWords(status: "FAILED", email: nil, push: nil)
            try one.store.settleStatus(
                id, owner: nil, about: asked.ioID, state: .failed, reason: .failedAtIO, words: words, next: nil, call: nil)
            #expect(try one.state(id) == .accepted)
        }
    }
}
