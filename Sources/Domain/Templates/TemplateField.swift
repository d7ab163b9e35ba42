import Text

/// A field of a message template: what an operator fills in.
package struct TemplateField: Sendable, Equatable {
    /// As between the braces: an ASCII letter, then letters, digits and `_`; up to 40.
    package var name: String
    /// What the operator reads beside it, 1 to 60 characters.
    package var label: String
    package var kind: Kind
    package var isRequired: Bool
    /// What of the payment it also is.
    package var payment: PaymentPart?

    package enum Kind: String, Sendable, CaseIterable {
        case text, longText = "long_text", date, amount, number

        /// What forms and the command line call it.
        package var word: String {
            switch self {
            case .text: "testo"
            case .longText: "testo_lungo"
            case .date: "data"
            case .amount: "importo"
            case .number: "numero"
            }
        }

        /// What people read.
        package var label: String {
            switch self {
            case .text: "Testo di una riga"
            case .longText: "Testo lungo"
            case .date: "Data"
            case .amount: "Importo in euro"
            case .number: "Numero intero"
            }
        }

        package init?(word: String) {
            guard let kind = Self.allCases.first(where: { $0.word == word }) else { return nil }
            self = kind
        }
    }

    package init(name: String, label: String, kind: Kind, isRequired: Bool = true, payment: PaymentPart? = nil) {
        self.name = name
        self.label = label
        self.kind = kind
        self.isRequired = isRequired
        self.payment = payment
    }

    /// What is most likely meant by a name that was just found in a text.
    package init(guessing name: String) {
        let words = name.split(separator: "_").map(String.init)
        let payment = PaymentPart.guess(words)
        let kind: Kind = payment?.kind ?? (words.contains { ["data", "scadenza", "giorno"].contains($0) } ? .date
            : words.contains { ["importo", "somma", "totale"].contains($0) } ? .amount : .text)
        let label = words.joined(separator: " ")
        self.init(name: name, label: label.prefix(1).uppercased() + label.dropFirst(), kind: kind, payment: payment)
    }

    package static let longestName = 40
    package static let longestLabel = 60
    static let longestText = 200
    static let longestLongText = 2_000
    static let mostDigits = 15

    static func isName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, bytes.count <= longestName, (0x61...0x7a).contains(first) else { return false }
        return bytes.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
    }

    /// The name of its HTML field.
    package var formName: String { "campo_\(name)" }

    // MARK: - Its values

    /// How long a value may be, in UTF-16 units, before Markdown's marks in it are escaped.
    var lengths: ClosedRange<Int> {
        if payment == .noticeNumber { return (isRequired ? 18 : 0)...18 }
        let most = switch kind {
        case .text: Self.longestText
        case .longText: Self.longestLongText
        case .date: 10
        case .amount: Amount.maximum.italian.utf8.count
        case .number: Self.mostDigits
        }
        let least = kind == .date ? 10 : kind == .amount ? 4 : 1
        return (isRequired ? least : 0)...most
    }

    /// Reads what was typed: `2027-07-15` gives `15/07/2027`, `1234,5` gives `1.234,50`.
    package func read(_ typed: String) throws(TemplateProblem) -> String {
        let text = typed.withLineFeeds.trimmed()
        guard !text.isEmpty else {
            if isRequired { throw problem("va compilato.") }
            return ""
        }
        if let hidden = HiddenCharacter(in: text) {
            throw TemplateProblem(field: formName, sentence: hidden.sentence(of: "«\(label)»", hasLines: text.contains("\n")))
        }
        if payment == .noticeNumber { return try noticeNumber(text) }
        switch kind {
        case .text:
            guard !text.contains("\n") else { throw problem("va scritto su una sola riga.") }
            return try limited(text, to: Self.longestText)
        case .longText: return try limited(text, to: Self.longestLongText)
        case .number:
            guard text.utf8.areDigits, text.utf8.count <= Self.mostDigits else {
                throw problem("è un numero intero: scrivere solo cifre, al massimo \(Self.mostDigits).")
            }
            return text
        case .date: return try date(text)
        case .amount: return try amount(text)
        }
    }

    private func limited(_ text: String, to most: Int) throws(TemplateProblem) -> String {
        let length = text.appIOLength
        guard length <= most else { throw problem("ha \(length.italian) caratteri: non può superarne \(most.italian).") }
        return text
    }

    private func noticeNumber(_ text: String) throws(TemplateProblem) -> String {
        do { return try NoticeNumber.parse(text).value } catch { throw TemplateProblem(field: formName, sentence: error.sentence) }
    }

    private func date(_ text: String) throws(TemplateProblem) -> String {
        do { return try CalendarDate.parse(text).italian } catch {
            let words = switch error {
            case .empty, .malformed: "è una data: scriverla come 15/07/2027."
            case .impossible: "indica un giorno che non esiste: controllare la data."
            case .impossibleYear(let year): "indica l’anno \(year), un anno che non può essere: scriverlo con quattro cifre, come 2027."
            }
            throw problem(words)
        }
    }

    private func amount(_ text: String) throws(TemplateProblem) -> String {
        do { return try Amount.parse(text).italian } catch {
            let words = switch error {
            case .empty, .malformed, .tooManyDecimals: "è un importo in euro: scriverlo con due cifre decimali, come 12,34."
            case .pointBeforeCents: "ha un punto, che separa le migliaia: scrivere i centesimi dopo la virgola, come 12,34."
            case .tooSmall: "deve essere almeno \(Amount.minimum.italian) €."
            case .tooLarge: "non può superare \(Amount.maximum.italian) €."
            }
            throw problem(words)
        }
    }

    private func problem(_ words: String) -> TemplateProblem { TemplateProblem(field: formName, sentence: "«\(label)» \(words)") }
}

/// Something about a template, or about what was typed into its fields.
package struct TemplateProblem: Error, Hashable, Sendable {
    /// The HTML field's name.
    package var field: String
    /// What is wrong and what to do, in Italian.
    package var sentence: String

    package init(field: String, sentence: String) {
        self.field = field
        self.sentence = sentence
    }
}
