import FastCGI
@testable import Sandbox
import Synchronization
import Testing

/// Every POST that did not get a whole answer is in the journal, with whether a message was made.
struct BooksTests {
    private func faults(_ simulator: Simulator) throws -> [[String?]] {
        try simulator.journal("fault").map { [$0["fault"]?.string, $0["created"]?.text, $0["message"] == nil ? nil : "id"] }
    }

    @Test(arguments: [
        (Persona.failsTwice, "failsTwice", false), (.limitedThrice, "limitedThrice", false), (.unavailable, "unavailable", false),
        (.hangsAfterCreate, "hangsAfterCreate", true), (.cutAfterCreate, "cutAfterCreate", true),
        (.timesOutAfterCreate, "timesOutAfterCreate", true), (.truncated, "truncated", true),
    ])
    func `a persona's fault stands under its name`(citizen: Persona, name: String, isCreated: Bool) throws {
        let simulator = try Simulator()
        _ = simulator.post(simulator.message(to: citizen.rawValue))
        #expect(try faults(simulator) == [[name, "\(isCreated)", isCreated ? "id" : nil]])
        #expect(try simulator.journal("message").count == (isCreated ? 1 : 0))
    }

    @Test func `a whole answer is no fault, neither a late one nor a refusal`() throws {
        let simulator = try Simulator { $0.limitsRate = true }
        for citizen in [Persona.delivered, .slow, .forbidden, .unknown] { _ = simulator.post(simulator.message(to: citizen.rawValue)) }
        for _ in 0..<146 { _ = simulator.profile() }
        #expect(simulator.post(simulator.message()).status == 429)
        #expect(try faults(simulator).isEmpty)
        #expect(simulator.books?.text
            == #"{"calls":{"profile":146,"submit":4,"status":0},"faults":{},"rate_limited":1,"unwritten":0}"#)
    }

    @Test func `who is cut off because too many wait is in the books too`() throws {
        func cut(_ trouble: String = "none", latency: ClosedRange<Int> = 0...0, to citizen: Persona = .delivered) throws -> [[String?]] {
            let simulator = try Simulator { $0.maximumSleepers = 0 }
            try simulator.setTrouble(trouble, latency: latency)
            #expect(simulator.post(simulator.message(to: citizen.rawValue)).shape == "cut")
            #expect(simulator.clock.slept.isEmpty)
            return try faults(simulator)
        }
        #expect(try cut(latency: 1...1) == [["too_many_sleepers", "false", nil]])
        #expect(try cut("hang_before") == [["too_many_sleepers", "false", nil]])
        #expect(try cut("hang") == [["too_many_sleepers", "true", "id"]])
        #expect(try cut(to: .slow) == [["too_many_sleepers", "true", "id"]])
        #expect(try cut(to: .hangsAfterCreate) == [["too_many_sleepers", "true", "id"]])
    }

    @Test func `a fault is written down before its client waits`() throws {
        let directory = Mutex(""), seen = Mutex([String?]())
        let simulator = try Simulator { configuration in
            configuration.sleep = { _ in
                let lines = (try? Simulator.journal(directory.withLock { $0 })) ?? []
                seen.withLock { $0 += lines.map { $0["fault"]?.string } }
            }
        }
        directory.withLock { $0 = simulator.directory }
        try simulator.setTrouble("hang_before")
        _ = simulator.post(simulator.message())
        #expect(seen.withLock { $0 } == [nil, "hang_before"])
    }

    @Test func `a body without a right code has a line without one`() throws {
        let simulator = try Simulator()
        try simulator.setTrouble("502")
        for body in ["{", #"{"fiscal_code":"x"}"#, ""] { #expect(simulator.call("POST", "/api/v1/messages", body: body).status == 502) }
        _ = simulator.post(simulator.message(to: nil), path: "RSSMRA85T10A562S")
        #expect(try simulator.journal("fault").map { $0["fiscal_code"]?.string } == [nil, nil, nil, "RSSMRA85T10A562S"])
    }

    @Test func `the summary counts calls by kind and faults by name`() throws {
        let simulator = try Simulator()
        let id = try simulator.send(to: .delivered)
        try simulator.setTrouble("502")
        _ = (simulator.profile(), simulator.profile(), simulator.status(id))
        try simulator.setTrouble("cut")
        _ = (simulator.post(simulator.message()), simulator.profile())
        #expect(simulator.call("POST", "/api/v1/messages", key: "sbagliata").status == 401)
        #expect(simulator.books?.text
            == #"{"calls":{"profile":3,"submit":2,"status":1},"faults":{"502":3,"cut":2},"rate_limited":0,"unwritten":0}"#)
    }

    @Test func `a restart goes past the faults in the journal`() throws {
        let simulator = try Simulator()
        try simulator.setTrouble("truncated")
        _ = simulator.post(simulator.message())
        try simulator.restart()
        simulator.clock.advance(milliseconds: 3_000)
        #expect(try simulator.inbox().count == 1)
        #expect(simulator.books?["faults"] == .object([]))
        #expect(simulator.post(simulator.message()).shape == "201 unreadable Location")
    }
}
