extension StringProtocol {
    /// The text without any white space and without invisible marks (zero-width spaces, byte order
    /// and direction marks), which come along when a code is copied from a document.
    package func withoutSpaces() -> String {
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: unicodeScalars.filter { !$0.isBlank })
        return String(kept)
    }

    /// The text without white space and invisible marks at its two ends.
    func trimmed() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isBlank }),
            let last = scalars.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool { properties.isWhitespace || properties.generalCategory == .format }
}

extension Substring.UTF8View {
    /// Whether there is at least one character and all are ASCII digits.
    var areDigits: Bool { !isEmpty && allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }
}

extension String {
    var isDigits: Bool { self[...].utf8.areDigits }
}
