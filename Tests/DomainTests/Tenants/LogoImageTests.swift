import Domain
import Testing

struct LogoImageTests {
    static let png: [UInt8] = [
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 120, 0, 0, 0, 144,
    ]
    /// An APP0 segment of 6 bytes, then the frame header: 8 bits, 300 high, 200 wide.
    static let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 0, 6, 1, 2, 3, 4, 0xff, 0xc2, 0, 11, 8, 1, 44, 0, 200, 1, 1]

    private static func webp(_ kind: String, _ rest: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP\(kind)".utf8) + rest
    }

    private static let good: [([UInt8], LogoImage.Format, Int, Int)] = [
        (png, .png, 120, 144),
        (jpeg, .jpeg, 200, 300),
        (webp("VP8 ", [0, 0, 0, 0, 0, 0, 0, 0x9d, 0x01, 0x2a, 0x90, 0x41, 0x2c, 0x01]), .webp, 400, 300),
        (webp("VP8L", [0, 0, 0, 0, 0x2f, 0x8f, 0xc1, 0x4a, 0, 0, 0, 0, 0, 0]), .webp, 400, 300),
        (webp("VP8X", [10, 0, 0, 0, 0, 0, 0, 0, 0x8f, 1, 0, 0x2b, 1, 0]), .webp, 400, 300),
    ]

    private static let bad: [([UInt8], LogoFault)] = [
        ([], .unknownFormat),
        (Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), .unknownFormat),
        (Array("GIF89a".utf8), .unknownFormat),
        (Array(png.prefix(20)), .broken),
        (Array(jpeg.prefix(12)), .broken),
        ([0xff, 0xd8, 0xff] + [UInt8](repeating: 0, count: 40), .broken),
        (webp("VP9 ", [UInt8](repeating: 0, count: 20)), .broken),
        (png.prefix(16) + [0, 0, 0, 0, 0, 0, 0, 1], .wrongSize(width: 0, height: 1)),
        (png.prefix(16) + [0, 0, 7, 209, 0, 0, 0, 1], .wrongSize(width: 2001, height: 1)),
        (png + [UInt8](repeating: 0, count: 65_536), .tooLong(65_560)),
    ]

    @Test(arguments: good)
    func `a picture says by its first bytes what it is and how large`(bytes: [UInt8], format: LogoImage.Format, width: Int, height: Int)
        throws {
        let image = try LogoImage(bytes)
        #expect(image.format == format && image.width == width && image.height == height && image.bytes == bytes)
    }

    @Test(arguments: bad)
    func `what is no picture, is cut off or is too large is refused and told why`(bytes: [UInt8], fault: LogoFault) {
        #expect(throws: fault) { try LogoImage(bytes) }
        #expect(fault.sentence.hasSuffix("."))
    }

    @Test func `cut anywhere, a picture is refused or read but never traps`() {
        for bytes in [Self.png, Self.jpeg, Self.webp("VP8X", [UInt8](repeating: 0xff, count: 14))] {
            for length in 0...bytes.count { _ = try? LogoImage(Array(bytes.prefix(length))) }
        }
    }
}
