import Secrets
import Testing
import Text

@Suite struct TokenTests {
    @Test func `a token goes out as 64 digits and comes back the same`() throws {
        let token = Token.random()
        #expect(token.hexadecimal.count == 64)
        let read = try #require(Token(hexadecimal: token.hexadecimal.uppercased()))
        #expect(read.bytes == token.bytes)
        #expect(read.digest == token.digest)
    }

    @Test func `no two tokens are alike, and a digest tells nothing of its token`() {
        let one = Token.random(), other = Token.random()
        #expect(one.bytes != other.bytes)
        #expect(one.digest.count == 32 && one.digest != one.bytes && one.digest != other.digest)
    }

    @Test(arguments: ["", "00", String(repeating: "0", count: 63), String(repeating: "0", count: 66), String(repeating: "g", count: 64),
                      String(repeating: "0", count: 62) + "è", String(repeating: "0", count: 62) + "+1"])
    func `what is not 64 hexadecimal digits is no token`(text: String) {
        #expect(Token(hexadecimal: text) == nil)
    }

    @Test func `the digest of a token stays what it is in databases that exist`() throws {
        // BLAKE2b-256 of 32 zero bytes, RFC 7693.
        let token = try #require(Token(hexadecimal: String(repeating: "00", count: 32)))
        #expect(token.digest.hexadecimal == "89eb0d6a8a691dae2cd15ed0369931ce0a949ecafa5c3f93f8121833646e15c3")
    }
}
