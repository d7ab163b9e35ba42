import FastCGI
@testable import Sandbox
import Testing

/// With the same seed everything comes again, in whatever order the calls arrive.
struct DeterminismTests {
    private struct Seen: Equatable {
        /// What each citizen's calls were answered, one after the other.
        var shapes: [String: [String]] = [:]
        /// Of each citizen's messages, by their order.
        var processing: [String: [Int]] = [:]
    }

    private func run(seed: UInt64, _ citizens: [String], interrupted: Bool = false) throws -> Seen {
        let simulator = try Simulator { $0.seed = seed }
        try simulator.setTrouble("mixed", percent: 50, latency: 0...900)
        var seen = Seen()
        for round in 0..<3 {
            for citizen in round == 1 ? citizens.reversed() : citizens {
                if interrupted { _ = (simulator.profile(of: "VRDLGU85T10A562S"), simulator.post(simulator.message(), key: "altra")) }
                let slept = simulator.clock.slept.count
                let profile = simulator.profile(of: citizen), post = simulator.post(simulator.message(to: citizen))
                let waits = simulator.clock.slept[slept...].map(String.init)
                seen.shapes[citizen, default: []] += [profile.shape, post.shape] + waits
            }
        }
        for message in try simulator.journal("message").compactMap({ $0["message"] }) where message["service"] == "S-prima" {
            let (citizen, processing) = (message["fiscal_code"]?.string ?? "", message["processing_ms"]?.integer ?? 0)
            seen.processing[citizen, default: []].append(processing)
        }
        return seen
    }

    @Test func `what strikes a citizen does not depend on when the others call`() throws {
        let citizens = Simulator.citizens(60)
        let first = try run(seed: 1, citizens)
        #expect(try run(seed: 1, citizens.reversed()) == first)
        #expect(try run(seed: 1, citizens, interrupted: true) == first)
        let other = try run(seed: 2, citizens)
        #expect(other.shapes != first.shapes && other.processing != first.processing)
    }

    @Test func `citizens, calls and kinds of call are struck one by one`() throws {
        let seen = try run(seed: 1, Simulator.citizens(60))
        #expect(Set(seen.shapes.values).count > 50)
        #expect(Set(seen.processing.values).count > 50)
        let again = seen.processing.values.filter { $0.count > 1 }
        #expect(again.contains { Set($0).count > 1 })
    }

    @Test func `a message is as slow after a restart as it had been without`() throws {
        func processing(restart: Bool) throws -> [JSON?] {
            let simulator = try Simulator()
            _ = try simulator.send(to: .delivered)
            if restart { try simulator.restart() }
            _ = try simulator.send(to: .delivered)
            return try simulator.journal("message").map { $0["message"]?["processing_ms"] }
        }
        #expect(try processing(restart: true) == processing(restart: false))
    }

    @Test func `latency lies between its bounds, and on both sides of the middle`() throws {
        let simulator = try Simulator()
        try simulator.setTrouble("none", latency: 100...300)
        for citizen in Simulator.citizens(50) { #expect(simulator.profile(of: citizen).status == 200) }
        #expect(simulator.clock.slept.count == 50 && simulator.clock.slept.allSatisfy { 100...300 ~= $0 })
        #expect(simulator.clock.slept.contains { $0 < 150 } && simulator.clock.slept.contains { $0 > 250 })
    }
}
