/// A value of the little YAML that buttons are written in.
indirect enum YAMLValue: Equatable {
    case text(String)
    case mapping([String: YAMLValue])
    /// A number, a date, true, null: no text to App IO.
    case other
}

/// Reads mappings within mappings by indentation, with values on their lines: all that the documentation of App IO
/// shows. Whatever else YAML has (lists, anchors, texts over several lines, tabs) is not read.
struct YAMLMapping {
    private var lines: ArraySlice<(indent: Int, text: Substring)>

    /// `nil` when there is anything that is not read.
    static func parse(_ lines: ArraySlice<Substring>) -> [String: YAMLValue]? {
        let filled = lines.map { line in
            let text = line.drop { $0 == " " }
            return (indent: line.utf8.count - text.utf8.count, text: text)
        }.filter { !$0.text.allSatisfy(\.isWhitespace) && !$0.text.hasPrefix("#") }
        var reader = YAMLMapping(lines: filled[...])
        guard let first = filled.first else { return [:] }
        guard let found = reader.mapping(indent: first.indent), reader.lines.isEmpty else { return nil }
        return found
    }

    private mutating func mapping(indent: Int) -> [String: YAMLValue]? {
        var found: [String: YAMLValue] = [:]
        while let line = lines.first, line.indent >= indent {
            guard line.indent == indent, let colon = line.text.firstIndex(of: ":") else { return nil }
            lines.removeFirst()
            let name = String(line.text[..<colon])
            let rest = line.text[line.text.index(after: colon)...]
            guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }), found[name] == nil,
                  rest.isEmpty || rest.first == " " else { return nil }
            if let value = Self.value(rest) {
                found[name] = value
            } else if Self.isBlank(rest) {
                guard let inner = lines.first, inner.indent > indent else { found[name] = .other; continue }
                guard let names = mapping(indent: inner.indent) else { return nil }
                found[name] = .mapping(names)
            } else {
                return nil
            }
        }
        return found
    }

    /// `nil` for what is blank and for what is not read.
    private static func value(_ typed: Substring) -> YAMLValue? {
        let text = typed.drop { $0 == " " }
        switch text.unicodeScalars.first {
        case "\"": return doubleQuoted(text.unicodeScalars.dropFirst()).map(YAMLValue.text)
        case "'": return singleQuoted(text.unicodeScalars.dropFirst()).map(YAMLValue.text)
        default: return plain(text)
        }
    }

    private static func plain(_ typed: Substring) -> YAMLValue? {
        var text = typed
        if let comment = text.firstRange(of: " #") { text = text[..<comment.lowerBound] }
        while text.last == " " { text.removeLast() }
        guard let first = text.first, !"[]{},&*!|>%@`#\t".contains(first), !text.contains(": "), text.last != ":",
              !["-", "?", ":"].contains(text), !["- ", "? "].contains(text.prefix(2)) else { return nil }
        let isNoText = first.isNumber || "+-.~".contains(first) || ["true", "false", "null"].contains(text.lowercased())
        return isNoText ? .other : .text(String(text))
    }

    // By scalars: an accent at the beginning of a text makes one character with the quotation mark before it.

    private static func singleQuoted(_ typed: Substring.UnicodeScalarView) -> String? {
        var (rest, text) = (typed, String.UnicodeScalarView())
        while let scalar = rest.popFirst() {
            if scalar == "'", rest.first != "'" { return isBlank(Substring(rest)) ? String(text) : nil }
            if scalar == "'" { rest.removeFirst() }
            text.append(scalar)
        }
        return nil
    }

    private static func doubleQuoted(_ typed: Substring.UnicodeScalarView) -> String? {
        var (rest, text) = (typed, String.UnicodeScalarView())
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return isBlank(Substring(rest)) ? String(text) : nil }
            guard scalar == "\\" else { text.append(scalar); continue }
            switch rest.popFirst() {
            case let mark? where "\"\\/".unicodeScalars.contains(mark): text.append(mark)
            case let letter? where "xuU".unicodeScalars.contains(letter):
                let digits = rest.prefix(letter == "x" ? 2 : letter == "u" ? 4 : 8)
                guard let code = UInt32(String(digits), radix: 16), let named = Unicode.Scalar(code) else { return nil }
                text.append(named)
                rest = rest.dropFirst(digits.count)
            default: return nil
            }
        }
        return nil
    }

    private static func isBlank(_ rest: Substring) -> Bool {
        let text = rest.drop { $0 == " " }
        return text.isEmpty || (text.first == "#" && text.startIndex != rest.startIndex)
    }
}
