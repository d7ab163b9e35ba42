import FastCGI
@preconcurrency import Glibc
@testable import Sandbox
import Template
import Testing

struct InboxTests {
    @Test func `the inbox holds what arrived, newest first, with the names that tests rely on`() throws {
        let simulator = try Simulator { $0.processingMilliseconds = 1_000...1_000 }
        let first = try simulator.send(to: .delivered, ["subject": "Primo oggetto"])
        simulator.clock.advance(milliseconds: 500)
        let second = try simulator.send(to: .official, ["subject": "Secondo oggetto"])
        #expect(try simulator.inbox().isEmpty)
        simulator.clock.advance(milliseconds: 500)
        #expect(try simulator.inbox().map { $0["id"]?.string } == [first])
        simulator.clock.advance(milliseconds: 500)
        #expect(try simulator.inbox().map { $0["id"]?.string } == [second, first])
        let message = try #require(try simulator.inbox("cf=tstprs80a01x001b").first)
        #expect(message.text == #"{"id":"\#(first)","fiscal_code":"TSTPRS80A01X001B","service":"S-prima","subject":"Primo oggetto","#
            + #""markdown":"\#(String(repeating: "testo ", count: 20))","received_at":"2026-09-21T14:13:21.000Z"}"#)
        #expect(try simulator.inbox("cf=RSSMRA85T10A562S").isEmpty)
    }

    @Test func `each citizen has an inbox, and emptying it empties no other`() throws {
        let simulator = try Simulator()
        let citizens = Simulator.citizens(3)
        var ids: [String: Set<String?>] = [:]
        for citizen in citizens + citizens {
            ids[citizen, default: []].insert(simulator.post(simulator.message(to: citizen)).json?["id"]?.string)
        }
        simulator.clock.advance(milliseconds: 3_000)
        func inboxes() throws -> [Set<String?>] { try citizens.map { Set(try simulator.inbox("cf=\($0)").map { $0["id"]?.string }) } }
        #expect(try inboxes() == citizens.map { ids[$0] })
        #expect(simulator.call("DELETE", "/posta", key: nil, ["QUERY_STRING": "cf=\(citizens[1])"]).status == 204)
        for _ in 0..<2 {
            #expect(try inboxes() == [ids[citizens[0]], [], ids[citizens[2]]])
            try simulator.restart()
        }
    }

    @Test func `the page shows messages as a phone would, escaped, and says what it is`() throws {
        let simulator = try Simulator()
        let markdown = "<script>alert('x')</script> " + String(repeating: "a", count: 80)
        let payment: JSON = ["amount": 1_205, "notice_number": "301011100007347557"]
        _ = try simulator.send(to: .delivered, [
            "subject": "Oggetto & <b>", "markdown": .string(markdown), "payment_data": payment, "due_date": "2027-01-12T22:59:59Z",
        ])
        #expect(simulator.call("GET", "/posta", key: nil).text.contains("Nessun messaggio ricevuto."))
        simulator.clock.advance(milliseconds: 3_000)
        let page = simulator.call("GET", "/posta", key: nil).text
        #expect(page.contains("AMBIENTE DI PROVA") && page.contains("Comune di comune-a · Servizio prima"))
        #expect(page.contains("Oggetto &amp; &lt;b&gt;") && page.contains("&lt;script&gt;") && !page.contains("<script"))
        #expect(page.contains("Avviso pagoPA 301011100007347557 · 12,05 €") && page.contains("2027-01-12T22:59:59.000Z"))
    }

    @Test func `emptying takes one citizen's messages or all, also those on their way, and App IO still knows them`() throws {
        let simulator = try Simulator()
        let id = try simulator.send(to: .delivered)
        _ = try simulator.send(to: .official)
        #expect(simulator.form("/posta/svuota", [("cf", "TSTPRS80A01X001B")]).status == 303)
        simulator.clock.advance(milliseconds: 3_000)
        #expect(try simulator.inbox().map { $0["fiscal_code"] } == ["AAAAAA00A00A000A"])
        try simulator.restart()
        #expect(try simulator.inbox().count == 1)
        #expect(simulator.call("DELETE", "/posta", key: nil).status == 204)
        #expect(try simulator.inbox().isEmpty)
        #expect(simulator.call("GET", "/api/v1/messages/TSTPRS80A01X001B/\(id)").json?["status"] == "PROCESSED")
    }

    @Test func `what was acknowledged survives a kill, with its times`() throws {
        let simulator = try Simulator()
        let ids = try (0..<50).map { _ in try simulator.send(to: .delivered, ["due_date": "2027-01-12T22:59:59Z"]) }
        let path = "/api/v1/messages/TSTPRS80A01X001B/\(ids[7])"
        let before = simulator.call("GET", path).text
        try simulator.restart()
        #expect(simulator.call("GET", path).text == before)
        simulator.clock.advance(milliseconds: 3_000)
        #expect(Set(try simulator.inbox().compactMap { $0["id"]?.string }) == Set(ids))
    }

    @Test func `half a line at the journal's end is dropped, and the next one is whole`() throws {
        let simulator = try Simulator()
        let first = try simulator.send(to: .delivered)
        let file = try #require(fopen("\(simulator.directory)/journal/journal.jsonl", "ab"))
        fputs(#"{"kind":"message","mess"#, file)
        fclose(file)
        try simulator.restart()
        let second = try simulator.send(to: .delivered)
        try simulator.restart()
        simulator.clock.advance(milliseconds: 3_000)
        #expect(Set(try simulator.inbox().compactMap { $0["id"]?.string }) == [first, second])
    }

    @Test func `a journal that was tampered with and wrong services refuse to start`() throws {
        let simulator = try Simulator()
        let path = "\(simulator.directory)/journal/journal.jsonl"
        let file = try #require(fopen(path, "ab"))
        fputs("{\n", file)
        fclose(file)
        #expect(throws: SandboxError.file(path: path, reason: "line 1 is not JSON")) { try simulator.restart() }
        #expect(throws: SandboxError.service(member: "account")) { try Simulator(services: "[{}]") }
        #expect(throws: SandboxError.self) { try Simulator(services: "{}") }
        let twice = try #require(try JSONParser.parse(Array(Simulator.services.utf8)).elements?.first)
        #expect(throws: SandboxError.duplicateService(id: "S-prima")) { try Simulator(services: JSON.array([twice, twice]).text) }
        for (own, another) in [("prima", "altra"), ("prima", "altra-2"), ("prima", "revocata"), ("prima-2", "altra-2")] {
            let shared = Simulator.services.replacing(#"_key": "\#(own)""#, with: #"_key": "\#(another)""#)
            #expect(throws: SandboxError.self) { try Simulator(services: shared) }
        }
    }

    @Test func `other paths are not found, and the root leads to the inbox`() throws {
        let simulator = try Simulator()
        #expect(simulator.call("GET", "/x", key: nil).status == 404)
        #expect(simulator.call("PUT", "/posta", key: nil).status == 404)
        #expect(simulator.call("GET", "/", key: nil).header("Location") == "/posta")
    }
}
