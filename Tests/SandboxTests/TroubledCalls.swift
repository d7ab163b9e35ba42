import FastCGI
@preconcurrency import Glibc
@testable import Sandbox
import Testing

extension Simulator {
    func setTrouble(_ kind: String, percent: Int = 100, operation: String = "tutte", latency: ClosedRange<Int> = 0...0) throws {
        let set = form("/controllo/guasti", [
            ("servizio", "S-prima"), ("guasto", kind), ("percentuale", String(percent)), ("operazione", operation),
            ("latenza", String(latency.lowerBound)), ("latenza_massima", String(latency.upperBound)),
        ])
        try #require(set.status == 303, "\(kind)")
    }

    func profile(of fiscalCode: String = Persona.delivered.rawValue) -> Response {
        call("POST", "/api/v1/profiles", body: #"{"fiscal_code":"\#(fiscalCode)"}"#)
    }

    func status(_ id: String, of fiscalCode: String = Persona.delivered.rawValue) -> Response {
        call("GET", "/api/v1/messages/\(fiscalCode)/\(id)")
    }

    /// The lines of the journal of one kind.
    func journal(_ kind: String) throws -> [JSON] { try Self.journal(directory).filter { $0["kind"] == .string(kind) } }

    static func journal(_ directory: String) throws -> [JSON] {
        let file = try #require(fopen("\(directory)/journal/journal.jsonl", "rb"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 22)
        bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONParser.parse(Array($0)) }
    }

    var books: JSON? { call("GET", "/controllo/guasti", key: nil, ["HTTP_ACCEPT": "application/json"]).json }

    /// As many codes as wanted of citizens who are nothing special.
    static func citizens(_ count: Int) -> [String] {
        let letters = Array("ABCDEFGHIJ")
        return (0..<count).map { "RSSMRA85T10A\($0 / 10 + 100)\(letters[$0 % 10])" }
    }
}

extension Response {
    /// What a client can tell apart.
    var shape: String {
        if header("X-Accel-Redirect") == "/_taglia" { return "cut" }
        let body = body.isEmpty ? "empty" : json == nil ? "unreadable" : header("Content-Type") ?? ""
        return "\(status) \(body)" + (header("Location") == nil ? "" : " Location")
    }
}
