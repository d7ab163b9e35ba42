import CSodium
import Text

/// 32 random bytes that open something to who holds them: a session, a form.
package struct Token: Sendable {
    package let bytes: [UInt8]

    package static func random() -> Token {
        _ = Sodium.started
        var bytes = [UInt8](repeating: 0, count: 32)
        randombytes_buf(&bytes, bytes.count)
        return Token(bytes: bytes)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads 64 hexadecimal digits.
    package init?(hexadecimal text: String) {
        guard let bytes = [UInt8](hexadecimal: text), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    package var hexadecimal: String { bytes.hexadecimal }

    /// What is kept of it: 32 bytes of BLAKE2b. Whoever reads the database holds no session.
    package var digest: [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        crypto_generichash(&digest, digest.count, bytes, UInt64(bytes.count), nil, 0)
        return digest
    }
}
