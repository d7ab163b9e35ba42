import Otp
import Testing

@Suite struct QRCodeTests {
    private let svg = QRCode.svg(of: "otpauth://totp/a:b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", label: "Codice QR")

    @Test func `the drawing is one well formed element without style or script`() {
        #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>") && svg.filter { $0 == "<" }.count == 4)
        #expect(svg.filter { $0 == "\"" }.count % 2 == 0)
        #expect(!svg.contains("style") && !svg.contains("script"))
    }

    @Test func `the drawing has the three finders of a QR code, and a margin of four`() throws {
        // The upper rows of the finders: seven dark modules, at the left and at the right of a code 33 wide.
        let path = try #require(svg.split(separator: #"d=""#).last)
        #expect(path.hasPrefix("M4 4h7v1h-7z") && svg.contains(#"viewBox="0 0 41 41""#))
        #expect(path.contains("M30 4h7v1h-7z") && path.contains("M4 36h7v1h-7z"))
    }

    @Test func `another text is another drawing`() {
        #expect(QRCode.svg(of: "a", label: "x") != QRCode.svg(of: "b", label: "x"))
    }
}
