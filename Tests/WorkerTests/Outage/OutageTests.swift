import AppIO
import Domain
import Logging
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

@preconcurrency import Glibc

/// App IO's bad hours, shortened: nothing is lost, nothing is sent twice, doubts are what was on its way when they began, and all
/// leaves by itself when they end.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct OutageTests {
    /// How an outage looks to who calls, and how many doubts it may leave.
    struct Kind: Sendable, CustomTestStringConvertible {
        var name: String
        var strikes: Set<LoopbackAppIO.Call> = [.profile, .message]
        var answer: [LoopbackServer.Action]
        var doubts = 0
        /// What pages may say meanwhile.
        var says: Set<PauseCause> = []
        var testDescription: String { name }
    }

    static let kinds = [
        Kind(name: "500 on messages", strikes: [.message], answer: [.problem("500 Internal Server Error")], says: [.failing]),
        Kind(name: "500 on everything", answer: [.problem("500 Internal Server Error")], says: [.failing]),
        Kind(name: "503 as HTML on messages", strikes: [.message], answer: [.html("503 Service Unavailable")], doubts: 6, says: [.silent]),
        Kind(name: "reset on messages", strikes: [.message], answer: [.reset], doubts: 6, says: [.silent]),
        Kind(name: "reset on everything", answer: [.reset], doubts: 6, says: [.silent]),
        Kind(name: "hang on messages", strikes: [.message], answer: [.hang], doubts: 6, says: [.silent]),
        Kind(name: "hang on everything", answer: [.hang], doubts: 6, says: [.silent]),
        Kind(name: "429", answer: [.gateway("429 Too Many Requests", headers: ["Retry-After: 1"])]),
        Kind(name: "401", answer: [.denied]),
    ]

    @Test(arguments: kinds) func `what comes before, during and after an outage leaves once, and without a person`(_ kind: Kind) throws {
        try Workplace.run { place in
            place.hurry()
            // One goes before, so that trust is earned.
            _ = try place.add(of: place.other)
            try place.addSeveral(6, of: place.one, "prima")
            try place.whileWorking { try place.survive(kind) }
            let states = try place.states()
            let doubts = states[.uncertain, default: 0], good = states[.accepted, default: 0] + states[.processed, default: 0]
            #expect(doubts <= kind.doubts && doubts + good == 23, "\(states)")
            // A reset and a hang come after the message was taken.
            #expect(kind.doubts == 0 || !place.hasTakenAnyTwice)
        }
    }

    @Test func `after a 401 every key that was refused is taken again by itself, with nothing to send and nobody asking`() throws {
        try Workplace.run { place in
            place.hurry()
            func refused() throws -> [Int] {
                try [place.one, place.other].map { try place.service(of: $0).keys.values.filter { $0.refusedAt != nil }.count }
            }
            place.appIO.answers(.profile) { asked in
                asked.key == "c_b002-secondary" ? [.json(#"{"sender_allowed":true}"#)] : [.denied]
            }
            let waiting = try place.add()
            _ = try place.add(of: place.other)
            try place.whileWorking {
                try place.until("both keys of one are refused, and one of the other") {
                    try refused() == [2, 1]
                }
                try place.until("the other sends with its second key") { try place.service(of: place.other).preferred == .secondary }
                #expect(try place.one.store.cancel(waiting.id, attempt: 0, by: place.one.operator_))
                place.appIO.recovers()
                try place.until("all are taken") { try refused() == [0, 0] && place.service().stoppedAt == nil }
            }
            #expect(try place.service(of: place.other).preferred == .secondary, "the one in use stays in use")
            #expect(place.log.lines.contains { $0.hasPrefix("key taken again") && $0.contains("slot=primary") && $0.contains("c_b002") })
            try place.putAside()
            place.appIO.forget()
            try place.work()
            #expect(place.appIO.asked(.profile).isEmpty)
        }
    }

    @Test func `a single notification leaves without a question before it when nothing is wrong`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            #expect(sent.state == .accepted)
            #expect(place.appIO.asked(.message).count == 1 && place.appIO.asked.count == 2)
        }
    }

    @Test func `questions that hang are asked again as soon as App IO is back, not when their time is over`() throws {
        try Workplace.run { place in
            place.hurry()
            place.timeouts.ask = .seconds(30)
            place.appIO.answers(.profile, .hang)
            let only = try place.add()
            try place.whileWorking {
                try place.until("it was asked") { !place.appIO.asked(.profile).isEmpty }
                usleep(1_000_000)
                place.appIO.recovers()
                try place.until("it left", within: 20) { try place.now(only).state.hasLeft }
                #expect(try place.now(only).attempt == 1 && place.number("tries", of: only) == 0)
                for call in [LoopbackAppIO.Call.status, .profile] { place.appIO.answers(call, .hang) }
                try place.database.makeDue()
                try place.until("its status was asked for") { !place.appIO.asked(.status).isEmpty }
                usleep(1_000_000)
                place.appIO.recovers()
                try place.until("it is known", within: 20) { try place.now(only).state == .processed }
            }
        }
    }

    @Test func `one message that App IO always fails on holds up none of the others, and is tried on`() throws {
        try Workplace.run { place in
            place.hurry()
            place.appIO.answers(.message) { asked in
                asked.body.contains("Velenosa") ? [.problem("500 Internal Server Error")] : [.send(answer("201 Created", #"{"id":"01"}"#))]
            }
            let poison = try place.add(place.one.content(subject: "Velenosa come sempre"))
            try place.whileWorking {
                try place.until("its lane is paused") { try !place.database.installation.outages().isEmpty }
                let others = try (0..<5).map { try place.add(place.one.content(subject: "Notifica buona \($0)")) }
                try place.until("the others left") { try others.allSatisfy { try place.now($0).state.hasLeft } }
            }
            #expect(try place.now(poison).state == .queued && place.number("tries", of: poison) <= 5)
        }
    }
}

extension Workplace {
    fileprivate func strike(_ kind: OutageTests.Kind) {
        for call in kind.strikes { appIO.answers(call) { [answer = kind.answer] _ in answer } }
    }

    func addSeveral(_ count: Int, of tenant: TestTenant, _ name: String) throws {
        for number in 0..<count { try tenant.add(tenant.content(subject: "Notifica \(name) numero \(number)")) }
    }

    fileprivate func says(_ causes: Set<PauseCause>) throws -> Bool {
        let said = try one.store.headerNotices().alarms.map(\.cause)
        return try causes.contains { said.contains(.appIO($0)) } && !database.installation.outages().isEmpty
    }

    /// The outage begins when one has left, and ends after a while.
    fileprivate func survive(_ kind: OutageTests.Kind) throws {
        try until("one has left") { try left() >= 1 }
        strike(kind)
        for tenant in [one, other] { try addSeveral(8, of: tenant, "durante") }
        if !kind.says.isEmpty { try until("the pages say so") { try says(kind.says) } }
        usleep(1_500_000)
        #expect(try states()[.failed] == nil)
        appIO.recovers()
        try until("all have left") { try waiting() == 0 }
        try until("the pages say nothing more") { try one.store.headerNotices().alarms.isEmpty }
        guard !kind.says.isEmpty else { return }
        for word in [" paused", " resumed"] { #expect(log.lines.contains { $0.contains(word) }) }
    }

    /// Whether App IO heard of a message twice.
    fileprivate var hasTakenAnyTwice: Bool {
        let heard = appIO.asked(.message).map { "\($0.key.prefix(6)) \($0.body)" }.filter { !$0.hasSuffix(" {}") }
        return Set(heard).count < heard.count
    }
}
