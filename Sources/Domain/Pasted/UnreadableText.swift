import Text

/// What a program has garbled and nobody can repair: characters that are lost, that only one font knew, or that were read as others.
package enum UnreadableText {
    /// The words with such characters in them, an empty box where nothing could be shown.
    package static func found(in text: String) -> [TextPlace] {
        var places: [TextPlace] = [], line = 1
        var word: [Unicode.Scalar] = [], before: [Unicode.Scalar] = []
        func end() {
            if word.isEmpty { return }
            if isUnreadable(word) {
                let shown = word.map { WordSymbols.isPrivate($0) ? "□" : $0 }
                // A character alone is found by the word before it.
                let isAlone = !word.contains { $0.properties.isAlphabetic } && !before.isEmpty
                places.append(TextPlace(isAlone ? before + [" "] + shown : shown, line: line))
            }
            before = word
            word.removeAll(keepingCapacity: true)
        }
        for scalar in text.withLineFeeds.unicodeScalars {
            // `Ã` and a no-break space were `à`.
            if scalar.properties.isWhitespace, scalar != "\u{A0}" || word.last != "Ã" {
                end()
                if scalar == "\n" { (line, before) = (line + 1, []) }
            } else {
                word.append(scalar)
            }
        }
        end()
        return places
    }

    private static func isUnreadable(_ word: [Unicode.Scalar]) -> Bool {
        for (position, scalar) in word.enumerated() {
            let after = position + 1 < word.count ? word[position + 1] : nil, before = position > 0 ? word[position - 1] : nil
            switch scalar {
            case "\u{FFFD}": return true
            // Letters of Portuguese and French, in words whose letters are capitals.
            case "Ã", "Â":
                if let after, !after.properties.isAlphabetic || after == "ª" || after == "º" { return true }
                if before?.properties.isLowercase == true { return true }
            case "â": if after == "€" || after == "‚" { return true }
            case "ï": if after == "¿" || after == "»" || after == "‚" { return true }
            case "ð": if after == "Ÿ" { return true }
            case "?": if isLost(position, in: word) { return true }
            default: if WordSymbols.isPrivate(scalar) { return true }
            }
        }
        return false
    }

    /// `l?ufficio`, `d?identità`: an apostrophe was lost. `Verrà?Allora` only lacks a space.
    private static func isLost(_ position: Int, in word: [Unicode.Scalar]) -> Bool {
        guard position + 1 < word.count, word[position + 1].properties.isAlphabetic, !word.contains("/"), !word.contains("=")
        else { return false }
        let before = word[..<position].reversed().prefix { $0.properties.isAlphabetic }.prefix(8).reversed()
        var text = String.UnicodeScalarView()
        text.append(contentsOf: before)
        return elided.contains(String(text).lowercased())
    }

    private static let elided: Set<String> = [
        "l", "d", "c", "s", "un", "all", "dall", "dell", "nell", "sull", "quell", "quest", "dev", "cos", "com", "dov", "quant", "tutt",
    ]
}

/// A character that nobody sees and that is not sent, where somebody finds it.
struct HiddenCharacter {
    var line: Int
    /// What stands before it on its line; empty: nothing.
    var before: String
    var code: String
    /// How many more there are.
    var others: Int

    init?(in text: String, where isHidden: (Unicode.Scalar) -> Bool = \.isHiddenControl) {
        let scalars = Array(text.withLineFeeds.unicodeScalars)
        guard let position = scalars.firstIndex(where: isHidden) else { return nil }
        line = 1 + scalars[..<position].count { $0 == "\n" }
        let words = scalars[..<position].reversed().prefix(20)
            .prefix { $0 != "\n" && !isHidden($0) && !WordSymbols.isPrivate($0) }.reversed()
        var before = String.UnicodeScalarView()
        before.append(contentsOf: words)
        self.before = String(before).trimmed()
        let digits = String(scalars[position].value, radix: 16).uppercased()
        code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        others = scalars[(position + 1)...].count(where: isHidden)
    }

    /// What is wrong and what to do.
    ///
    /// - Parameter hasLines: whether the text has more than one.
    func sentence(of words: String, hasLines: Bool) -> String {
        let place = (hasLines ? " alla riga \(line.italian)," : "") + (before.isEmpty ? " all’inizio" : " dopo «\(before)»")
        let rest = others == 0 ? "toglierlo." : "toglierlo, con \(others == 1 ? "un altro" : "altri \(others.italian)")."
        return "\(words) ha un carattere che non si vede e non si può inviare (\(code)),\(place): \(rest)"
    }
}
