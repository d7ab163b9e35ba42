import FastCGI
@testable import Sandbox
import Testing

struct ProfileTests {
    @Test func `a citizen on IO may be written to, whichever way one asks`() throws {
        let simulator = try Simulator()
        let text = #"{"sender_allowed":true,"preferred_languages":["it_IT"]}"#
        let posted = simulator.call("POST", "/api/v1/profiles", body: #"{"fiscal_code":"RSSMRA85T10A562S"}"#)
        #expect(posted.status == 200 && posted.text == text)
        #expect(posted.header("Content-Type") == "application/json")
        #expect(simulator.call("GET", "/api/v1/profiles/RSSMRA85T10A562S").text == text)
        keepSample(.profile, "allowed", posted)
    }

    @Test func `a malformed code is 400 in the words of each way`() throws {
        let simulator = try Simulator()
        let type = #"[string that matches the pattern "\#(CharacterPattern.fiscalCode.expression)"]"#
        for (body, value) in [(#"{"fiscal_code":"X"}"#, #""X""#), ("{}", "undefined"), (#"{"fiscal_code":7}"#, "7")] {
            let response = simulator.call("POST", "/api/v1/profiles", body: body)
            #expect(response.status == 400)
            #expect(response.json?["title"] == "Invalid Exact<FiscalCodePayload>")
            #expect(response.json?["detail"]?.string == "value [\(value)] at [root.0.fiscal_code] is not a valid \(type)")
            keepSample(.profile, "malformed", response)
        }
        let got = simulator.call("GET", "/api/v1/profiles/X")
        #expect(got.status == 400 && got.json?["detail"]?.string == "value [\"X\"] at [root] is not a valid \(type)")
        #expect(simulator.call("POST", "/api/v1/profiles").json?["title"] == "Invalid Exact<FiscalCodePayload>")
        #expect(simulator.call("POST", "/api/v1/profiles", body: "x").status == 500)
    }

    @Test func `manage keys, foreign addresses and limited services are refused`() throws {
        let simulator = try Simulator()
        func title(_ key: String, _ code: String = Persona.delivered.rawValue) -> JSON? {
            let response = simulator.call("GET", "/api/v1/profiles/\(code)", key: key)
            return response.status == 403 ? response.json?["title"] : nil
        }
        #expect(title("manage") == "You are not allowed here")
        #expect(title("recintata") == "You are not allowed here")
        #expect(title("limitata") == "Recipient forbidden")
        #expect(title("limitata", "RSSMRA85T10A562S") == nil)
    }
}
