import Domain
@preconcurrency import Glibc
import Testing
import TestSupport

@testable import AppIO

/// Writes what the client sends as `{operationId}.request.{label}.json` into the directory that
/// PUNTUALE_SAMPLES names, for `scripts/check-openapi` to hold against the official OpenAPI files.
@Suite(.enabled(if: samples != nil, "PUNTUALE_SAMPLES names no directory for the samples of the contract test"))
struct ContractSamples {
    @Test func `what the client sends is written down`() throws {
        var longest = message(payableAfterDueDate: false, markdown: String(repeating: "\u{1F642}\"\\", count: 2_500))
        longest.dueDate = Moment(seconds: 1_784_152_799)
        longest.subject = String(repeating: "è", count: 120)
        let shortest = message(markdown: String(repeating: "x", count: 80))
        try write(shortest.json, "submitMessageforUserWithFiscalCodeInBody.request.shortest")
        try write(longest.json, "submitMessageforUserWithFiscalCodeInBody.request.longest")

        let server = LoopbackServer { _ in [.send(answer("200 OK", "{}"))] }
        defer { server.stop() }
        let client = try Client()
        let account = Credentials(base: try BaseAddress.parse(server.url), key: try #require(APIKey("k")))
        try client.profile(of: FiscalCode(stored: "AAAAAA00A00A000A"), as: account) { _ in }
        while client.inFlight > 0 { _ = try client.wait(upTo: .seconds(5)) }
        try write(try #require(server.received.first).body, "getProfileByPOST.request.citizen")
    }

    private func write(_ bytes: [UInt8], _ name: String) throws {
        let directory = try #require(samples)
        let file = try #require(fopen("\(directory)/\(name).json", "w"))
        defer { fclose(file) }
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }
}

private let samples = getenv("PUNTUALE_SAMPLES").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
