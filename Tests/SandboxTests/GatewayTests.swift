import FastCGI
@testable import Sandbox
import Testing

struct GatewayTests {
    @Test func `a call without a key is 401 in the gateway's shape`() throws {
        for key in [nil, ""] {
            let response = try Simulator().call("POST", "/api/v1/messages", key: key)
            #expect(response.status == 401)
            #expect(response.header("Content-Type") == "application/json")
            #expect(response.text == #"{"statusCode":401,"message":"Access denied due to missing subscription key. "#
                + #"Make sure to include subscription key when making requests to an API."}"#)
            #expect(response.header("X-Frame-Options") == nil)
        }
    }

    @Test func `an unknown or revoked key is 401 whatever the path`() throws {
        let simulator = try Simulator()
        for key in ["sbagliata", "revocata", "revocata-2"] {
            let response = simulator.call("GET", "/api/v1/nothing", key: key)
            #expect(response.status == 401)
            #expect(response.text == #"{"statusCode":401,"message":"Access denied due to invalid subscription key. "#
                + #"Make sure to provide a valid key for an active subscription."}"#)
        }
    }

    @Test(arguments: [
        ("GET", "/api/v1/messages"), ("GET", "/api/v1/profiles"), ("PUT", "/api/v1/messages/X"), ("POST", "/api/v1/messages/"),
        ("GET", "/api/v1/messages/A/B/C"), ("GET", "/api/v1/messages/A/"), ("POST", "/api/v2/messages"), ("GET", "/api/v1"),
        ("POST", "/api/v1/profiles/X"), ("GET", "/api/v1/services"), ("GET", "/api"),
    ])
    func `any other path or method is 404 in the gateway's shape`(method: String, path: String) throws {
        let response = try Simulator().call(method, path)
        #expect(response.status == 404)
        #expect(response.text == #"{"statusCode":404,"message":"Resource not found"}"#)
        #expect(response.header("x-rate-limit-remaining") == "150")
    }

    @Test func `primary and secondary key are the same service`() throws {
        let simulator = try Simulator()
        let id = try simulator.send(to: .delivered, key: "prima")
        let response = simulator.call("GET", "/api/v1/messages/\(Persona.delivered.rawValue)/\(id)", key: "prima-2")
        #expect(response.status == 200)
    }

    @Test func `an account has 150 calls in five seconds, all its services together`() throws {
        let simulator = try Simulator { $0.limitsRate = true }
        func call(_ key: String) -> Response { simulator.call("GET", "/api/v1/profiles/\(Persona.delivered.rawValue)", key: key) }
        #expect(call("prima").header("x-rate-limit-remaining") == "149")
        #expect(call("altra").header("x-rate-limit-remaining") == "148")
        #expect(simulator.call("POST", "/api/v1/messages").header("x-rate-limit-remaining") == "147")
        for _ in 0..<147 { #expect(call("prima").status == 200) }

        simulator.clock.advance(milliseconds: 1_500)
        let refused = call("altra")
        #expect(refused.status == 429)
        #expect(refused.text == #"{"statusCode":429,"message":"Rate limit is exceeded. Try again in 4 seconds."}"#)
        #expect(refused.header("Content-Type") == "application/json")
        #expect(refused.header("x-rate-limit-retry-after") == "4")
        #expect(refused.header("Retry-After") == nil)
        #expect(refused.header("x-rate-limit-remaining") == "0")
        #expect(call("b").header("x-rate-limit-remaining") == "149")

        simulator.clock.advance(milliseconds: 3_500)
        #expect(call("altra").header("x-rate-limit-remaining") == "149")
    }

    @Test func `a page of another site presses no button`() throws {
        let response = try Simulator().call("POST", "/posta/svuota", key: nil, ["HTTP_SEC_FETCH_SITE": "cross-site"])
        #expect(response.status == 403)
    }
}
