import Testing

@testable import AppIO

@Suite struct BaseAddressTests {
    @Test(arguments: [
        "https://api.io.pagopa.it/api/v1", "https://h:8443", "https://127.0.0.1:1", "https://[2001:db8::1]/x", "http://127.9.9.9",
        "http://127.0.0.1:8080/api/v1", "http://127.0.0.2:9/api/v1", "http://localhost:1/x", "http://[::1]:80/x", "http://[::1]",
    ])
    func `an address is https, or http on this machine`(text: String) throws {
        let address = try BaseAddress.parse(text)
        #expect(address.description == text && address.isEncrypted == text.hasPrefix("https"))
        #expect(try BaseAddress.parse(text + "/") == address)
        #expect(address.isEncrypted || address.isLoopback)
    }

    @Test(arguments: [
        ("HTTPS://API.IO.Pagopa.it/api/V1", "https://api.io.pagopa.it/api/V1"), ("Http://LOCALHOST:80", "http://localhost:80"),
        ("http://[0:0:0:0:0:0:0:1]/", "http://[0:0:0:0:0:0:0:1]"),
    ])
    func `scheme and host are read in either case`(text: String, read: String) throws {
        #expect(try BaseAddress.parse(text).description == read)
    }

    @Test(arguments: [
        "http://api.io.pagopa.it/api/v1", "http://localhost.example.it/", "HTTP://example.it", "http://10.0.0.1", "http://127.0.0.256/",
        "http://127.0.0.1.example.org/", "http://127.1", "http://0127.0.0.1", "http://127.0.0.08",
        "http://[::ffff:127.0.0.1]", "http://[::2]",
    ])
    func `over plain http there is no address but of this machine, whatever looks like one`(text: String) {
        #expect(throws: BaseAddress.Fault.inTheClear) { try BaseAddress.parse(text) }
    }

    @Test(arguments: [
        "", "api.io.pagopa.it", "http://127.0.0.1@evil.example/", "http://127.0.0.1\\@evil.example/", "https://", "https:///x",
        "https://u:p@h/", "https://h/?q", "https://h/#f", "https://h/ x", "ftp://127.0.0.1/", "http://[::1", "http://[::1]evil.example/",
        "http://127.0.0.1:x/", "https://h:/", "https://h:0", "https://h:99999", "https://h:+80", "file:///etc/passwd", "https://h/però",
        "https://a[b/api", "https://[a:b]/x", "https://[]", "https://a_b", "https://-h", "https://h..h", "https:/h", "https//h",
    ])
    func `any other text is no address`(text: String) {
        #expect(throws: BaseAddress.Fault.malformed) { try BaseAddress.parse(text) }
    }
}
