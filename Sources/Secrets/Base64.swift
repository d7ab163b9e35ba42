import CSodium

extension [UInt8] {
    private static var variant: Int32 { sodium_base64_VARIANT_URLSAFE_NO_PADDING }

    /// Base64 of RFC 4648 §5 without padding: nothing in it means anything in HTML, a form or an address.
    package var base64: String {
        var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(count, Self.variant))
        sodium_bin2base64(&text, text.count, self, count, Self.variant)
        return String(decoding: text.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Reads such a text, and nothing else.
    package init?(base64 text: String) {
        var bytes = [UInt8](repeating: 0, count: text.utf8.count / 4 * 3 + 3)
        var length = 0
        guard sodium_base642bin(&bytes, bytes.count, text, text.utf8.count, nil, &length, nil, Self.variant) == 0 else { return nil }
        self = Array(bytes.prefix(length))
    }
}
