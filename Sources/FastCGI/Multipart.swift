/// A body of `multipart/form-data` (RFC 7578), as browsers send a form that has a file.
///
/// Stricter than the RFC: what a browser would not write makes no form at all.
struct Multipart {
    struct Part {
        var name: String
        /// Whether it came from a field for files, chosen or not.
        var isFile: Bool
        var content: ArraySlice<UInt8>
    }

    let parts: [Part]

    private static let mostParts = 50
    /// Bytes of a part's headers.
    private static let longestHead = 1_000

    /// - Parameter contentType: the request's, which names the boundary.
    /// - Returns: `nil` when it is not whole, or not as a browser writes it.
    init?(_ body: [UInt8], contentType: String) {
        guard let boundary = Self.parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count) else { return nil }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        guard body.starts(with: delimiter.dropFirst(2)) else { return nil }
        var rest = body[(delimiter.count - 2)...]
        var parts: [Part] = []
        while rest.starts(with: "\r\n".utf8) {
            guard parts.count < Self.mostParts, let part = rest.dropFirst(2).cut(before: delimiter),
                  let read = Self.part(part) else { return nil }
            parts.append(read)
            rest = rest[(part.endIndex + delimiter.count)...]
        }
        guard rest.elementsEqual("--\r\n".utf8) || rest.elementsEqual("--".utf8) else { return nil }
        self.parts = parts
    }

    private static func part(_ bytes: ArraySlice<UInt8>) -> Part? {
        let blank = Array("\r\n\r\n".utf8)
        guard let head = bytes.prefix(longestHead + blank.count).cut(before: blank) else { return nil }
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let prefix = "content-disposition:"
        guard let disposition = lines.first(where: { $0.lowercased().hasPrefix(prefix) }).map({ String($0.dropFirst(prefix.utf8.count)) }),
              let name = parameter("name", of: disposition) else { return nil }
        return Part(name: name, isFile: parameter("filename", of: disposition) != nil, content: bytes[(head.endIndex + blank.count)...])
    }

    /// `; name="value"`, or without quotes. Browsers write `%22` for a quote in it.
    private static func parameter(_ name: String, of header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let pair = piece.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            let isQuoted = pair[1].utf8.count > 1 && pair[1].hasPrefix("\"") && pair[1].hasSuffix("\"")
            return String(isQuoted ? pair[1].dropFirst().dropLast() : pair[1])
        }
        return nil
    }
}

extension ArraySlice<UInt8> {
    /// What stands before the first occurrence of some bytes.
    fileprivate func cut(before wanted: [UInt8]) -> ArraySlice<UInt8>? {
        guard count >= wanted.count else { return nil }
        return (startIndex...(endIndex - wanted.count)).first { self[$0] == wanted[0] && self[$0...].starts(with: wanted) }
            .map { self[..<$0] }
    }
}
