import Text

/// A text as it was typed or pasted, and what becomes of it: what Word, PowerPoint, PDF and mail programs put into a text that
/// nobody sees, or that telephones show as an empty box, is taken out or made into what was meant.
///
/// A no-break space stays, several of them too: it is shown as a space, and as a space at the beginning of a line it could make a code
/// block of the paragraph. What cannot be repaired stays for `UnreadableText` to name.
package struct PastedText: Sendable, Equatable {
    package enum Kind: Sendable {
        /// Of one line: the oggetto.
        case line
        /// Of several lines, shown as it stands: a value of a template.
        case plain
        /// The contenuto: lists are written in Markdown.
        case markdown
    }

    package enum Change: String, CaseIterable, Sendable {
        case invisible = "invisibili", direction = "direzione", lineEnd = "righe", space = "spazi", listItem = "elenchi"
        case symbol = "simboli", repaired = "corretti", hyphen = "trattini"
    }

    /// What was typed, itself when nothing is changed.
    package let text: String
    /// How many of each.
    package let changes: [Change: Int]

    package init(_ typed: String, as kind: Kind) {
        var text = typed, changes: [Change: Int] = [:]
        // What is taken out may have parted what belongs together: a text that was cleaned has nothing left to clean.
        for _ in 0..<Self.mostRounds where !text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 || $0 == 0x0A || $0 == 0x0D }) {
            var cleaning = Cleaning(kind)
            let cleaned = cleaning.clean(text)
            if cleaning.changes.isEmpty { break }
            text = cleaned
            changes.merge(cleaning.changes, uniquingKeysWith: +)
        }
        (self.text, self.changes) = (text, changes)
    }

    private static let mostRounds = 5

    /// Whether who reads the message sees that something was changed. Such a text is shown before it is sent: a message cannot be taken
    /// back. What is invisible was not read before and is not missed after.
    package var isSeen: Bool { changes.keys.contains { $0 != .invisible } }

    /// The changes as a page carries them, so that what was declined stays as it is.
    package var mark: String {
        Change.allCases.compactMap { change in changes[change].map { "\(change.rawValue).\($0)" } }.joined(separator: " ")
    }

    /// Whether what would be changed was declined: as many changes of each kind, or more.
    package func isDeclined(by mark: String) -> Bool {
        var declined: [Change: Int] = [:]
        for part in mark.split(separator: " ") {
            let words = part.split(separator: ".")
            if words.count == 2, let change = Change(rawValue: String(words[0])), let count = Int(words[1]) { declined[change] = count }
        }
        return !mark.isEmpty && changes.allSatisfy { declined[$0.key, default: 0] >= $0.value }
    }

    /// What was changed, for the person who pasted it; empty: nothing.
    package static func sentence(_ changes: [Change: Int]) -> String {
        let parts = Change.allCases.compactMap { change in changes[change].map { change.words($0) } }
        return parts.isEmpty ? "" : "Dal testo incollato: \(parts.joined(separator: ", "))."
    }
}

extension PastedText.Change {
    fileprivate func words(_ count: Int) -> String {
        switch self {
        case .invisible: countOf(count, "carattere invisibile tolto", "caratteri invisibili tolti")
        case .direction: countOf(count, "segno di direzione tolto", "segni di direzione tolti")
        case .lineEnd: countOf(count, "interruzione diventata a capo", "interruzioni diventate a capo")
        case .space: countOf(count, "interruzione diventata uno spazio", "interruzioni diventate spazi")
        case .listItem: countOf(count, "simbolo di elenco diventato un elenco", "simboli di elenco diventati elenchi")
        case .symbol: countOf(count, "simbolo di Word sostituito", "simboli di Word sostituiti")
        case .repaired: countOf(count, "carattere rovinato corretto", "caratteri rovinati corretti")
        case .hyphen: countOf(count, "trattino di Word sostituito", "trattini di Word sostituiti")
        }
    }
}

/// One text that is being cleaned, in a few passes over it.
private struct Cleaning {
    let kind: PastedText.Kind
    private(set) var changes: [PastedText.Change: Int] = [:]

    init(_ kind: PastedText.Kind) { self.kind = kind }

