/// What the app does to the text of a message before it looks for marks (io-app, IOMarkdown), in its order.
struct AppRules {
    private(set) var text: [UInt16]
    /// What a definition of a link that no link uses took away with it.
    private(set) var definitions: [String] = []
    /// What a front matter at the very start, of the parser's own, hides.
    private(set) var heads: [String] = []
    /// Descriptions of images that stand directly after a word, where a link was meant.
    private(set) var imagesAfterWords: [String] = []

    init(_ typed: String) {
        text = typed.utf16.map { $0 == 0x0c ? 0x20 : $0 }
        resolveReferences()
        isolateImages()
        removeHead()
    }

    // MARK: Links by reference

    private struct Definition {
        var range: Range<Int>
        var label: String
        var address: ArraySlice<UInt16>
    }

    /// `[x]: word` at the start of a line goes, wherever it stands; `[a][x]` and `[x][]` become links to the word.
    private mutating func resolveReferences() {
        guard text.contains(UInt16(ascii: "[")) else { return }
        let found = findDefinitions()
        var kept: [UInt16] = []
        var position = 0
        for definition in found {
            kept += text[position..<definition.range.lowerBound]
            position = definition.range.upperBound
        }
        kept += text[position...]
        let addresses = Dictionary(found.map { ($0.label, $0.address) }) { _, last in last }
        var used: Set<String> = []
        let result = Self.withLinks(kept, addresses, &used)
        definitions = found.filter { !used.contains($0.label) }.map { Array(text[$0.range]).words }
        text = result
        definitions += definitionsInLists()
    }

    private func findDefinitions() -> [Definition] {
        var found: [Definition] = []
        var next = (bracket: NextLetter("]"), angle: NextLetter(">"), ends: [NextLetter("\""), NextLetter("'"), NextLetter(")")])
        var start = 0
        while start < text.count {
            let mark = text.skippingBlanks(from: start)
            let definition = definition(from: start, mark, &next.bracket, &next.angle, &next.ends)
            if let definition { found.append(definition) }
            start = text.nextLine(after: definition?.range.upperBound ?? mark)
        }
        return found
    }

    private func definition(
        from start: Int, _ mark: Int, _ bracket: inout NextLetter, _ angle: inout NextLetter, _ ends: inout [NextLetter]
    ) -> Definition? {
        guard mark < text.count, text[mark] == UInt16(ascii: "["), let close = bracket.from(mark + 1, in: text), close > mark + 1,
              close + 1 < text.count, text[close + 1] == UInt16(ascii: ":") else { return nil }
        let address = text.skippingBlanks(from: close + 2)
        guard address < text.count else { return nil }
        var end = address
        if text[address] == UInt16(ascii: "<"), let close = angle.from(address + 1, in: text), close > address + 1 {
            end = close + 1
        } else {
            while end < text.count, !text[end].isBlank { end += 1 }
        }
        var named = text[address..<end]
        if named.first == UInt16(ascii: "<") { named.removeFirst() }
        if named.last == UInt16(ascii: ">") { named.removeLast() }
        let label = String(utf16: text[(mark + 1)..<close]).lowercased()
        return Definition(range: start..<(titleEnd(from: end, &ends) ?? end), label: label, address: named)
    }

    /// The end of `"title"`, `'title'` or `(title)`, whichever of the marks it begins and ends with.
    private func titleEnd(from end: Int, _ ends: inout [NextLetter]) -> Int? {
        let quote = text.skippingBlanks(from: end)
        guard quote > end, quote < text.count, "\"'(".utf16.contains(text[quote]) else { return nil }
        let close = ends.indices.compactMap { ends[$0].from(quote + 1, in: text) }.min()
        return close.flatMap { $0 > quote + 1 ? $0 + 1 : nil }
    }

