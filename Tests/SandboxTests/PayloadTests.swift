import FastCGI
@testable import Sandbox
import Testing

struct PayloadTests {
    private func detail(_ changes: [String: JSON?]) throws -> String? {
        let simulator = try Simulator()
        let response = simulator.post(simulator.message(changes), key: "premium")
        return response.status == 400 ? response.json?["detail"]?.string : nil
    }

    private func payment(_ changes: [String: JSON?]) throws -> String? {
        var data: [String: JSON] = ["amount": 100, "notice_number": "301011100007347557"]
        for (name, value) in changes { data[name] = value }
        return try detail(["payment_data": JSON(data)])
    }

    @Test func `lengths are counted in UTF-16 units`() throws {
        let short = "value \"short\" at root.content.subject is not a valid [string of length >= 10 and < 121]"
        #expect(try detail(["subject": "short"]) == short)
        #expect(try detail(["subject": "😀😀😀😀😀"]) == nil)
        #expect(try detail(["subject": "à23456789"]) != nil)
        #expect(try detail(["subject": .string(String(repeating: "a", count: 120))]) == nil)
        #expect(try detail(["subject": .string(String(repeating: "a", count: 121))]) != nil)
        #expect(try detail(["markdown": .string(String(repeating: "a", count: 79))])?.hasSuffix(
            "at root.content.markdown is not a valid [string of length >= 80 and < 10001]") == true)
        #expect(try detail(["markdown": .string(String(repeating: "a", count: 10_000))]) == nil)
        #expect(try detail(["markdown": .string(String(repeating: "😀", count: 5_001))]) != nil)
    }

    @Test func `missing and wrongly typed members are named, one line each`() throws {
        let subject = "at root.content.subject is not a valid [string of length >= 10 and < 121]"
        #expect(try detail(["subject": nil]) == "value undefined \(subject)")
        #expect(try detail(["subject": .null]) == "value null \(subject)")
        #expect(try detail(["subject": 1, "require_secure_channels": "sì"])
            == "value 1 \(subject)\nvalue \"sì\" at root.content.require_secure_channels is not a valid [boolean]")
        let simulator = try Simulator()
        for (body, fault) in [("{}", "value undefined at root.content"), ("[]", "value [] at root"), ("3", "value 3 at root"),
                              (#"{"content":"x"}"#, #"value "x" at root.content"#)] {
            let response = simulator.call("POST", "/api/v1/messages", body: body)
            #expect(response.status == 400 && response.json?["detail"]?.string?.hasPrefix(fault + " is not") == true, "\(response.text)")
            keepSample(.submit, "structure", response)
        }
    }

    @Test func `members that nobody knows are let through`() throws {
        #expect(try detail(["sconosciuto": [1, 2], "default_addresses": ["email": "x"]]) == nil)
    }

    @Test func `a codice fiscale is upper case and well formed, its control character is not looked at`() throws {
        let simulator = try Simulator()
        for (code, status) in [("RSSMRA85T10A562S", 201), ("RSSMRA85T10A562X", 201), ("RSSMRAURTMLARSNL", 201), ("rssmra85t10a562s", 400),
                               ("RSSMRA85T10A562", 400), ("12345678903", 400), ("RSSMRA85F10A562S", 400)] {
            #expect(simulator.post(simulator.message(to: code)).status == status, "\(code)")
        }
    }

    @Test func `an amount out of range is two lines`() throws {
        for amount in [0, -1, 10_000_000_000, "100", .number(1.5)] as [JSON] {
            let path = "value \(amount.text) at root.content.payment_data.amount is not a valid"
            #expect(try payment(["amount": amount]) == "\(path) [integer >= 1 and < 9999999999]\n\(path) [9999999999]")
        }
        #expect(try payment(["amount": 9_999_999_999])?.hasPrefix("The requested amount") == true)
        #expect(try payment(["amount": 100]) == nil)
    }

    @Test func `a notice number is a text of 18 digits that begins with 0 to 3`() throws {
        let wrong: [JSON] = [
            "30101110000734755", "401011100007347557", "3010111000073475571", 301_011_100_007_347_557, "30101110000734755x",
        ]
        for wrong in wrong {
            #expect(try payment(["notice_number": wrong])?.hasSuffix(
                #"at root.content.payment_data.notice_number is not a valid [string that matches the pattern "^[0123][0-9]{17}$"]"#)
                == true, "\(wrong)")
        }
        #expect(try payment(["notice_number": nil])?.hasPrefix("value undefined") == true)
    }

    @Test func `a payee has 11 digits and invalid_after_due_date is a boolean`() throws {
        #expect(try payment(["payee": ["fiscal_code": "1"]])
            == #"value "1" at root.content.payment_data.payee.fiscal_code is not a valid [string that matches the pattern "^[0-9]{11}$"]"#)
        #expect(try payment(["invalid_after_due_date": "true"])?.hasSuffix("is not a valid [boolean]") == true)
        #expect(try payment(["payee": ["fiscal_code": "00907501001"], "invalid_after_due_date": true]) == nil)
    }

    @Test(arguments: [
        ("2026-07-15T21:59:59.000Z", "2026-07-15T21:59:59.000Z"), ("2026-07-15T21:59:59Z", "2026-07-15T21:59:59.000Z"),
        ("2026-07-15T23:59:59+02:00", "2026-07-15T21:59:59.000Z"), ("2026-07-15T21:59:59", "2026-07-15T21:59:59.000Z"),
        ("2026-01-12T22:59:59.5-01:30", "2026-01-13T00:29:59.500Z"), ("2028-02-29T00:00:00.1239Z", "2028-02-29T00:00:00.123Z"),
    ])
    func `a due date is taken in every form that App IO takes, and answered in UTC`(sent: String, answered: String) throws {
        let simulator = try Simulator()
        let id = try simulator.send(to: .delivered, ["due_date": .string(sent)])
        simulator.clock.advance(milliseconds: 3_000)
        let response = simulator.call("GET", "/api/v1/messages/TSTPRS80A01X001B/\(id)")
        #expect(response.json?["message"]?["content"]?["due_date"]?.string == answered)
    }

    @Test(arguments: ["2026-07-15", "2026-07-15 21:59:59Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "15/07/2026", "",
                      "2026-07-15T24:00:00Z", "2026-07-15T21:59:59.Z", "2026-07-15T21:59:59+0200", "2026-07-15T21:59:59z"])
    func `any other due date is refused`(sent: String) throws {
        #expect(try detail(["due_date": .string(sent)])?.hasSuffix(
            "at root.content.due_date is not a valid [UTCISODateFromString]") == true)
    }

    @Test func `time_to_live and feature level have their values`() throws {
        #expect(try detail(["time_to_live": 3_600]) == nil)
        #expect(try detail(["time_to_live": 604_800]) == nil)
        #expect(try detail(["time_to_live": 3_599])?.contains("root.time_to_live is not a valid [integer >= 3600 and < 604800]") == true)
        #expect(try detail(["time_to_live": 604_801]) != nil)
        #expect(try detail(["feature_level_type": "PREMIUM"])
            == #"value "PREMIUM" at root.feature_level_type is not a valid [FeatureLevelType]"#)
        #expect(try detail(["third_party_data": ["id": "", "has_precondition": true]])?.split(separator: "\n").count == 2)
    }
}
