import Text

/// A text with places for fields in it, such as `Gentile {{nome}}`.
package struct TemplateText: Sendable, Equatable {
    /// As it was typed, lines ended by LF.
    package let source: String
    let pieces: [Piece]

    enum Piece: Sendable, Equatable {
        case literal(String)
        case field(String)
    }

    /// Finds the fields of a text. Their names are folded to lower case: `{{ Nome }}` is `{{nome}}`.
    package static func parse(_ typed: String) throws(TemplateTextFault) -> TemplateText {
        let source = typed.withLineFeeds
        var pieces: [Piece] = []
        var rest = source[...]
        func keep(_ literal: Substring) throws(TemplateTextFault) {
            if literal.firstRange(of: "}}") != nil { throw .unopened }
            if !literal.isEmpty { pieces.append(.literal(String(literal))) }
        }
        while let opening = rest.firstRange(of: "{{") {
            try keep(rest[..<opening.lowerBound])
            rest = rest[opening.upperBound...]
            let start = String(rest.prefix(24).prefix { $0 != "\n" })
            guard let closing = rest.firstRange(of: "}}") else { throw .unclosed(start) }
            let inner = rest[..<closing.lowerBound]
            guard !inner.contains("\n"), !inner.contains("{") || inner.hasPrefix("{") else { throw .unclosed(start) }
            let name = inner.trimmed().lowercased()
            guard TemplateField.isName(name) else { throw .malformed(inner.trimmed()) }
            pieces.append(.field(name))
            rest = rest[closing.upperBound...]
        }
        try keep(rest)
        return TemplateText(source: source, pieces: pieces)
    }

    /// A text that was accepted before. One that no longer can be is shown as it is.
    package init(stored source: String) {
        self = (try? Self.parse(source)) ?? TemplateText(source: source, pieces: [.literal(source)])
    }

    private init(source: String, pieces: [Piece]) {
        self.source = source
        self.pieces = pieces
    }

    /// The names of its fields, each once, in the order of the text.
    package var fieldNames: [String] {
        var names: [String] = []
        for case .field(let name) in pieces where !names.contains(name) { names.append(name) }
        return names
    }

    /// What looks like a field and is none, and what else a citizen would read as nobody wrote it. A template may hold such text, so
    /// that it keeps nobody from saving.
    package func remarks(in field: FormField) -> [String] {
        let text = pieces.map { if case .literal(let text) = $0 { text } else { "0" } }.joined()
        let found = UnfilledText.found(in: field == .subject ? text : EntityText(text).read)
        let named = found.named(hasLines: field != .subject)
        let fields = found.isEmpty ? [] : ["Non è un campo, e il cittadino lo leggerebbe così: \(named). "
            + "Un campo si scrive tra doppie graffe, come {{\(TemplateTextFault.example(found[0].words))}}."]
        return fields + Wording.faults(of: text, in: field).map(\.sentence)
    }

    /// How often a field stands in it, the same or another.
    var places: Int { pieces.count { if case .field = $0 { true } else { false } } }

    /// How long it is without its fields, as App IO counts.
    var literalLength: Int {
        pieces.reduce(0) { sum, piece in if case .literal(let text) = piece { sum + text.appIOLength } else { sum } }
    }

    /// The text with a value in every field, each as it stands: for the oggetto, which is no Markdown.
    func plain(_ values: [String: String]) -> String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .field(let name): values[name] ?? ""
            }
        }.joined()
    }

    /// The text with a value in every field, written so that App IO shows the value as it was typed: its marks are no
    /// Markdown. Inside the address of a link, where marks mean nothing, it is percent-encoded.
    func markdown(_ values: [String: String]) -> String {
        var text = ""
        var isInAddress = false
        let shown = values.mapValues(\.asMarkdown), inAddresses = values.mapValues(\.asPartOfAddress)
        for piece in pieces {
            switch piece {
            case .literal(let literal):
                isInAddress = literal.endsInAddress(isInAddress)
                text += literal
            case .field(let name):
                text += (isInAddress ? inAddresses : shown)[name] ?? ""
            }
        }
        return text
    }
}

/// Why a text is no template.
package enum TemplateTextFault: Error, Hashable, Sendable {
    /// `{{` without `}}`; what follows it.
    case unclosed(String)
    case unopened
    /// What stands between the braces.
    case malformed(String)

    /// What is wrong and what to do, for the person who typed it.
    package var sentence: String {
        switch self {
        case .unclosed(let start): "Un campo non è chiuso: dopo «{{\(start)» mancano le due graffe }}."
        case .unopened: "Ci sono due graffe }} senza {{ prima: togliere quelle in più oppure scrivere il campo come {{nome}}."
        case .malformed(let name):
            "Il campo «{{\(name)}}» non va bene: fra le graffe si scrive un nome di lettere senza accento, cifre e _, "
                + "fino a \(TemplateField.longestName) caratteri, come {{\(Self.example(name))}}."
        }
    }

    /// The nearest name that would do.
    fileprivate static func example(_ typed: String) -> String {
        guard typed.utf8.allSatisfy({ $0 < 0x80 }) else { return "nome" }
        let parts = typed.lowercased().split { !("a"..."z").contains($0) && !("0"..."9").contains($0) }
        let name = parts.joined(separator: "_")
        return TemplateField.isName(name) ? name : "nome"
    }
}
