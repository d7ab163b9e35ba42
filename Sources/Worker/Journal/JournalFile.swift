package import Domain
package import Secrets
import Text

/// A file that a worker wrote down its departures in, read back.
package struct JournalFile {
    /// Of the worker's place.
    package let place: MarkID
    package private(set) var departures: [Departure] = []
    /// From which line on it cannot be read; `nil`: it is whole. A worker that was killed may leave half of a last line.
    package private(set) var brokenAt: Int?

    /// - Returns: `nil` when the file is not one of a worker's, or was sealed for other keys.
    /// - Throws: `JournalRefusal`.
    package init?(_ name: String, in directory: JournalDirectory, keys: [OpeningKey]) throws {
        guard let place = Self.place(of: name) else { return nil }
        var bytes: [UInt8] = []
        try directory.read(name) { bytes += $0 }
        let text = String(decoding: bytes, as: UTF8.self)
        self.place = place
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let sealed = [UInt8](base64: String(lines[0])),
              let secret = keys.lazy.compactMap({ $0.open(sealed, for: Self.binding(name, line: 0)) }).first else { return nil }
        let key = StorageKey(secret: secret)
        for (number, line) in lines.enumerated().dropFirst() where number < lines.count - 1 || !line.isEmpty {
            guard let sealed = [UInt8](base64: String(line)), let bytes = key.open(sealed, for: Self.binding(name, line: number)),
                  let departure = Departure(line: String(decoding: bytes, as: UTF8.self)) else {
                brokenAt = number
                break
            }
            departures.append(departure)
        }
    }

    /// Where a line belongs: moved or after one that is missing it does not open.
    static func binding(_ name: String, line: Int) -> [UInt8] { Array("\(name) \(line)".utf8) }

    /// Of `PLACE-YYYY-MM-DD-NUMBER.diario`, and of nothing else: lists of files name it as it is.
    static func place(of name: String) -> MarkID? {
        guard name.hasSuffix(".diario"), name.utf8.count > 48,
              name.utf8.dropFirst(36).dropLast(7).allSatisfy({ $0 == UInt8(ascii: "-") || $0.isDigit }) else { return nil }
        return MarkID(name.prefix(36))
    }

    static func day(of name: String) -> String? {
        place(of: name) == nil ? nil : String(name.dropFirst(37).prefix(10))
    }
}
