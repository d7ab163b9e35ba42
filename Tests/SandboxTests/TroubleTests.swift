import FastCGI
@testable import Sandbox
import Testing

struct TroubleTests {
    private let submits = [
        ("storm", "429 application/json", false), ("storage", "500 application/problem+json", false), ("garbage", "500 unreadable", false),
        ("502", "502 unreadable", false), ("503", "503 unreadable", false), ("504", "504 unreadable", false),
        ("408", "408 unreadable", false), ("cut_before", "cut", false), ("hang_before", "cut", false),
        ("302", "302 unreadable Location", false), ("400", "400 application/problem+json", false),
        ("401", "401 application/json", false), ("403", "403 empty", false),
        ("cut", "cut", true), ("hang", "201 application/json Location", true), ("504_created", "504 unreadable", true),
        ("202", "202 application/json", true), ("truncated", "201 unreadable Location", true), ("truncated_all", "201 unreadable", true),
    ]

    @Test func `each trouble answers a POST in its way, and the books say whether there is a message`() throws {
        for (trouble, shape, isCreated) in submits {
            let simulator = try Simulator()
            try simulator.setTrouble(trouble)
            let response = simulator.post(simulator.message())
            #expect(response.shape == shape, "\(trouble)")
            #expect(simulator.clock.slept == (trouble.hasPrefix("hang") ? [75_000] : []), "\(trouble)")
            let message = try simulator.journal("message").first?["message"]?["id"]?.string
            #expect((message != nil) == isCreated, "\(trouble)")
            let id = message.map { #","message":"\#($0)""# } ?? ""
            #expect(try simulator.journal("fault").map(\.text) == [
                #"{"kind":"fault","operation":"submit","fault":"\#(trouble)","service":"S-prima","fiscal_code":"TSTPRS80A01X001B","#
                    + #""created":\#(isCreated)\#(id),"at":1790000000000000}"#,
            ])
            try simulator.restart()
            simulator.clock.advance(milliseconds: 3_000)
            #expect(try simulator.inbox().count == (isCreated ? 1 : 0), "\(trouble)")
        }
        let tested = submits.map(\.0) + ["none", "mixed", "unknown_status"]
        #expect(Set(tested) == Set(Trouble.Kind.allCases.map(\.rawValue)))
    }

    @Test func `what a sender must look at closely is in the answer`() throws {
        let simulator = try Simulator()
        func post(_ trouble: String) throws -> Response {
            try simulator.setTrouble(trouble)
            return simulator.post(simulator.message())
        }
        #expect(try post("202").text == "{}")
        #expect(try post("400").json?["title"] == "Invalid message structure")
        #expect(try post("401").json?["message"]?.string?.contains("invalid subscription key") == true)
        #expect(try post("garbage").header("Content-Type") == "text/html")
        #expect(try post("storm").header("x-rate-limit-retry-after") == "1")
        let truncated = try post("truncated_all")
        #expect(truncated.text.hasPrefix(#"{"id":"#) && truncated.header("Content-Type") == "application/json")
    }

    @Test func `each trouble strikes profiles and status checks in its way`() throws {
        let gets = submits.map { ($0.0, $0.1.replacing(" Location", with: "").replacing("201", with: "200")) }
            .map { $0 == "302" ? ($0, "302 unreadable Location") : ($0, $1) }
        for (trouble, shape) in gets + [("unknown_status", "200 application/json")] {
            let simulator = try Simulator()
            let id = try simulator.send(to: .delivered)
            simulator.clock.advance(milliseconds: 3_000)
            try simulator.setTrouble(trouble)
            let profile = simulator.profile(), status = simulator.status(id)
            #expect(profile.shape == shape && status.shape == shape, "\(trouble)")
            #expect(simulator.clock.slept.count == (trouble.hasPrefix("hang") ? 2 : 0), "\(trouble)")
            #expect((status.json?["status"] == "ARCHIVED") == (trouble == "unknown_status"), "\(trouble)")
            #expect(simulator.books?["faults"]?[trouble] == (trouble == "unknown_status" ? 1 : 2), "\(trouble)")
            #expect(try simulator.journal("fault").isEmpty, "\(trouble)")
        }
    }

    @Test(arguments: ["profilo", "invio", "stato"])
    func `a trouble kept to one kind of call leaves the others alone, after a restart too`(operation: String) throws {
        let simulator = try Simulator()
        let id = try simulator.send(to: .delivered)
        try simulator.setTrouble("503", operation: operation, latency: 5...5)
        for _ in 0..<2 {
            let statuses = [simulator.profile().status, simulator.post(simulator.message()).status, simulator.status(id).status]
            #expect(statuses == [operation == "profilo" ? 503 : 200, operation == "invio" ? 503 : 201, operation == "stato" ? 503 : 200])
            try simulator.restart()
        }
        #expect(simulator.clock.slept == [5, 5])
    }

    @Test func `mixed gives each POST one of what fits it, and the books balance`() throws {
        let simulator = try Simulator()
        try simulator.setTrouble("mixed", percent: 80)
        let shapes = Simulator.citizens(1_000).map { simulator.post(simulator.message(to: $0)).shape }
        let faults = try simulator.journal("fault")
        #expect(Set(faults.compactMap { $0["fault"]?.string }) == [
            "storm", "storage", "garbage", "502", "503", "504", "408", "cut_before", "hang_before",
            "cut", "hang", "504_created", "202", "truncated", "truncated_all",
        ])
        let whole = shapes.count - faults.count
        let created = faults.filter { $0["created"] == true }.compactMap { $0["message"]?.string }
        #expect(150...250 ~= whole && Set(created).count == created.count)
        #expect(try simulator.journal("message").count == created.count + whole)
        // Late is whole, but for who waits.
        #expect(shapes.count { $0 == "201 application/json Location" } == whole + faults.count { $0["fault"] == "hang" })
        for stop in [400, 401, 403, 302] { #expect(!shapes.contains { $0.hasPrefix("\(stop)") }) }
    }

    @Test func `mixed gives profiles and status checks what fits them`() throws {
        func faults(_ operation: Call.Operation) throws -> Set<String> {
            let simulator = try Simulator()
            let ids = try (0..<100).map { _ in try simulator.send(to: .delivered) }
            try simulator.setTrouble("mixed")
            for id in ids { _ = operation == .profile ? simulator.profile() : simulator.status(id) }
            guard case .object(let members)? = simulator.books?["faults"] else { return [] }
            return Set(members.map(\.name))
        }
        #expect(try faults(.profile) == ["storm", "502", "503", "cut", "truncated", "garbage"])
        #expect(try faults(.status) == ["storm", "502", "503", "cut", "truncated", "garbage", "unknown_status"])
    }

    @Test func `one that is refused anyway is refused as ever, and a persona's own fault goes before`() throws {
        let simulator = try Simulator()
        try simulator.setTrouble("cut")
        #expect(simulator.post(simulator.message(["subject": "corto"])).status == 400)
        #expect(try simulator.journal("fault").isEmpty)
        try simulator.setTrouble("504_created")
        #expect(simulator.post(simulator.message(to: Persona.cutAfterCreate.rawValue)).shape == "cut")
        #expect(simulator.post(simulator.message(to: Persona.unavailable.rawValue)).status == 503)
        #expect(try simulator.journal("fault").map { $0["fault"]?.string } == ["cutAfterCreate", "unavailable"])
    }

    @Test func `what makes no message is cut whatever its answer would have been`() throws {
        let simulator = try Simulator()
        try simulator.setTrouble("cut")
        #expect(simulator.profile(of: Persona.unknown.rawValue).shape == "cut" && simulator.status("x").shape == "cut")
    }
}
