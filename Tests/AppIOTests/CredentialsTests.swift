import Testing

@testable import AppIO

@Suite struct CredentialsTests {
    @Test func `nothing prints a key`() throws {
        let key = try #require(APIKey("0123456789abcdef"))
        let account = Credentials(base: try BaseAddress.parse("https://api.io.pagopa.it/api/v1"), key: key)
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
}
