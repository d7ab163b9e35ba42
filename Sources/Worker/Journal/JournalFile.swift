package import Domain
package import Secrets
@preconcurrency import Glibc

/// A file that a worker wrote down its departures in, read back.
package struct JournalFile {
    /// Of the worker's place.
    package let place: MarkID
    package private(set) var departures: [Departure] = []
    /// From which line on it cannot be read; `nil`: it is whole. A worker that was killed may leave half of a last line.
    package private(set) var brokenAt: Int?

    /// - Returns: `nil` when the file is not one of a worker's, or was sealed for other keys.
    package init?(path: String, keys: [OpeningKey]) {
        let name = String(path.split(separator: "/").last ?? "")
        guard let place = Self.place(of: name), let text = Self.text(of: path) else { return nil }
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

    /// The names of all such files in a directory, in order.
    package static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if place(of: name) != nil { names.append(name) }
        }
        return names.sorted()
    }

    /// Of `PLACE-YYYY-MM-DD-NUMBER.diario`.
    private static func place(of name: String) -> MarkID? {
        guard name.hasSuffix(".diario"), name.utf8.count > 48 else { return nil }
        return MarkID(name.prefix(36))
    }

    static func day(of name: String) -> String? {
        place(of: name) == nil ? nil : String(name.dropFirst(37).prefix(10))
    }

    /// Some hundred bytes for each of a day's departures. What is no file, such as a pipe, has no text and is not waited for.
    private static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes: [UInt8] = [], chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }
}
