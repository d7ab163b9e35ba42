import AppIO
import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// Whether a citizen can be reached, asked for a form that is being written.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct RecipientCheckTests {
    @Test func `what App IO says of the citizen is the answer, and what it does not say is not known now`() throws {
        try Workplace.run { place in
            let cases: [(String, [LoopbackServer.Action], Reachability)] = [
                ("allowed", [.json(#"{"sender_allowed":true}"#)], .reachable),
                ("blocked", [.json(#"{"sender_allowed":false}"#)], .senderNotAllowed),
                ("404", [.problem("404 Not Found")], .notOnIO), ("gateway's 404", [.gateway("404 Resource Not Found")], .unavailable),
                ("400", [.problem("400 Bad Request")], .unavailable), ("403", [.problem("403 Forbidden")], .unavailable),
                ("503", [.html("503 Service Unavailable")], .unavailable), ("no JSON", [.json("ciao")], .unavailable),
                ("garbage", [.send("\u{1}ciao\r\n\r\n"), .close], .unavailable), ("cut", [.close], .unavailable),
                ("half", [.cut("200 OK"), .close], .unavailable), ("hangs", [.hang], .unavailable), ("401", [.denied], .keyRefused),
            ]
            for (name, actions, expected) in cases {
                place.appIO.answers(.profile) { _ in actions }
                place.timeouts.ask = name == "hangs" ? .milliseconds(150) : .seconds(15)
                let ask = try place.ask()
                #expect(try place.one.store.recipientReply(to: ask) == .waiting, "\(name)")
                try place.work()
                #expect(try place.one.store.recipientReply(to: ask) == .answered(expected), "\(name)")
            }
            #expect(place.appIO.asked(.profile).count == cases.count + 1, "one each, and the other key after the 401")
            #expect(Set(place.appIO.asked.map(\.key)) == ["c_a001-primary", "c_a001-secondary"])
            #expect(Set(place.appIO.asked.map(\.body)) == [#"{"fiscal_code":"BNCMRA80A01H501N"}"#])
            #expect(!place.log.lines.contains { $0.contains("BNCMRA80A01H501N") })
        }
    }

    @Test func `a dead primary key is not noticed by who asks, and the other one goes first from then on`() throws {
        try Workplace.run { place in
            place.appIO.answers(.profile) { $0.key.hasSuffix("primary") ? [.denied] : [.json(#"{"sender_allowed":true}"#)] }
            let ask = try place.ask()
            try place.work()
            #expect(try place.one.store.recipientReply(to: ask) == .answered(.reachable))
            #expect(try place.service().preferred == .secondary && place.service().keys[.primary]?.refusedAt != nil)
            #expect(try place.service().stoppedAt == nil && place.service(of: place.other).preferred == .primary)
            place.appIO.forget()
            place.appIO.answers(.message, .send(answer("201 Created", #"{"id":"01"}"#)))
            #expect(try place.send().state == .accepted && Set(place.appIO.asked.map(\.key)) == ["c_a001-secondary"])
        }
    }

    @Test func `of a service with one key App IO is asked once when it does not take it`() throws {
        try Workplace.run { place in
            place.appIO.answers(.profile, .denied)
            try place.removeKeys(of: place.one)
            try place.setKey("c_a001-only", .secondary, of: place.one)
            let ask = try place.ask()
            try place.work()
            #expect(try place.one.store.recipientReply(to: ask) == .answered(.keyRefused))
            #expect(place.appIO.asked.map(\.key) == ["c_a001-only"])
        }
    }

    @Test func `a 429 holds the account, and so many seconds nobody of it asks`() throws {
        try Workplace.run { place in
            place.appIO.answers(.profile) { asked in
                asked.key == "c_a001-primary" ? [.gateway("429 Too Many Requests", headers: ["Retry-After: 30"])]
                    : [.json(#"{"sender_allowed":true}"#)]
            }
            let first = try place.ask()
            try place.work()
            #expect(try place.one.store.recipientReply(to: first) == .answered(.unavailable))
            #expect(try (10...30.4).contains(place.held(place.one)))
            let second = try place.ask(), theirs = try place.ask(of: place.other)
            try place.work(rested: false)
            #expect(try place.one.store.recipientReply(to: second) == .waiting)
            #expect(try place.other.store.recipientReply(to: theirs) == .answered(.reachable))
        }
    }

    @Test func `without a key that opens nobody is asked`() throws {
        try Workplace.run { place in
            let key = place.sealed("c_b002-primary", of: place.other)
            try place.removeKeys(of: place.one)
            try place.one.store.replaceKey(key, .primary, of: place.one.service, by: nil)
            let ask = try place.ask()
            try place.work()
            #expect(try place.one.store.recipientReply(to: ask) == .answered(.keyRefused))
            #expect(try place.appIO.asked.isEmpty && place.held(place.one) < 0)
        }
    }

    @Test func `a question of one tenant is answered to nobody else, and is gone two minutes later`() throws {
        try Workplace.run { place in
            let ask = try place.ask()
            try place.work()
            #expect(try place.other.store.recipientReply(to: ask) == .answered(.unavailable))
            try place.db.execute("UPDATE ask SET expires_at = expires_at - INTERVAL 91 SECOND")
            try place.work()
            #expect(try place.db.first("SELECT COUNT(*) FROM ask") { $0.next(Int.self) } == 0)
        }
    }
}

extension Workplace {
    /// Of a form of its own.
    fileprivate func ask(of tenant: TestTenant? = nil) throws -> AskID {
        let tenant = tenant ?? one, code = FiscalCode(stored: "BNCMRA80A01H501N")
        let ask = try tenant.store.askWhetherReachable(code, by: tenant.service, form: .make(), for: tenant.operator_)
        guard case .asked(let id) = ask else { throw CancellationError() }
        return id
    }
}
