/// A picture for the header of a tenant's pages. What it is, its own bytes say: no name of a file and no declared type counts.
package struct LogoImage: Sendable, Equatable {
    package enum Format: String, Sendable, CaseIterable {
        case png = "image/png", jpeg = "image/jpeg", webp = "image/webp"
    }

    package let format: Format
    /// In pixels, 1 to 2,000: a small file may unpack to a picture that no browser can hold.
    package let width: Int
    package let height: Int
    package let bytes: [UInt8]

    package static let mostBytes = 65_536
    package static let mostPixels = 2_000

    /// Reads the head of the picture; the rest is the browser's to judge.
    package init(_ bytes: [UInt8]) throws(LogoFault) {
        guard bytes.count <= Self.mostBytes else { throw .tooLong(bytes.count) }
        guard let (format, size) = Self.read(bytes) else { throw .unknownFormat }
        guard let size else { throw .broken }
        guard (1...Self.mostPixels).contains(size.width), (1...Self.mostPixels).contains(size.height) else {
            throw .wrongSize(width: size.width, height: size.height)
        }
        (self.format, self.bytes, width, height) = (format, bytes, size.width, size.height)
    }

    private typealias Size = (width: Int, height: Int)

    /// `nil`: no picture of ours; without a size when its head is cut off or is not what the format wants.
    private static func read(_ bytes: [UInt8]) -> (Format, Size?)? {
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) { return (.png, pngSize(bytes)) }
        if bytes.starts(with: [0xff, 0xd8, 0xff]) { return (.jpeg, jpegSize(bytes)) }
        if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return (.webp, webpSize(bytes)) }
        return nil
    }

    /// The first chunk is IHDR (PNG specification §11.2.1).
    private static func pngSize(_ bytes: [UInt8]) -> Size? {
        guard bytes.count >= 24, bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
        return (bigEndian(bytes[16..<20]), bigEndian(bytes[20..<24]))
    }

    /// Segments up to the frame header, SOF0 to SOF15 without DHT, JPG and DAC (ITU-T T.81 §B.2.2).
    private static func jpegSize(_ bytes: [UInt8]) -> Size? {
        var index = 2
        while index + 9 < bytes.count, bytes[index] == 0xff {
            let marker = bytes[index + 1]
            if marker == 0xff {
                index += 1
            } else if (0xc0...0xcf).contains(marker), ![0xc4, 0xc8, 0xcc].contains(marker) {
                return (bigEndian(bytes[(index + 7)..<(index + 9)]), bigEndian(bytes[(index + 5)..<(index + 7)]))
            } else {
                index += 2 + bigEndian(bytes[(index + 2)..<(index + 4)])
            }
        }
        return nil
    }

    /// The first chunk: VP8 (lossy), VP8L (lossless) or VP8X (extended) (RFC 9649 §2.5 to 2.7).
    private static func webpSize(_ bytes: [UInt8]) -> Size? {
        guard bytes.count >= 30 else { return nil }
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8 ": return (littleEndian(bytes[26..<28]) & 0x3fff, littleEndian(bytes[28..<30]) & 0x3fff)
        case "VP8L":
            let packed = littleEndian(bytes[21..<25])
            return (packed & 0x3fff + 1, packed >> 14 & 0x3fff + 1)
        case "VP8X": return (littleEndian(bytes[24..<27]) + 1, littleEndian(bytes[27..<30]) + 1)
        default: return nil
        }
    }

    private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
    private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
}

/// Why a file does not serve as a logo.
package enum LogoFault: Error, Hashable, Sendable {
    case unknownFormat, broken
    /// With its bytes.
    case tooLong(Int)
    case wrongSize(width: Int, height: Int)

    /// What is wrong and what to do, for who chose it.
    package var sentence: String {
        switch self {
        case .unknownFormat: "Il file non è un’immagine PNG, JPEG o WebP."
        case .broken: "L’immagine è incompleta o rovinata: salvarla di nuovo."
        case .tooLong(let bytes): "Il file è di \(bytes.italian) byte: al massimo \(LogoImage.mostBytes.italian) (64 KB)."
        case .wrongSize(let width, let height):
            "L’immagine è di \(width.italian) × \(height.italian) pixel: da 1 a \(LogoImage.mostPixels.italian) per lato."
        }
    }
}
