extension StringProtocol {
    /// The text without any white space and without invisible marks (zero-width spaces, byte order
    /// and direction marks), which come along when a code is copied from a document.
    package func withoutSpaces() -> String {
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: unicodeScalars.filter { !$0.isBlank })
        return String(kept)
    }

    /// The text without white space and invisible marks at its two ends.
    package func trimmed() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isBlank }), let last = scalars.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(self[first..<scalars.index(after: last)])
    }

    /// The text without white space and invisible marks at its end.
    package func trimmedEnd() -> String {
        let scalars = unicodeScalars
        guard let last = scalars.lastIndex(where: { !$0.isBlank }) else { return "" }
        return String(self[..<scalars.index(after: last)])
    }
}

extension Unicode.Scalar {
    /// White space, or a mark that cannot be seen.
    fileprivate var isBlank: Bool {
        if isASCII { return value == 0x20 || 0x09...0x0d ~= value }
        return properties.isWhitespace || properties.generalCategory == .format
    }
}
