import CSodium

/// XChaCha20-Poly1305 with the place that a secret belongs to as associated data: `nonce ‖ encrypted`. Moved to another
/// place it does not open.
enum XChaCha20 {
    static let keyLength = Int(crypto_aead_xchacha20poly1305_ietf_keybytes())
    private static let nonceLength = Int(crypto_aead_xchacha20poly1305_ietf_npubbytes())
    private static let tagLength = Int(crypto_aead_xchacha20poly1305_ietf_abytes())

    static func seal(_ secret: [UInt8], for place: [UInt8], key: [UInt8]) -> [UInt8] {
        var nonce = [UInt8](repeating: 0, count: nonceLength)
        randombytes_buf(&nonce, nonce.count)
        var encrypted = [UInt8](repeating: 0, count: secret.count + tagLength)
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &encrypted, nil, secret, UInt64(secret.count), place, UInt64(place.count), nil, nonce, key)
        return nonce + encrypted
    }

    /// - Returns: `nil` when it was sealed under another key or for another place, or was changed.
    static func open(_ sealed: ArraySlice<UInt8>, for place: [UInt8], key: [UInt8]) -> [UInt8]? {
        guard sealed.count >= nonceLength + tagLength else { return nil }
        let nonce = Array(sealed.prefix(nonceLength)), encrypted = Array(sealed.dropFirst(nonceLength))
        var secret = [UInt8](repeating: 0, count: encrypted.count - tagLength)
        guard crypto_aead_xchacha20poly1305_ietf_decrypt(
            &secret, nil, nil, encrypted, UInt64(encrypted.count), place, UInt64(place.count), nonce, key) == 0
        else { return nil }
        return secret
    }
}
