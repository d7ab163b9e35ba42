import CSodium

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

extension [UInt8] {
    /// Lower case hexadecimal digits.
    package var hexadecimal: String {
        let digits = [UInt8]("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Reads pairs of hexadecimal digits of either case, and nothing else.
    package init?(hexadecimal text: String) {
        let digits = [UInt8](text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        self = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Character(UnicodeScalar(digits[index])).hexDigitValue,
                  let low = Character(UnicodeScalar(digits[index + 1])).hexDigitValue else { return nil }
            append(UInt8(high << 4 | low))
        }
    }
}
