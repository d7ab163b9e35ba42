/// One segment of a path: all but RFC 3986's unreserved characters percent-encoded.
func pathSegment(_ text: String) -> String {
    var segment = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "."):
            segment.unicodeScalars.append(UnicodeScalar(byte))
        default:
            segment += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
    return segment
}
