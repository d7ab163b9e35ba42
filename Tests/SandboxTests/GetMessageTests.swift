import Domain
import FastCGI
@testable import Sandbox
import Testing

struct GetMessageTests {
    private func get(_ simulator: Simulator, _ id: String, of citizen: Persona = .delivered, key: String = "prima") -> Response {
        simulator.call("GET", "/api/v1/messages/\(citizen.rawValue)/\(id)", key: key)
    }

    @Test func `a message is ACCEPTED without its content, then PROCESSED with it and with the payee`() throws {
        let simulator = try Simulator()
        let payment: JSON = ["amount": 100, "notice_number": "301011100007347557"]
        let id = try simulator.send(to: .delivered, ["payment_data": payment, "due_date": "2027-01-12T22:59:59Z"])
        let accepted = get(simulator, id)
        #expect(accepted.text == #"{"message":{"id":"\#(id)","fiscal_code":"TSTPRS80A01X001B","time_to_live":3600,"#
            + #""created_at":"2026-09-21T14:13:20.000Z","sender_service_id":"S-prima","feature_level_type":"STANDARD"},"#
            + #""status":"ACCEPTED"}"#)
        keepSample(.message, "accepted", accepted)
        simulator.clock.advance(milliseconds: 999)
        #expect(get(simulator, id).json?["status"] == "ACCEPTED")
        simulator.clock.advance(milliseconds: 2_001)
        let processed = get(simulator, id)
        #expect(processed.json?["status"] == "PROCESSED")
        let content = try #require(processed.json?["message"]?["content"])
        #expect(content["subject"] == "Oggetto della prova")
        #expect(content["payment_data"]?.text == #"{"amount":100,"notice_number":"301011100007347557","#
            + #""invalid_after_due_date":false,"payee":{"fiscal_code":"00907501001"}}"#)
        #expect(processed.json?["notification"] == nil)
        #expect(processed.json?["read_status"] == nil)
        #expect(processed.header("Content-Type") == "application/json")
        keepSample(.message, "processed", processed)
    }

    @Test func `another service's key is refused, also one of the same ente`() throws {
        let simulator = try Simulator()
        let id = try simulator.send(to: .delivered)
        for key in ["altra", "b"] {
            #expect(get(simulator, id, key: key).text == #"{"detail":"You are not allowed to read this message, "#
                + #"you can only read messages that you have sent","status":403,"title":"You are not allowed here"}"#)
        }
    }

    @Test func `an unknown id, and an id with another's code, are 404`() throws {
        let simulator = try Simulator()
        let id = try simulator.send(to: .delivered)
        let text = #"{"detail":"The message that you requested was not found in the system.","status":404,"title":"Message not found"}"#
        #expect(get(simulator, "01BX9NSMKAAAS5PSP2FATZM6BQ").text == text)
        #expect(get(simulator, id, of: .unknown).text == text)
        keepSample(.message, "notfound", get(simulator, id, of: .unknown))
    }

    @Test func `a malformed code is 400, a service that may not read is 403`() throws {
        let simulator = try Simulator()
        #expect(simulator.call("GET", "/api/v1/messages/x/1").status == 400)
        #expect(get(simulator, "1", key: "muta").json?["title"] == "User has no valid scopes")
        #expect(get(simulator, "1", key: "manage").json?["title"] == "You are not allowed here")
        #expect(get(simulator, "1", key: "recintata").json?["title"] == "You are not allowed here")
    }

    @Test func `a service with the legacy trait gets the notification block`() throws {
        let simulator = try Simulator()
        let id = try simulator.send(to: .delivered, key: "premium")
        #expect(get(simulator, id, key: "premium").json?["notification"] == nil)
        simulator.clock.advance(milliseconds: 3_000)
        #expect(get(simulator, id, key: "premium").json?["notification"] == ["email": "SENT", "webhook": "SENT"])
    }

    @Test func `delays lie in their range and come again with the same seed`() throws {
        func delays(_ seed: UInt64) throws -> [Int] {
            let simulator = try Simulator { $0.seed = seed }
            for _ in 0..<20 { _ = try simulator.send(to: .delivered) }
            simulator.clock.advance(milliseconds: 3_000)
            let start = 1_790_000_000_000
            return try simulator.inbox().map { json in
                let text = try #require(json["received_at"]?.string)
                return Int(try #require(Timestamp.parse(text)).microseconds / 1_000) - start
            }.sorted()
        }
        let first = try delays(7)
        #expect(try delays(7) == first)
        #expect(try delays(8) != first)
        #expect(first.allSatisfy { 1_000...3_000 ~= $0 } && Set(first).count > 10)
    }
}
