import Testing

@testable import AppIO

@Suite struct CredentialsTests {
    @Test func `nothing prints a key`() throws {
        let key = try #require(APIKey("0123456789abcdef"))
        let account = Credentials(base: try #require(BaseAddress("https://api.io.pagopa.it/api/v1")), key: key)
        var dumped = ""
        dump(account, to: &dumped)
        for text in ["\(key)", String(reflecting: key), "\(account)", String(reflecting: account), dumped, "\(key as Any)"] {
            #expect(!text.contains("0123456789abcdef"))
        }
    }

    @Test(arguments: ["", "with space", "two\r\nlines", "però", "\u{0}", String(repeating: "k", count: 257)])
    func `a key that no header can hold is none`(text: String) {
        #expect(APIKey(text) == nil)
    }

    @Test(arguments: [
        "https://api.io.pagopa.it/api/v1", "https://h:8443", "http://127.0.0.1:8080/api/v1", "http://localhost:1/x", "http://[::1]:80/x",
    ])
    func `an address is https, or http on this host`(text: String) {
        #expect(BaseAddress(text)?.value == text)
        #expect(BaseAddress(text + "/")?.value == text)
    }

    @Test(arguments: [
        "", "api.io.pagopa.it", "http://api.io.pagopa.it/api/v1", "http://localhost.example.it/", "http://127.0.0.1@evil.example/",
        "http://127.0.0.1\\@evil.example/", "https://", "https:///x", "https://u:p@h/", "https://h/?q", "https://h/#f", "https://h/ x",
        "ftp://127.0.0.1/", "HTTP://example.it", "http://[::1", "http://[::1]evil.example/", "http://127.0.0.1:x/",
        "https://h:/", "file:///etc/passwd", "https://h/però",
    ])
    func `any other address is none`(text: String) {
        #expect(BaseAddress(text) == nil)
    }

    @Test func `a path segment is percent-encoded`() {
        #expect(pathSegment("AAAAAA00A00A000A") == "AAAAAA00A00A000A")
        #expect(pathSegment("a/b?c d%\u{0}è") == "a%2Fb%3Fc%20d%25%00%C3%A8")
    }
}
