import Domain
import MariaDB
import Secrets
import Store
import Testing
import TestSupport
@testable import Worker

/// Trying keys: one that was typed before it is used, one in use when somebody asks.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct KeyTestTests {
    @Test func `a typed key that App IO takes comes into use, whatever it says of its test citizen`() throws {
        try Workplace.run { place in
            let good: [LoopbackServer.Action] = [
                .json(#"{"sender_allowed":true}"#), .json(#"{"sender_allowed":false}"#), .problem("404 Not Found"),
            ]
            for (number, action) in good.enumerated() {
                place.appIO.answers(.profile, action)
                try place.propose("c_a001-new\(number)")
                try place.work()
                let service = try place.service()
                #expect(service.keys[.primary]?.last4 == "new\(number)" && service.candidates.isEmpty && service.preferred == .primary)
                #expect(place.appIO.asked.last?.key == "c_a001-new\(number)")
            }
            #expect(Set(place.appIO.asked.map(\.body)) == [#"{"fiscal_code":"AAAAAA00A00A000A"}"#])
            #expect(try place.service(of: place.other).keys[.primary]?.last4 == "mary")
        }
    }

    @Test func `a typed key that App IO refuses, or that does not open, displaces none and says why`() throws {
        try Workplace.run { place in
            place.appIO.answers(.profile, .denied)
            try place.propose("c_a001-bad")
            try place.work()
            #expect(try place.candidate().answer == .refused && place.candidate().detail == "Access denied")
            place.appIO.answers(.profile, .problem("403 Forbidden", "Non permesso"))
            try place.propose("c_a001-bad")
            try place.work()
            #expect(try place.candidate().answer == .refused && place.candidate().detail == "Non permesso")
            place.appIO.forget()
            let locked = place.sealed("c_a001-new", of: place.one, for: OpeningKey.make().sealing)
            try place.one.store.proposeKey(locked, .primary, of: place.one.service, by: nil)
            try place.work()
            #expect(try place.candidate().answer == .refused && place.candidate().detail == TypedKey.doesNotOpen)
            #expect(try place.appIO.asked.isEmpty && place.service().keys[.primary]?.last4 == "mary")
            place.appIO.recovers()
            try place.workLater()
            #expect(place.appIO.asked.isEmpty, "not tried again by itself")
            #expect(try place.send().state == .accepted && place.appIO.asked(.message).map(\.key) == ["c_a001-primary"])
        }
    }

    @Test func `while App IO does not answer a typed key waits, longer each time, and is tried again by itself`() throws {
        try Workplace.run { place in
            place.appIO.answers(.profile, .html("503 Service Unavailable"))
            try place.propose("c_a001-new")
            for wait in [5, 10, 20] {
                try place.workLater()
                #expect(try place.candidate().answer == .unavailable)
                #expect(try (wait - 4...wait).contains(place.secondsToCandidate()), "\(wait)")
            }
            place.appIO.answers(.profile, .gateway("429 Too Many Requests", headers: ["Retry-After: 30"]))
            try place.workLater()
            #expect(try place.candidate().answer == .throttled && (20...30).contains(place.secondsToCandidate()))
            #expect(try (10...30.4).contains(place.held(place.one)))
            place.appIO.recovers()
            try place.workLater()
            #expect(try place.service().keys[.primary]?.last4 == "-new")
        }
    }

    @Test func `a key in use is tried when somebody asks, and what App IO says of it is known from then on`() throws {
        try Workplace.run { place in
            func ask(_ slot: KeySlot) throws -> AskAnswer? {
                let id = try place.one.store.ask(.key(service: place.one.service, slot: slot), by: place.one.administrator)
                try place.work()
                #expect(try place.other.store.answer(to: id) == nil)
                return try place.one.store.answer(to: id)?.answer
            }
            #expect(try ask(.primary) == .accepted && ask(.secondary) == .accepted)
            #expect(place.appIO.asked.map(\.key) == ["c_a001-primary", "c_a001-secondary"])
            place.appIO.answers(.profile, .denied)
            #expect(try ask(.primary) == .refused && place.service().keys[.primary]?.refusedAt != nil)
            #expect(try place.service().keys[.secondary]?.refusedAt == nil && place.service().stoppedAt == nil)
            place.appIO.answers(.profile, .html("502 Bad Gateway"))
            #expect(try ask(.primary) == .unavailable && place.service().keys[.primary]?.refusedAt != nil)
            place.appIO.recovers()
            #expect(try ask(.primary) == .accepted && place.service().keys[.primary]?.refusedAt == nil)
            try place.removeKeys(of: place.one)
            place.appIO.forget()
            #expect(try ask(.primary) == .refused && place.appIO.asked.isEmpty)
        }
    }
}

/// Verifica Stato: the same check, asked for by a person.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct StatusAskTests {
    @Test func `what App IO says now moves the notification, and is the answer`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            #expect(try place.verify(sent) == .accepted)
            #expect(try place.now(sent).state == .processed && place.now(sent).ioStatus == "PROCESSED")
        }
    }

    @Test func `a person who asks again and again uses up no check of the schedule`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            place.appIO.answers(.status, .json(#"{"status":"ACCEPTED"}"#))
            for _ in 0..<3 { #expect(try place.verify(sent) == .accepted) }
            place.appIO.answers(.status, .html("502 Bad Gateway"))
            #expect(try place.verify(sent) == .unavailable)
            place.appIO.answers(.status, .denied)
            #expect(try place.verify(sent) == .refused)
            place.appIO.answers(.status, .gateway("429 Too Many Requests", headers: ["Retry-After: 2"]))
            #expect(try place.verify(sent) == .throttled)
            let found = try place.now(sent)
            #expect(found.state == .accepted && found.ioStatus == "ACCEPTED" && found.dueAt == sent.dueAt)
            #expect(try place.number("checks", of: found) == 0 && place.appIO.asked(.status).count == 6)
        }
    }

    @Test func `a state that was undetermined is still asked about, one without an id is not`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            try place.db.execute("UPDATE notification SET state = 'undetermined', due_at = NULL WHERE id = \(sent.id)")
            #expect(try place.verify(sent) == .accepted && place.now(sent).state == .processed)
            place.appIO.answers(.message, .close)
            let doubt = try place.send()
            place.appIO.forget()
            #expect(try place.verify(doubt) == .refused && place.now(doubt).state == .uncertain && place.appIO.asked.isEmpty)
        }
    }
}

extension Workplace {
    fileprivate func propose(_ key: String) throws {
        try one.store.proposeKey(sealed(key, of: one), .primary, of: one.service, by: one.administrator)
    }

    fileprivate func candidate() throws -> KeyCandidate { try #require(try service().candidates[.primary]) }

    fileprivate func secondsToCandidate() throws -> Int {
        try #require(try db.first("SELECT TIMESTAMPDIFF(SECOND, NOW(6), due_at) FROM key_candidate") { $0.next(Int.self) })
    }

    fileprivate func verify(_ record: NotificationRecord) throws -> AskAnswer? {
        let id = try one.store.ask(.status(notification: record.id), by: one.operator_)
        try work()
        return try one.store.answer(to: id)?.answer
    }
}