    mutating func clean(_ typed: String) -> String {
        var (scalars, garbled) = Mojibake.repaired(Array(typed.withLineFeeds.unicodeScalars))
        note(.repaired, garbled)
        scalars = scalars.map { ended($0) }
        scalars = hyphenated(visible(scalars))
        var lines = scalars.split(separator: "\n", omittingEmptySubsequences: false).map { paragraph($0) }
        if kind == .markdown { endLists(&lines) }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: lines.map(\.text).joined(separator: ["\n"]))
        return String(text)
    }

    private mutating func note(_ change: PastedText.Change, _ count: Int = 1) {
        if count > 0 { changes[change, default: 0] += count }
    }

    /// The ends of pages and paragraphs, and of lines within one, which Word and PowerPoint write as U+000B and others as U+2028.
    private mutating func ended(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}":
            note(kind == .line ? .space : .lineEnd)
            if kind == .line { return " " }
            return scalar == "\u{0B}" || scalar == "\u{2028}" ? Self.withinParagraph : "\n"
        case "\t" where kind == .line:
            note(.space)
            return " "
        default:
            guard let meant = Mojibake.ofWindows(scalar) else { return scalar }
            note(.repaired)
            return meant
        }
    }

    /// The end of a line that belongs to the same paragraph, until it is known whether that is an item of a list.
    private static let withinParagraph: Unicode.Scalar = "\u{2028}"

    private mutating func visible(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let isRightToLeft = scalars.contains(where: \.isRightToLeft)
        var kept: [Unicode.Scalar] = []
        kept.reserveCapacity(scalars.count)
        for (position, scalar) in scalars.enumerated() {
            if scalar.isWordHyphen {
                kept.append(scalar)
            } else if scalar.turnsDirection, !isRightToLeft || kind == .line {
                note(.direction)
            } else if scalar.isSuperfluous(after: kept.last { !$0.isWordHyphen }, before: scalars[(position + 1)...].first,
                                           isRightToLeft: isRightToLeft) {
                note(.invisible)
            } else {
                kept.append(scalar)
            }
        }
        return kept
    }

    /// Hyphens that only Word shows: one that a person wrote stays one. Where a word may be divided nobody writes a digit or a capital.
    private mutating func hyphenated(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard scalars.contains(where: \.isWordHyphen) else { return scalars }
        var kept: [Unicode.Scalar] = []
        var position = 0
        while position < scalars.count {
            defer { position += 1 }
            guard scalars[position].isWordHyphen else { kept.append(scalars[position]); continue }
            let end = scalars[position...].firstIndex { !$0.isWordHyphen } ?? scalars.count
            let hyphens = scalars[position..<end], after = end < scalars.count ? scalars[end] : nil
            position = end - 1
            let before = kept.last { $0.properties.canonicalCombiningClass == .notReordered }
            if hyphens.contains("\u{1E}") || Unicode.Scalar.needHyphen(before, after) {
                note(.hyphen)
                kept.append("-")
                continue
            }
            note(.invisible, hyphens.count)
            // A word that was divided at the end of a line.
            if after == "\n", before?.properties.isAlphabetic == true, end + 1 < scalars.count, scalars[end + 1].properties.isLowercase {
                position = end
            }
        }
        return kept
    }

    // MARK: - Lists

    private struct Line {
        var text: [Unicode.Scalar]
        var isItem = false
        var indent = 0
    }

    private mutating func paragraph(_ line: ArraySlice<Unicode.Scalar>) -> Line {
        let indent = line.prefix { $0 == " " || $0 == "\t" }
        let words = line[indent.endIndex...]
        guard let length = WordSymbols.listSign(words) else { return Line(text: shown(line, lineEnd: ["\n"])) }
        let item = words.dropFirst(length)
        switch kind {
        case .markdown:
            note(.listItem)
            let width = indent.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
            // A dash alone under a paragraph would make a title of it.
            guard item.contains(where: { !$0.properties.isWhitespace }) else { return Line(text: []) }
            return Line(text: shown(item, lineEnd: Array("\n  ".unicodeScalars)), isItem: true, indent: width)
        case .line, .plain:
            guard let sign = words.first, WordSymbols.isPrivate(sign) else { return Line(text: shown(line, lineEnd: ["\n"])) }
            note(.symbol)
            return Line(text: indent + [WordSymbols.meant(by: sign) ?? "•", " "] + shown(item, lineEnd: ["\n"]))
        }
    }

    /// The characters of a line as they are known outside of Word.
    private mutating func shown(_ line: ArraySlice<Unicode.Scalar>, lineEnd: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var text: [Unicode.Scalar] = []
        text.reserveCapacity(line.count)
        for scalar in line {
            if scalar == Self.withinParagraph {
                text += lineEnd
            } else if WordSymbols.isPrivate(scalar), let meant = WordSymbols.meant(by: scalar) {
                note(.symbol)
                text.append(meant)
            } else {
                text.append(scalar)
            }
        }
        return text
    }

    /// Writes the items in Markdown, those further in below the one before. A paragraph after the last of them begins with an empty
    /// line: it would be read as a part of it.
    private func endLists(_ lines: inout [Line]) {
        var written: [Line] = []
        written.reserveCapacity(lines.count)
        var first: Int?
        for line in lines {
            if line.isItem {
                let isBelow = first.map { line.indent > $0 + 1 } ?? false
                if first == nil { first = line.indent }
                written.append(Line(text: (isBelow ? [" ", " "] : []) + ["-", " "] + line.text, isItem: true))
            } else {
                if written.last?.isItem == true, line.text.contains(where: { !$0.properties.isWhitespace }), !Self.beginsItem(line.text) {
                    written.append(Line(text: []))
                }
                first = nil
                written.append(line)
            }
        }
        lines = written
    }

    /// `- ` or `* `, which somebody typed.
    private static func beginsItem(_ text: [Unicode.Scalar]) -> Bool {
        let words = text.drop { $0 == " " || $0 == "\t" }
        guard let sign = words.first, "-*+".unicodeScalars.contains(sign), let space = words.dropFirst().first else { return false }
        return space == " " || space == "\t"
    }
}
