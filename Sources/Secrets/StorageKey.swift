import CSodium

/// Seals what the web itself must be able to read again: whoever reads the database alone reads nothing.
package struct StorageKey: Sendable {
    private let key: [UInt8]

    /// - Parameter secret: 32 bytes that all web processes of the installation share. Its key is derived from them, so that
    ///   what is signed with the same bytes tells nothing of it.
    package init(secret: [UInt8]) {
        precondition(secret.count == Int(crypto_kdf_keybytes()))
        _ = Sodium.started
        var key = [UInt8](repeating: 0, count: XChaCha20.keyLength)
        crypto_kdf_derive_from_key(&key, key.count, 1, "puntuale", secret)
        self.key = key
    }

    /// Seals a secret for one place.
    ///
    /// - Parameter place: what it is for and which row it belongs to, the same when it is opened.
    package func seal(_ secret: [UInt8], for place: [UInt8]) -> [UInt8] { XChaCha20.seal(secret, for: place, key: key) }

    /// Opens a sealed secret.
    ///
    /// - Returns: `nil` when it was sealed with another key or for another place, or was changed.
    package func open(_ sealed: [UInt8], for place: [UInt8]) -> [UInt8]? { XChaCha20.open(sealed[...], for: place, key: key) }
}
