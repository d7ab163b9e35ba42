import Testing

@testable import puntuale

@Test(arguments: [
    "http://127.0.0.1:9080/api/v1", "http://127.9.9.9", "http://localhost/api", "http://LOCALHOST:80",
    "http://[::1]:8080/x", "http://[::1]",
])
func `loopback is known by its name and addresses`(text: String) {
    #expect(ServiceAddress(text)?.isLoopback == true)
}

@Test(arguments: [
    "http://127.0.0.1.example.org/", "http://127.0.0.256/", "http://localhost.example.org", "http://10.0.0.1", "http://127.1",
])
func `what looks like loopback is not`(text: String) {
    #expect(ServiceAddress(text)?.isLoopback == false)
}

@Test(arguments: [
    "", "api.io.pagopa.it", "ftp://example.org", "https://", "https:///path", "https://user@example.org/", "https://example.org/?x=1",
    "https://example.org/#x", "https://example.org:0", "https://example.org:99999", "https://example.org:", "https://exa mple.org",
])
func `an address of another form is no address`(text: String) {
    #expect(ServiceAddress(text) == nil)
}

@Test func `a slash at the end does not count`() {
    #expect(ServiceAddress("https://api.io.pagopa.it/api/v1/") == ServiceAddress("https://api.io.pagopa.it/api/v1"))
}
