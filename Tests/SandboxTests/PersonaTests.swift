import FastCGI
@testable import Sandbox
import Testing

struct PersonaTests {
    private func profile(_ simulator: Simulator, _ citizen: Persona) -> Response {
        simulator.call("POST", "/api/v1/profiles", body: #"{"fiscal_code":"\#(citizen.rawValue)"}"#)
    }

    private func get(_ simulator: Simulator, _ id: String, of citizen: Persona, key: String = "prima") -> JSON? {
        simulator.call("GET", "/api/v1/messages/\(citizen.rawValue)/\(id)", key: key).json
    }

    private func post(_ simulator: Simulator, to citizen: Persona, key: String = "prima") -> Response {
        simulator.post(simulator.message(to: citizen.rawValue), key: key)
    }

    /// The message's status after each of these seconds, and how many reached the inbox in the end.
    private func statuses(_ citizen: Persona, after seconds: [Int]) throws -> ([String?], received: Int) {
        let simulator = try Simulator { $0.processingMilliseconds = 1_000...1_000 }
        let id = try simulator.send(to: citizen)
        var elapsed = 0
        let statuses = seconds.map { second in
            simulator.clock.advance(milliseconds: (second - elapsed) * 1_000)
            elapsed = second
            return get(simulator, id, of: citizen)?["status"]?.string
        }
        return (statuses, try simulator.inbox().count)
    }

    @Test func `01 and the official code are reachable and receive`() throws {
        for citizen in [Persona.delivered, .official] {
            #expect(try profile(Simulator(), citizen).json?["sender_allowed"] == true)
            #expect(try statuses(citizen, after: [0, 1]) == (["ACCEPTED", "PROCESSED"], 1))
        }
    }

    @Test func `02 has no profile, and a message is rejected`() throws {
        let response = try profile(Simulator(), .unknown)
        #expect(response.status == 404)
        #expect(response.text
            == #"{"detail":"The profile you requested was not found in the system.","status":404,"title":"Profile not found"}"#)
        keepSample(.profile, "notfound", response)
        #expect(try statuses(.unknown, after: [0, 1, 1_000]) == (["ACCEPTED", "REJECTED", "REJECTED"], 0))
    }

    @Test func `03 has switched the sender off, and a message is rejected`() throws {
        let response = try profile(Simulator(), .blocksSender)
        #expect(response.status == 200 && response.json?["sender_allowed"] == false)
        keepSample(.profile, "blocked", response)
        #expect(try statuses(.blocksSender, after: [0, 1]) == (["ACCEPTED", "REJECTED"], 0))
    }

    @Test func `04 is allowed and rejects all the same, without content`() throws {
        let simulator = try Simulator()
        #expect(profile(simulator, .optsOutMeanwhile).json?["sender_allowed"] == true)
        let id = try simulator.send(to: .optsOutMeanwhile)
        simulator.clock.advance(milliseconds: 3_000)
        let rejected = simulator.call("GET", "/api/v1/messages/TSTPRS80A04X004T/\(id)")
        #expect(rejected.json?["status"] == "REJECTED" && rejected.json?["message"]?["content"] == nil)
        keepSample(.message, "rejected", rejected)
    }

    @Test func `05 fails after two minutes, 06 stays accepted, 07 is throttled, 17 is archived`() throws {
        #expect(try statuses(.fails, after: [1, 119, 120]) == (["ACCEPTED", "ACCEPTED", "FAILED"], 0))
        #expect(try statuses(.staysAccepted, after: [1, 1_000_000]) == (["ACCEPTED", "ACCEPTED"], 0))
        #expect(try statuses(.throttled, after: [0, 1, 5, 6]) == (["ACCEPTED", "THROTTLED", "THROTTLED", "PROCESSED"], 1))
        #expect(try statuses(.archived, after: [0, 1]) == (["ACCEPTED", "ARCHIVED"], 0))
    }

    @Test func `08 answers 500 twice and then creates, each service and each row anew`() throws {
        let simulator = try Simulator()
        for key in ["prima", "altra", "prima"] {
            for _ in 0..<2 {
                let refused = post(simulator, to: .failsTwice, key: key)
                #expect(refused.text
                    == #"{"detail":"Unable to store processing message","status":500,"title":"Internal server error"}"#)
                #expect(refused.header("Content-Type") == "application/problem+json")
            }
            #expect(post(simulator, to: .failsTwice, key: key).status == 201)
        }
        simulator.clock.advance(milliseconds: 3_000)
        #expect(try simulator.inbox().count == 3)
    }

    @Test func `09 creates, and answers after the client has given up`() throws {
        let simulator = try Simulator()
        let response = post(simulator, to: .hangsAfterCreate)
        #expect(simulator.clock.slept == [75_000] && response.status == 201)
        simulator.clock.advance(milliseconds: 3_000)
        #expect(try simulator.inbox().count == 1)
    }

    @Test func `too many that hang are cut off instead, and were created too`() throws {
        let simulator = try Simulator { $0.maximumSleepers = 0 }
        #expect(post(simulator, to: .hangsAfterCreate).header("X-Accel-Redirect") == "/_taglia")
        simulator.clock.advance(milliseconds: 3_000)
        #expect(try simulator.inbox().count == 1)
    }

    @Test func `10 creates and cuts, 11 does not create, 12 creates behind a 504`() throws {
        for (citizen, status, received) in [(Persona.cutAfterCreate, 200, 1), (.unavailable, 503, 0), (.timesOutAfterCreate, 504, 1)] {
            let simulator = try Simulator()
            let response = post(simulator, to: citizen)
            #expect(response.status == status)
            #expect(response.header("X-Accel-Redirect") == (citizen == .cutAfterCreate ? "/_taglia" : nil))
            if citizen != .cutAfterCreate { #expect(response.header("Content-Type") == "text/html" && response.json == nil) }
            simulator.clock.advance(milliseconds: 3_000)
            #expect(try simulator.inbox().count == received, "\(citizen)")
        }
    }

    @Test func `13 answers 429 three times and then creates`() throws {
        let simulator = try Simulator()
        for _ in 0..<3 {
            let refused = post(simulator, to: .limitedThrice)
            #expect(refused.status == 429 && refused.header("x-rate-limit-retry-after") == "1")
            #expect(refused.header("x-rate-limit-remaining") == "0" && refused.header("Retry-After") == nil)
            #expect(refused.json?["message"] == "Rate limit is exceeded. Try again in 1 seconds.")
        }
        #expect(post(simulator, to: .limitedThrice).status == 201)
        #expect(post(simulator, to: .limitedThrice).status == 429)
    }

    @Test func `14 has the notification that IO no longer sends`() throws {
        let simulator = try Simulator()
        let id = try simulator.send(to: .legacyNotification)
        simulator.clock.advance(milliseconds: 3_000)
        let json = get(simulator, id, of: .legacyNotification)
        #expect(json?["notification"] == ["email": "SENT", "webhook": "FAILED"])
        keepSample(.message, "legacy", simulator.call("GET", "/api/v1/messages/TSTPRS80A14X014V/\(id)"))
    }

    @Test func `15 reads and pays, 16 hides it, of ADVANCED messages by an ADVANCED service`() throws {
        let simulator = try Simulator { $0.processingMilliseconds = 1_000...1_000 }
        let payment: JSON = ["amount": 100, "notice_number": "301011100007347557"]
        let changes: [String: JSON?] = ["feature_level_type": "ADVANCED", "payment_data": payment]
        let read = try simulator.send(to: .readsAndPays, key: "premium", changes)
        let hidden = try simulator.send(to: .hidesReading, key: "premium", changes)
        let standard = try simulator.send(to: .readsAndPays, key: "premium")
        func both(_ id: String, _ citizen: Persona) -> [String?] {
            let json = get(simulator, id, of: citizen, key: "premium")
            return [json?["read_status"]?.string, json?["payment_status"]?.string]
        }
        #expect(both(read, .readsAndPays) == [nil, nil])
        simulator.clock.advance(milliseconds: 1_000)
        #expect(both(read, .readsAndPays) == ["UNREAD", "NOT_PAID"])
        simulator.clock.advance(milliseconds: 10_000)
        #expect(both(read, .readsAndPays) == ["READ", "NOT_PAID"])
        simulator.clock.advance(milliseconds: 10_000)
        #expect(both(read, .readsAndPays) == ["READ", "PAID"])
        #expect(both(hidden, .hidesReading) == ["UNAVAILABLE", "NOT_PAID"])
        #expect(both(standard, .readsAndPays) == [nil, nil])
        keepSample(.message, "advanced", simulator.call("GET", "/api/v1/messages/TSTPRS80A15X015D/\(read)", key: "premium"))
    }

    @Test func `18 is forbidden, 19 answers half a body, 20 takes twenty seconds`() throws {
        let simulator = try Simulator()
        #expect(post(simulator, to: .forbidden).json?["title"] == "Recipient forbidden")
        let truncated = post(simulator, to: .truncated)
        #expect(truncated.status == 201 && truncated.json == nil && truncated.text.hasPrefix(#"{"id":"#))
        #expect(truncated.header("Location")?.hasPrefix("/api/v1/messages/TSTPRS80A19X019T/0") == true)
        #expect(post(simulator, to: .slow).status == 201)
        #expect(simulator.clock.slept == [20_000])
        simulator.clock.advance(milliseconds: 3_000)
        #expect(try simulator.inbox().count == 2)
    }
}
