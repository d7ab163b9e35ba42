import FastCGI
@testable import Sandbox
import Testing

/// The rows of App IO's order of checks, with their exact bodies.
struct PostMessageTests {
    private func problem(_ status: Int, _ title: String, _ detail: String) -> String {
        "{\"detail\":\(JSON.string(detail).text),\"status\":\(status),\"title\":\(JSON.string(title).text)}"
    }

    private let permission = "You do not have enough permission to complete the operation you requested"

    @Test func `a right message is 201 with a relative Location, an id and the framework's headers`() throws {
        let simulator = try Simulator()
        let response = simulator.post(simulator.message())
        #expect(response.status == 201)
        let id = try #require(response.json?["id"]?.string)
        #expect(CharacterPattern.ulid.matches(id) && id == id.uppercased())
        #expect(response.text == #"{"id":"\#(id)"}"#)
        #expect(response.header("Location") == "/api/v1/messages/TSTPRS80A01X001B/\(id)")
        #expect(response.header("Content-Type") == "application/json")
        #expect(response.header("Strict-Transport-Security") == "max-age=15552000; includeSubDomains")
        #expect(response.header("X-XSS-Protection") == "0")
        #expect(response.headers.count == 2 + 13 + 1)
        keepSample(.submit, "message", response)
    }

    @Test func `two equal posts are two messages`() throws {
        let simulator = try Simulator()
        #expect(try simulator.send(to: .delivered) != simulator.send(to: .delivered))
        simulator.clock.advance(milliseconds: 3_000)
        #expect(try simulator.inbox().count == 2)
    }

    @Test func `a body that is no JSON is 500 before any other check`() throws {
        let simulator = try Simulator()
        for key in ["prima", "manage", "muta"] {
            let response = simulator.call("POST", "/api/v1/messages", key: key, body: "{")
            #expect(response.status == 500)
            #expect(response.header("Content-Type") == "application/problem+json")
            #expect(response.text == problem(500, "Internal server error", "Expected property name or '}' in JSON at position 1"))
            keepSample(.submit, "malformed", response)
        }
        let documented = try Simulator { $0.malformedJSONStatus = 400 }
        #expect(documented.call("POST", "/api/v1/messages", body: "{").status == 400)
    }

    @Test func `no body is an invalid message, not malformed JSON`() throws {
        let response = try Simulator().call("POST", "/api/v1/messages")
        #expect(response.text == problem(400, "Invalid message structure", "value undefined at root is not a valid [NewMessage]"))
    }

