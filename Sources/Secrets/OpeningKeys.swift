/// What the worker opens with: its private key and, while the keys are being rotated, the one before it.
package struct OpeningKeys: Sendable, Equatable {
    /// The newest first.
    package let keys: [OpeningKey]

    package init(_ keys: [OpeningKey]) {
        precondition((1...2).contains(keys.count), "a key, or two while one takes the place of the other")
        self.keys = keys
    }

    /// Reads what `bytes` gives.
    ///
    /// - Returns: `nil` unless it is one key or two.
    package init?(bytes: [UInt8]) {
        let keys = stride(from: 0, to: bytes.count, by: OpeningKey.length).compactMap {
            OpeningKey(bytes: Array(bytes[$0..<min($0 + OpeningKey.length, bytes.count)]))
        }
        guard (1...2).contains(keys.count), keys.count * OpeningKey.length == bytes.count else { return nil }
        self.keys = keys
    }

    package var newest: OpeningKey { keys[0] }

    /// One after the other, as the file of the private key holds them.
    package var bytes: [UInt8] { keys.flatMap(\.bytes) }

    /// Opens a sealed secret with the key that it was sealed for.
    ///
    /// - Returns: `nil` when it was sealed for none of them or for another place, or was changed.
    package func open(_ sealed: [UInt8], for place: [UInt8]) -> [UInt8]? {
        for key in keys { if let secret = key.open(sealed, for: place) { return secret } }
        return nil
    }
}
