import CSodium

/// Signs what goes out to a browser and must come back unchanged (HMAC-SHA-512/256).
package struct Signer: Sendable {
    private let key: [UInt8]

    /// - Parameter secret: 32 bytes that all web processes of the installation share.
    package init(secret: [UInt8]) {
        precondition(secret.count == Int(crypto_auth_keybytes()))
        _ = Sodium.started
        key = secret
    }

    /// The 32 bytes of a secret of any length.
    package static func secret(from bytes: [UInt8]) -> [UInt8] {
        _ = Sodium.started
        var digest = [UInt8](repeating: 0, count: Int(crypto_auth_keybytes()))
        crypto_generichash(&digest, digest.count, bytes, UInt64(bytes.count), nil, 0)
        return digest
    }

    /// 32 bytes over the parts. Each part is preceded by its length, so that moving a byte from
    /// one to the next changes the signature.
    package func sign(_ parts: [[UInt8]]) -> [UInt8] {
        var message: [UInt8] = []
        for part in parts {
            withUnsafeBytes(of: UInt64(part.count).littleEndian) { message += $0 }
            message += part
        }
        var signature = [UInt8](repeating: 0, count: Int(crypto_auth_bytes()))
        crypto_auth(&signature, message, UInt64(message.count), key)
        return signature
    }

    /// Compares in constant time.
    package func verify(_ signature: [UInt8], of parts: [[UInt8]]) -> Bool {
        let expected = sign(parts)
        return signature.count == expected.count && sodium_memcmp(signature, expected, expected.count) == 0
    }
}
