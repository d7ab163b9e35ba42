internal import CMd4c
import Text

/// The address of a link that the app IO opens.
struct LinkAddress {
    /// ASCII, fit for between the double quotes of an attribute.
    let attribute: String
    let needsMailOrPhone: Bool

    /// Schemes that io-app opens from a message.
    private static let schemes: Set<String> = ["https", "http", "mailto", "tel", "sms", "ioit"]
    private static let longest = 2_048

    /// - Returns: `nil` for an address without one of the schemes, with blanks or control characters,
    ///   too long, or written with entities, which can disguise a scheme.
    init?(_ address: MD_ATTRIBUTE) {
        let bytes = HiddenSpans.withTypedMarks(Array(UnsafeRawBufferPointer(start: address.text, count: Int(address.size))))
        guard bytes.count <= Self.longest, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7f }), Self.isLiteral(address),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        let scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        guard Self.schemes.contains(scheme) else { return nil }
        needsMailOrPhone = ["mailto", "tel", "sms"].contains(scheme)
        let rest = bytes[colon...].percentEncoded(keeping: ":/?#@!$()*+,;=%&")
        attribute = scheme + rest.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
    }

    private static func isLiteral(_ address: MD_ATTRIBUTE) -> Bool {
        guard address.size > 0 else { return false }
        var piece = 0
        while address.substr_offsets[piece] < address.size {
            guard address.substr_types[piece] == MD_TEXT_NORMAL else { return false }
            piece += 1
        }
        return true
    }
}
