import CSodium

/// Keys of App IO at rest: who holds the public key can seal, only who holds the private key opens.
///
/// A sealed key is `box_seal(data key) ‖ nonce ‖ XChaCha20-Poly1305(secret)`, with the place it
/// belongs to as associated data: a sealed key moved to another row does not open. The web seals,
/// the worker opens; a stolen web process cannot take a key away.
package struct SealingKey: Sendable {
    let publicKey: [UInt8]

    /// - Returns: `nil` unless there are exactly 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Int(crypto_box_publickeybytes()) else { return nil }
        _ = Sodium.started
        publicKey = bytes
    }

    /// Seals a secret for one place.
    ///
    /// - Parameter place: what identifies the row, the same when it is opened.
    package func seal(_ secret: [UInt8], for place: [UInt8]) -> [UInt8] {
        var dataKey = [UInt8](repeating: 0, count: XChaCha20.keyLength)
        defer { sodium_memzero(&dataKey, dataKey.count) }
        crypto_aead_xchacha20poly1305_ietf_keygen(&dataKey)
        return seal(dataKey: dataKey) + XChaCha20.seal(secret, for: place, key: dataKey)
    }

    fileprivate func seal(dataKey: [UInt8]) -> [UInt8] {
        var sealedKey = [UInt8](repeating: 0, count: KeySeal.sealedKeyLength)
        crypto_box_seal(&sealedKey, dataKey, UInt64(dataKey.count), publicKey)
        return sealedKey
    }
}

/// The worker's half: opens what was sealed with its public key.
package struct OpeningKey: Sendable, Equatable {
    static let length = Int(crypto_box_secretkeybytes())

    private let publicKey: [UInt8]
    private let privateKey: [UInt8]

    /// A new pair.
    package static func make() -> (sealing: SealingKey, opening: OpeningKey) {
        _ = Sodium.started
        var publicKey = [UInt8](repeating: 0, count: Int(crypto_box_publickeybytes()))
        var privateKey = [UInt8](repeating: 0, count: Int(crypto_box_secretkeybytes()))
        crypto_box_keypair(&publicKey, &privateKey)
        return (SealingKey(bytes: publicKey)!, OpeningKey(bytes: privateKey)!)
    }

    /// - Returns: `nil` unless there are exactly 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Int(crypto_box_secretkeybytes()) else { return nil }
        _ = Sodium.started
        var publicKey = [UInt8](repeating: 0, count: Int(crypto_box_publickeybytes()))
        crypto_scalarmult_base(&publicKey, bytes)
        self.publicKey = publicKey
        privateKey = bytes
    }

    /// The half that seals for it.
    package var sealing: SealingKey { SealingKey(bytes: publicKey)! }

    /// The 32 bytes to keep in a file that only the worker reads.
    package var bytes: [UInt8] { privateKey }

    /// Opens a sealed secret.
    ///
    /// - Returns: `nil` when it was sealed for another key or another place, or was changed.
    package func open(_ sealed: [UInt8], for place: [UInt8]) -> [UInt8]? {
        guard var dataKey = openDataKey(of: sealed) else { return nil }
        defer { sodium_memzero(&dataKey, dataKey.count) }
        return XChaCha20.open(sealed[KeySeal.sealedKeyLength...], for: place, key: dataKey)
    }

    /// Seals the data key for another pair. The secret itself is neither read nor changed, so it stays where it belongs.
    ///
    /// - Returns: `nil` when it was not sealed for this key.
    package func reseal(_ sealed: [UInt8], for other: SealingKey) -> [UInt8]? {
        guard var dataKey = openDataKey(of: sealed) else { return nil }
        defer { sodium_memzero(&dataKey, dataKey.count) }
        return other.seal(dataKey: dataKey) + sealed[KeySeal.sealedKeyLength...]
    }

    private func openDataKey(of sealed: [UInt8]) -> [UInt8]? {
        guard sealed.count > KeySeal.sealedKeyLength else { return nil }
        var dataKey = [UInt8](repeating: 0, count: XChaCha20.keyLength)
        let isOpen = crypto_box_seal_open(&dataKey, sealed, UInt64(KeySeal.sealedKeyLength), publicKey, privateKey) == 0
        return isOpen ? dataKey : nil
    }
}

extension SealingKey {
    /// The 32 bytes to keep in a file that the web may read and only root may write.
    package var bytes: [UInt8] { publicKey }
}

private enum KeySeal {
    static let sealedKeyLength = XChaCha20.keyLength + Int(crypto_box_sealbytes())
}
