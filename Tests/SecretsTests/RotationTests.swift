import Secrets
import Testing

@Suite struct RotationTests {
    private static let secret = Array("chiave di un servizio".utf8), place = Array("ente e servizio".utf8)

    @Test func `a secret that was sealed again opens with the new key only, and only in its place`() throws {
        let (old, new) = (OpeningKey.make(), OpeningKey.make())
        let sealed = old.sealing.seal(Self.secret, for: Self.place)
        let again = try #require(old.opening.reseal(sealed, for: new.sealing))
        #expect(new.opening.open(again, for: Self.place) == Self.secret && old.opening.open(again, for: Self.place) == nil)
        #expect(new.opening.open(again, for: Array("altrove".utf8)) == nil)
        #expect(old.opening.reseal(again, for: new.sealing) == nil, "it is sealed for the new one already")
        #expect(old.opening.reseal(Array(sealed.prefix(40)), for: new.sealing) == nil)
    }

    @Test func `while keys are rotated both open, afterwards the new one`() throws {
        let (old, new) = (OpeningKey.make(), OpeningKey.make())
        let both = try #require(OpeningKeys(bytes: OpeningKeys([new.opening, old.opening]).bytes))
        #expect(both.newest == new.opening && both.newest.sealing.bytes == new.sealing.bytes)
        for pair in [old, new] { #expect(both.open(pair.sealing.seal(Self.secret, for: Self.place), for: Self.place) == Self.secret) }
        let one = try #require(OpeningKeys(bytes: new.opening.bytes))
        #expect(one.open(old.sealing.seal(Self.secret, for: Self.place), for: Self.place) == nil)
    }

    @Test(arguments: [0, 31, 33, 63, 96]) func `a file that is not one key or two is none`(length: Int) {
        #expect(OpeningKeys(bytes: [UInt8](repeating: 7, count: length)) == nil)
    }

    @Test func `Base64 comes back, and nothing else is read`() {
        for length in [0, 1, 2, 3, 4, 31, 32, 1_000] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255) }
            #expect([UInt8](base64: bytes.base64) == bytes)
            #expect(bytes.base64.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
        }
        for wrong in ["a", "ab=", "ab+/", "à", "a b"] { #expect([UInt8](base64: wrong) == nil) }
    }
}
