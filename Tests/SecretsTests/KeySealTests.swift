import Secrets
import Testing

@Suite struct KeySealTests {
    private let pair = OpeningKey.make()
    private let secret = Array("0123456789abcdef0123456789abcdef".utf8)
    private let place = Array("v1|ente|servizio".utf8)

    @Test func `what is sealed opens with the private key, for its place`() {
        let sealed = pair.sealing.seal(secret, for: place)
        #expect(pair.opening.open(sealed, for: place) == secret)
        #expect(!sealed.contains(secret))
        #expect(pair.sealing.seal(secret, for: place) != sealed)
    }

    @Test func `the keys' bytes, kept in files, make the same keys again`() throws {
        let sealing = try #require(SealingKey(bytes: pair.sealing.bytes))
        let opening = try #require(OpeningKey(bytes: pair.opening.bytes))
        #expect(opening.open(sealing.seal(secret, for: place), for: place) == secret)
        #expect(SealingKey(bytes: Array(pair.sealing.bytes.dropLast())) == nil)
        #expect(OpeningKey(bytes: pair.opening.bytes + [0]) == nil)
    }

    @Test func `moved to another place it does not open`() {
        let sealed = pair.sealing.seal(secret, for: place)
        #expect(pair.opening.open(sealed, for: Array("v1|altro|servizio".utf8)) == nil)
        #expect(pair.opening.open(sealed, for: []) == nil)
    }

    @Test func `another key does not open it, nor does the public one`() {
        let sealed = pair.sealing.seal(secret, for: place)
        #expect(OpeningKey.make().opening.open(sealed, for: place) == nil)
        #expect(OpeningKey(bytes: pair.sealing.bytes)?.open(sealed, for: place) == nil)
    }

    @Test func `one bit flipped anywhere, and it does not open`() {
        let sealed = pair.sealing.seal(secret, for: place)
        for position in sealed.indices {
            var changed = sealed
            changed[position] ^= 1 << (position % 8)
            #expect(pair.opening.open(changed, for: place) == nil, "byte \(position)")
        }
    }

    @Test func `cut anywhere, it does not open`() {
        let sealed = pair.sealing.seal(secret, for: place)
        for length in 0..<sealed.count { #expect(pair.opening.open(Array(sealed[..<length]), for: place) == nil) }
        #expect(pair.opening.open(sealed + [0], for: place) == nil)
    }

    @Test func `an empty secret is sealed too`() {
        #expect(pair.opening.open(pair.sealing.seal([], for: place), for: place) == [])
    }
}
