import Secrets
import Testing

@Suite struct SignerTests {
    private let signer = Signer(secret: Array(0..<32))

    @Test func `a signature holds for its parts and no others`() {
        let signature = signer.sign([[1, 2], [3]])
        #expect(signer.verify(signature, of: [[1, 2], [3]]))
        #expect(!signer.verify(signature, of: [[1, 2], [4]]))
        #expect(!signer.verify(signature, of: [[1, 2]]))
        #expect(!signer.verify(signature, of: [[3], [1, 2]]))
    }

    @Test func `a byte moved from one part to the next changes it`() {
        let signature = signer.sign([[1, 2], [3]])
        #expect(!signer.verify(signature, of: [[1], [2, 3]]))
        #expect(!signer.verify(signature, of: [[1, 2, 3], []]))
        #expect(!signer.verify(signature, of: [[1, 2], [3], []]))
    }

    @Test func `another secret, a cut or a changed signature does not hold`() {
        let parts: [[UInt8]] = [Array("sessione".utf8)]
        var signature = signer.sign(parts)
        #expect(!Signer(secret: Array(1...32)).verify(signature, of: parts))
        #expect(!signer.verify(Array(signature.dropLast()), of: parts))
        #expect(!signer.verify([], of: parts))
        signature[31] ^= 0x80
        #expect(!signer.verify(signature, of: parts))
    }
}
