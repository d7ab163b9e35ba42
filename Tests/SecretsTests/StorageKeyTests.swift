import Secrets
import Testing
import Text

@Suite struct StorageKeyTests {
    private let key = StorageKey(secret: [UInt8](repeating: 1, count: 32))
    private let secret = Array("un segreto".utf8), place = Array("totp|ente|persona".utf8)

    @Test func `what was sealed opens where it belongs, and nowhere else`() {
        let sealed = key.seal(secret, for: place)
        #expect(key.open(sealed, for: place) == secret)
        #expect(key.open(sealed, for: Array("totp|ente|altra".utf8)) == nil)
        #expect(StorageKey(secret: [UInt8](repeating: 2, count: 32)).open(sealed, for: place) == nil)
    }

    @Test func `sealed twice it looks different, and never like the secret`() {
        let one = key.seal(secret, for: place), other = key.seal(secret, for: place)
        #expect(one != other && one.count == secret.count + 40)
        #expect(!one.hexadecimal.contains(secret.hexadecimal))
    }

    @Test func `a flipped bit, a cut and nothing at all do not open`() {
        let sealed = key.seal(secret, for: place)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(key.open(changed, for: place) == nil)
        }
        #expect(key.open(Array(sealed.dropLast()), for: place) == nil)
        #expect(key.open([], for: place) == nil)
    }
}