    private static func withLinks(
        _ text: [UInt16], _ addresses: [String: ArraySlice<UInt16>], _ used: inout Set<String>
    ) -> [UInt16] {
        guard !addresses.isEmpty else { return text }
        var result: [UInt16] = []
        var position = 0
        var (first, second) = (NextLetter("]"), NextLetter("]"))
        while let open = text.first(UInt16(ascii: "["), from: position) {
            result += text[position..<open]
            position = open
            guard let close = first.from(open + 1, in: text) else { break }
            let label = text.skippingBlanks(from: close + 1)
            guard close > open + 1, label < text.count, text[label] == UInt16(ascii: "["), let end = second.from(label + 1, in: text)
            else {
                result.append(text[open])
                position = open + 1
                continue
            }
            let words = text[(open + 1)..<close]
            let name = String(utf16: end > label + 1 ? text[(label + 1)..<end] : words).lowercased()
            if let address = addresses[name] {
                used.insert(name)
                result.append(UInt16(ascii: "["))
                result += words
                result += "](".utf16
                result += address
                result.append(UInt16(ascii: ")"))
            } else {
                result += text[open...end]
            }
            position = end + 1
        }
        return result + text[position...]
    }

    /// A definition as the item of a list is none to the rule above, but is one to the parser, which shows nothing of it.
    private func definitionsInLists() -> [String] {
        var found: [String] = []
        var start = 0
        while start < text.count {
            let end = text.lineEnd(from: start)
            let line = String(utf16: text[start..<end])
            let item = line.drop { " \t-*+0123456789.)".contains($0) }
            if item.first == "[", line[..<item.startIndex].last(where: { $0 != " " && $0 != "\t" }).map({ "-*+.)".contains($0) }) == true,
               let close = item.firstRange(of: "]:") {
                let words = item[close.upperBound...].split(separator: " ")
                if words.count == 1, !item[..<close.lowerBound].dropFirst().contains("[") { found.append(String(item)) }
            }
            start = end + 1
        }
        return found
    }

    // MARK: Images

    /// An image gets a paragraph of its own, wherever it stands.
    private mutating func isolateImages() {
        guard text.contains(UInt16(ascii: "!")) else { return }
        let images = findImages()
        imagesAfterWords = images.filter { followsWord($0.lowerBound) }.compactMap { image in
            text[image].indices.first { text[$0...].starts(with: "](".utf16) }.map { Array(text[(image.lowerBound + 2)..<$0]).words }
        }
        // From the last, as the app does: what one was given counts for the one before.
        for image in images.reversed() {
            text.insert(contentsOf: Self.lineEnds(missingFrom: text[image.upperBound...]), at: image.upperBound)
            let before = image.lowerBound == 0 ? text[..<1] : text[..<image.lowerBound]
            text.insert(contentsOf: Self.lineEnds(missingFrom: before.reversed()), at: image.lowerBound)
        }
    }

    private func followsWord(_ mark: Int) -> Bool {
        guard let last = text[..<mark].last(where: { $0 != UInt16(ascii: "*") && $0 != UInt16(ascii: "_") }) else { return false }
        return !last.isBlank && !"\\([{-".utf16.contains(last)
    }

    private func findImages() -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = 0
        while let mark = text.first(UInt16(ascii: "!"), from: position) {
            position = mark + 1
            guard position < text.count, text[position] == UInt16(ascii: "[") else { continue }
            let end = text.lineEnd(from: position)
            guard let address = (position + 1..<max(end - 1, position + 1)).first(where: {
                text[$0] == UInt16(ascii: "]") && text[$0 + 1] == UInt16(ascii: "(")
            }), let close = text[(address + 2)..<end].firstIndex(of: UInt16(ascii: ")")) else {
                // Nor is any after it on the line complete.
                position = end
                continue
            }
            found.append(mark..<(close + 1))
            position = close + 1
        }
        return found
    }

    private static func lineEnds(missingFrom text: some Sequence<UInt16>) -> [UInt16] {
        var there = 0
        for unit in text {
            if unit == 0x0a { there += 1 } else if ![0x20, 0x09, 0x0d, 0x0c, 0x0b].contains(unit) { break }
        }
        return [UInt16](repeating: 0x0a, count: max(0, 2 - there))
    }

    // MARK: The parser's own front matter

    /// Blanks may stand after its dashes, which the package that looks for buttons does not know as one.
    private mutating func removeHead() {
        guard isFence(from: 0) else { return }
        var start = text.nextLine(after: 0)
        while start < text.count {
            if isFence(from: start) {
                let end = text.lineEnd(from: start)
                heads.append(Array(text[text.nextLine(after: 0)..<start]).words)
                text.removeFirst(min(end + 1, text.count))
                return
            }
            start = text.nextLine(after: start)
        }
    }

    private func isFence(from start: Int) -> Bool {
        let line = text[start..<text.lineEnd(from: start)]
        return line.starts(with: "---".utf16) && line.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
}
