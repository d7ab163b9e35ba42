/// Reads numbers that are written as one Italian word, up to `novecentonovantanovemilanovecentonovantanove`.
enum NumberWords {
    /// `nil` for any other word, and for `un`, which is mostly an article.
    static func value(of word: String) -> Int64? {
        let word = word.hasSuffix("tré") || word.hasSuffix("trè") ? word.dropLast() + "e" : word
        if let value = small[word] { return value }
        guard word.utf8.count > 4, word.contains("m") else { return nil }
        if word.hasPrefix("mille") { return word == "mille" ? 1000 : small[String(word.dropFirst(5))].map { 1000 + $0 } }
        guard let mark = word.firstRange(of: "mila"), let thousands = small[String(word[..<mark.lowerBound])], thousands > 1
        else { return nil }
        let rest = word[mark.upperBound...]
        return rest.isEmpty ? thousands * 1000 : small[String(rest)].map { thousands * 1000 + $0 }
    }

    private static let units = [
        "", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici", "tredici", "quattordici",
        "quindici", "sedici", "diciassette", "diciotto", "diciannove",
    ]
    private static let tens = ["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"]

    /// 1 to 999, some of them in two spellings: `centootto`, `centotto`.
    private static let small: [String: Int64] = {
        let belowHundred = units + tens.flatMap { ten in
            units[..<10].map { unit in unit == "uno" || unit == "otto" ? ten.dropLast() + unit : ten + unit }
        }
        var values: [String: Int64] = [:]
        for hundreds in 0..<10 {
            let name = hundreds == 0 ? "" : (hundreds == 1 ? "" : units[hundreds]) + "cento"
            for (rest, word) in belowHundred.enumerated() {
                values[name + word] = Int64(hundreds * 100 + rest)
                if hundreds > 0, word.hasPrefix("ott") { values[name.dropLast() + word] = Int64(hundreds * 100 + rest) }
            }
        }
        values[""] = nil
        return values
    }()
}
