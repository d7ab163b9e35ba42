import Domain
import MariaDB
import Store
import Testing
import TestSupport

/// What status checks bring.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct StatusTests {
    @Test func `a check that finds App IO still at work comes again, the last one leaves it undetermined`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, try database.accepted())
            let words = IOWords(status: "ACCEPTED", email: nil, push: nil)
            try store.settleStatus(id, owner: nil, about: "IO1", state: .accepted, reason: nil, words: words, next: 5, call: nil)
            var record = try #require(try store.notification(id))
            #expect(record.state == .accepted && record.dueAt != nil && record.ioStatus == "ACCEPTED" && record.checkedAt != nil)
            try database.makeDue()
            #expect(try database.installation.claimAccepted(limit: 1, owner: .make(), lease: 60).first?.checks == 1)
            try store.settleStatus(id, owner: nil, about: "IO1", state: .undetermined, reason: nil, words: words, next: nil, call: nil)
            record = try #require(try store.notification(id))
            #expect(record.state == .undetermined && record.dueAt == nil)
        }
    }

    @Test func `App IO's words are kept as they came, and what it no longer says is not forgotten`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, try database.accepted())
            try store.settleStatus(
                id, owner: nil, about: "IO1", state: .accepted, reason: nil,
                words: IOWords(status: "THROTTLED?", email: "SENT", push: "FAILED"), next: 5, call: nil)
            try store.settleStatus(
                id, owner: nil, about: "IO1", state: .processed, reason: nil, words: IOWords(status: "PROCESSED", email: nil, push: nil),
                next: nil, call: nil)
            let record = try #require(try store.notification(id))
            #expect(record.state == .processed && record.ioStatus == "PROCESSED" && record.ioEmail == "SENT" && record.ioPush == "FAILED")
        }
    }

    @Test func `words longer than their columns are cut, not refused with all that came with them`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, try database.accepted())
            let long = String(repeating: "X", count: 60)
            try store.settleStatus(
                id, owner: nil, about: "IO1", state: .accepted, reason: nil, words: IOWords(status: long, email: long, push: long),
                next: 5, call: nil)
            #expect(try store.notification(id)?.ioStatus == String(long.prefix(40)))
        }
    }

    @Test func `a check that a person asked for is logged and moves no schedule`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, try database.accepted())
            let due = try store.notification(id)?.dueAt
            try store.recordWords(id, IOWords(status: "ACCEPTED", email: nil, push: nil), whileIn: .accepted)
            try store.logStatus(.missed, of: id)
            #expect(try store.notification(id)?.dueAt == due)
            try database.makeDue()
            #expect(try database.installation.claimAccepted(limit: 1, owner: .make(), lease: 60).first?.checks == 0)
        }
    }

    @Test func `a check that brought nothing changes no state but after the last`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, try database.accepted())
            try store.missStatus(id, owner: nil, next: 5, call: .missed)
            #expect(try database.one.state(id) == .accepted)
            try store.missStatus(id, owner: nil, next: nil, call: .missed)
            let record = try #require(try store.notification(id))
            #expect(record.state == .undetermined && record.dueAt == nil)
        }
    }

    @Test func `a late check does not move what has ended`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, try database.accepted())
            let words = IOWords(status: "PROCESSED", email: nil, push: nil)
            try store.settleStatus(id, owner: nil, about: "IO1", state: .processed, reason: nil, words: words, next: nil, call: nil)
            try store.settleStatus(
                id, owner: nil, about: "IO1", state: .failed, reason: .failedAtIO, words: IOWords(status: "FAILED", email: nil, push: nil),
                next: nil, call: nil)
            try store.missStatus(id, owner: nil, next: nil, call: .missed)
            #expect(try database.one.state(id) == .processed)
            #expect(try store.notification(id)?.ioStatus == "PROCESSED")
            try store.recordWords(id, IOWords(status: "READ", email: nil, push: "SENT"), whileIn: .processed)
            try store.recordWords(id, IOWords(status: "ACCEPTED", email: nil, push: nil), whileIn: .accepted)
            #expect(try store.notification(id)?.ioStatus == "READ")
            #expect(try database.one.state(id) == .processed)
        }
    }
}

extension TestDatabase {
    fileprivate func accepted() throws -> NotificationID {
        let id = try one.add()
        try put(id, of: one, in: .accepted, attempt: 1)
        try db.execute("UPDATE notification SET checks = 0")
        return id
    }
}

extension LoggedCall {
    fileprivate static let missed = LoggedCall(
        step: .status, slot: .secondary, milliseconds: 900, outcome: .unavailable)
}