    @Test func `a service outside the groups that write is told before its payload is looked at`() throws {
        let response = try Simulator().post([:], key: "muta")
        #expect(response.text == problem(403, "User has no valid scopes", "You are not part of any valid scope, "
            + "you should ask the administrator to give you the required permissions."))
    }

    @Test func `a manage key is no service`() throws {
        let response = try Simulator().post([:], key: "manage")
        #expect(response.text == problem(403, "You are not allowed here", permission))
        keepSample(.submit, "forbidden", response)
    }

    @Test func `the payload is checked before the code in the path`() throws {
        let simulator = try Simulator()
        #expect(simulator.post([:], path: "X").json?["title"] == "Invalid message structure")
        let pattern = #"string that matches the pattern "^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z]"#
            + #"[0-9LMNPQRSTUV]{3}[A-Z]$""#
        #expect(simulator.post(simulator.message(to: nil), path: "X").text
            == problem(400, "Invalid \(pattern)", "value [\"X\"] at [root] is not a valid [\(pattern)]"))
    }

    @Test func `what needs a group is refused without it, in order`() throws {
        let simulator = try Simulator()
        let thirdParty: JSON = ["id": "1"]
        let payment: JSON = ["amount": 1, "notice_number": "301011100007347557", "payee": ["fiscal_code": "00907501001"]]
        var changes: [String: JSON?] = [
            "eu_covid_cert": ["auth_code": "x"], "payment_data": payment, "feature_level_type": "ADVANCED", "third_party_data": thirdParty,
        ]
        func detail() -> JSON? { simulator.post(simulator.message(changes)).json?["detail"] }
        #expect(detail() == "You do not have enough permissions to send an EUCovidCert message")
        changes["eu_covid_cert"] = nil
        #expect(detail() == "You do not have enough permissions to send a payment message with payee")
        changes["payment_data"] = nil
        #expect(detail() == "You do not have enough permissions to send a Premium message")
        changes["feature_level_type"] = nil
        #expect(detail() == "You do not have enough permissions to send a third party message")
        changes["third_party_data"] = nil
        #expect(simulator.post(simulator.message(changes)).status == 201)
    }

    @Test func `an address outside the service's ranges is refused with the text of an unknown service`() throws {
        let simulator = try Simulator()
        let body = simulator.message().text
        for (address, status) in [("192.0.2.1", 403), ("192.0.2.7", 201), ("10.1.255.1", 201), ("10.2.0.1", 403), ("::1", 403)] {
            let response = simulator.call("POST", "/api/v1/messages", key: "recintata", body: body,
                                          ["REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": "10.1.0.1"])
            #expect(response.status == status, "\(address)")
            if status == 403 { #expect(response.text == problem(403, "You are not allowed here", permission)) }
        }
    }

    @Test func `the code stands in the path or in the body, not in both, not in neither`() throws {
        let simulator = try Simulator()
        let citizen = Persona.delivered.rawValue
        let text = "The fiscalcode parameter must be specified in the path or in the payload"
        #expect(simulator.post(simulator.message(), path: citizen).text == problem(400, "Bad parameters", text + " but not in both"))
        #expect(simulator.post(simulator.message(to: nil)).text == problem(400, "Bad parameters", text))
        #expect(simulator.post(simulator.message(to: nil), path: citizen).status == 201)
        keepSample(.submit, "both", simulator.post(simulator.message(), path: citizen))
    }

    @Test func `remote content needs a configuration, and attachments need ADVANCED`() throws {
        let simulator = try Simulator()
        var data: [String: JSON] = ["id": "1"]
        func post(_ level: JSON?) -> Response {
            simulator.post(simulator.message(["third_party_data": JSON(data), "feature_level_type": level]), key: "premium")
        }
        #expect(post(nil).text == problem(403, "No configuration id for remote content",
            "You did not send any configuration id for your remote content in third_party_data"))
        data["configuration_id"] = "01HMRBX079WA5SGYBQP1A7FSKH"
        #expect(post(nil).status == 201)
        data["has_attachments"] = true
        #expect(post(nil).text == problem(403, "Attachments call forbidden",
            "You are not allowed to send messages with attachmens with STANDARD messages, please use ADVANCED"))
        #expect(post("ADVANCED").status == 201)
    }

    @Test func `a limited service reaches its authorised recipients and the official code only`() throws {
        let simulator = try Simulator()
        for (code, status) in [("RSSMRA85T10A562S", 201), ("AAAAAA00A00A000A", 201), ("TSTPRS80A01X001B", 403)] {
            let response = simulator.post(simulator.message(to: code), key: "limitata")
            #expect(response.status == status)
            if status == 403 {
                #expect(response.text == problem(403, "Recipient forbidden", "You are not allowed to issue requests for the recipient."))
            }
        }
    }

    @Test func `a service without the right to production is refused`() throws {
        let simulator = try Simulator()
        #expect(simulator.post(simulator.message(), key: "apprendista").text
            == problem(403, "Production call forbidden", "You are not allowed to issue production calls at this time."))
    }

    @Test func `an amount over the service's maximum is refused, the maximum is not`() throws {
        let simulator = try Simulator()
        func post(_ amount: JSON, key: String) -> Response {
            simulator.post(simulator.message(["payment_data": ["amount": amount, "notice_number": "301011100007347557"]]), key: key)
        }
        #expect(post(10_000, key: "prima").status == 201)
        let refused = post(10_001, key: "prima")
        #expect(refused.text == problem(400, "Error while sending payment metadata",
            "The requested amount (10001 cents) exceeds the maximum allowed for this service (10000 cents)"))
        keepSample(.submit, "amount", refused)
        #expect(post(1, key: "altra").json?["detail"]
            == "The requested amount (1 cents) exceeds the maximum allowed for this service (0 cents)")
    }
}
