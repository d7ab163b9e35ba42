import CSodium
import Text

/// A SHA-256 of what comes in pieces.
package struct SHA256 {
    private var state = crypto_hash_sha256_state()

    package init() {
        _ = Sodium.started
        crypto_hash_sha256_init(&state)
    }

    package mutating func add(_ bytes: [UInt8]) { crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count)) }

    /// Hexadecimal digits. Nothing may be added afterwards.
    package mutating func finish() -> String {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_bytes()))
        crypto_hash_sha256_final(&state, &digest)
        return digest.hexadecimal
    }
}
