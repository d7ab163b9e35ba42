import Domain
import Testing

@Suite struct HostNameTests {
    @Test(arguments: ["a", "Comune-A.Localhost", "notifiche.comune.example.it", "1a.it", String(repeating: "a", count: 63) + ".it"])
    func `a host name is read in lower case`(typed: String) {
        #expect(HostName(typed)?.value == typed.lowercased())
    }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "-a.it", "a-.it", "a_b.it", "à.it", "a.it:8080", "http://a.it", "a b", "a/b",
                      String(repeating: "a", count: 64), Array(repeating: "abcdefghi", count: 26).joined(separator: ".")])
    func `what is not a host name is refused`(typed: String) {
        #expect(HostName(typed) == nil)
    }

    @Test(arguments: ["comune-a.localhost": true, "notifiche.comune.example.it": true, "a.it": true, "1.2.3.4.example": true,
                      "localhost": false, "default": false, "127.0.0.1": false, "a.b": false, "10.0.0.1a": false])
    func `a name of an ente is one that nginx has a certificate for`(typed: String, isComplete: Bool) throws {
        #expect(try #require(HostName(typed)).isComplete == isComplete)
    }

    @Test func `a codice IPA is short and plain, and never the name of the installation's administration`() {
        #expect(TenantCode("c_a001")?.value == "c_a001")
        for typed in ["", "ab", "C_A001", "c-a001", "c a001", "host", String(repeating: "a", count: 33)] {
            #expect(TenantCode(typed) == nil)
        }
    }
}
