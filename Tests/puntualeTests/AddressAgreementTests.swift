import AppIO
import CCurl
import TestSupport
import Testing

@preconcurrency import Glibc

@testable import puntuale

/// What check-config lets through, the worker must be able to use: it dies of nothing that it was told is right.
@Suite struct AddressAgreementTests {
    private static let seed: UInt64 = 20_261_129

    @Test func `what check-config accepts, libcurl reads as the same scheme, host and port`() throws {
        var chance = Chance(seed: Self.seed)
        var accepted = 0
        for _ in 0..<5_000 {
            let typed = Self.address(&chance)
            for key in [ConfigurationKey.appIOReal, .appIOTrial] {
                var reader = ConfigurationReader(ConfigurationFile(path: "f", text: "\(key.rawValue) = \(typed)\n"))
                let address = reader.address(key, plainOnLoopback: key == .appIOTrial)
                guard reader.faults.isEmpty else { continue }
                accepted += 1
                let parts = try #require(Parts(address.description), "\(typed)")
                #expect(parts.scheme == (address.isEncrypted ? "https" : "http"), "\(typed)")
                #expect(address.isEncrypted || (key == .appIOTrial && parts.isLoopback), "\(typed)")
                #expect(parts.isLoopback || !address.isLoopback, "\(typed)")
                #expect(parts.user == nil && parts.query == nil, "\(typed)")
            }
        }
        #expect((500...9_500).contains(accepted), "\(accepted) of 10,000 say little")
    }

    @Test(arguments: ["http://127.0.0.2:9/api/v1", "HTTPS://api.io.pagopa.it/api/v1", "http://[::1]:9"])
    func `an address that the worker once died of is one for both`(text: String) throws {
        let sample = ConfigurationSample()
        let worker = try sample.configuration(["appio.trial": "appio.trial = \(text)"]).worker()
        #expect(try worker.trialAppIO == BaseAddress.parse(text))
    }

    @Test(arguments: [
        ("https://a[b/api", "appio.trial: «https://a[b/api» non è un indirizzo della forma https://host/percorso"),
        ("http://a/b", "appio.trial: «http://a/b» deve cominciare con https://; http è ammesso solo verso questa stessa macchina"),
    ])
    func `an address that the worker cannot use is refused by check-config`(text: String, fault: String) {
        let sample = ConfigurationSample()
        let faults = #expect(throws: ConfigurationFaults.self) {
            try sample.configuration(["appio.trial": "appio.trial = \(text)"]).worker()
        }
        #expect(faults?.faults.map(\.text) == [fault])
    }

    /// Mostly addresses, some of them with a mark where none may stand.
    private static func address(_ chance: inout Chance) -> String {
        func one(_ parts: [String]) -> String { parts.randomElement(using: &chance)! }
        let number = one(["0", "00", "1", "80", "127", "255", "256", "08", "0x7f", "65535", "65536", "99999", "+1", "-1", ""])
        let host = one([
            "localhost", "api.io.pagopa.it", "127.0.0.1", "[::1]",
            "localhost", "LocalHost", "api.io.pagopa.it", "127.0.0.\(number)", "\(number).0.0.1", "\(number)", "127.\(number)", "[::1]",
            "[::\(number)]", "[::ffff:127.0.0.\(number)]", "[fe80::1%25lo]", "[a:b]", "a[b", "a_b", "-a", "a..b", "a.", "127.0.0.1.example",
            "xn--a", "", "però.it",
        ])
        var text = one(["https", "https", "http", "http", "HTTPS", "Http", "ftp", ""])
            + one(["://", "://", "://", "://", ":/", ":///"]) + host + one(["", "", "", ":\(number)", ":8080", ":"])
            + one(["", "", "/", "/api/v1", "/api/v1", "//", "/a/../b", "/%zz", "/a:b@c", "/x?y", "/x#y", "/{}", "/|"])
        if Int.random(in: 0..<4, using: &chance) == 0 {
            let place = text.indices.randomElement(using: &chance) ?? text.startIndex
            let marks = ["@", "[", "]", ":", "/", "\\", "%", " ", "\u{0}", "\u{7f}", "è", "\u{200B}", ".", "#", "?"]
            text.insert(contentsOf: one(marks), at: place)
        }
        return text
    }
}

/// An address as libcurl reads it; nil when it does not.
private struct Parts {
    let scheme: String
    let host: String
    let user: String?
    let query: String?
    /// As libcurl will connect, other ways of writing the number undone.
    var isLoopback: Bool { host.lowercased() == "localhost" || host == "[::1]" || host.hasPrefix("127.") && inet_addr(host) != INADDR_NONE }

    init?(_ text: String) {
        guard let url = curl_url() else { return nil }
        defer { curl_url_cleanup(url) }
        guard curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
        func part(_ which: CURLUPart) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard curl_url_get(url, which, &value, 0) == CURLUE_OK, let value else { return nil }
            defer { curl_free(value) }
            return String(cString: value)
        }
        guard let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST) else { return nil }
        (self.scheme, self.host, user, query) = (scheme, host, part(CURLUPART_USER), part(CURLUPART_QUERY))
    }
}
