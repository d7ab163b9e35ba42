import Text

/// The rules of a template that is being written.
struct TemplateCheck {
    private(set) var problems: [TemplateProblem] = []

    /// One of the two texts, by itself.
    mutating func text(_ typed: String, _ field: FormField) -> TemplateText? {
        let words = field == .subject ? "L’oggetto" : "Il contenuto"
        let most = field == .subject ? MessageTemplate.longestSubject : MessageTemplate.longestContent
        guard !typed.trimmed().isEmpty else { return refuse(field, field == .subject ? "Indicare l’oggetto." : "Indicare il contenuto.") }
        if let hidden = HiddenCharacter(in: typed) { return refuse(field, hidden.sentence(of: words, hasLines: field == .content)) }
        guard field == .content || !typed.contains(where: { $0.isNewline || $0 == "\t" }) else {
            return refuse(field, "L’oggetto va scritto su una sola riga.")
        }
        guard typed.appIOLength <= most else {
            return refuse(field, "\(words) con i campi ha \(typed.appIOLength.italian) caratteri: non può superarne \(most.italian).")
        }
        do { return try TemplateText.parse(typed) } catch { return refuse(field, error.sentence) }
    }

    /// What can only be said of both with their fields.
    mutating func whole(_ template: MessageTemplate) {
        let subjectFields = template.subject.fieldNames
        if template.fields.count > MessageTemplate.mostFields {
            refuse(.content, "I campi sono \(template.fields.count): non possono essere più di \(MessageTemplate.mostFields).")
        }
        let places = template.subject.places + template.content.places
        if places > MessageTemplate.mostPlaces {
            refuse(.content, "I campi compaiono \(places.italian) volte: non possono comparire più di \(MessageTemplate.mostPlaces).")
        }
        reach(template.subject, .subject, TextLimits.subject, template.fields)
        reach(template.content, .content, TextLimits.content, template.fields)
        if template.content.hasFieldsInFrontMatter {
            refuse(.content, "Nella parte iniziale fra --- e ---, che definisce i pulsanti, non ci possono essere campi.")
        }
        for field in template.fields {
            if field.label.trimmed().isEmpty || field.label.appIOLength > TemplateField.longestLabel || field.label.hasControlCharacters {
                refuse("etichetta_\(field.name)", "L’etichetta di {{\(field.name)}} ha da 1 a \(TemplateField.longestLabel) caratteri.")
            }
            if field.kind == .longText, subjectFields.contains(field.name) {
                refuse("tipo_\(field.name)",
                       "{{\(field.name)}} sta nell’oggetto, che è di una sola riga: non può essere un testo lungo.")
            }
        }
        for part in PaymentPart.allCases { payment(part, template.fields.filter { $0.payment == part }) }
    }

    /// The fields that are also this part of the payment: one at most, of its kind.
    private mutating func payment(_ part: PaymentPart, _ fields: [TemplateField]) {
        for field in fields where field.kind != part.kind {
            refuse("anche_\(field.name)", "{{\(field.name)}} è del tipo «\(field.kind.label)» e non può essere anche \(part.label): "
                + "serve il tipo «\(part.kind.label)».")
        }
        for field in fields.dropFirst() {
            refuse("anche_\(field.name)", "{{\(fields[0].name)}} e {{\(field.name)}} non possono essere tutti e due \(part.label): "
                + "sceglierne uno.")
        }
    }

    /// Whether there are values with which the text has a length that App IO takes.
    private mutating func reach(_ text: TemplateText, _ field: FormField, _ limits: ClosedRange<Int>, _ fields: [TemplateField]) {
        let words = field == .subject ? "L’oggetto" : "Il contenuto"
        var least = text.literalLength, most = least
        for case .field(let name) in text.pieces {
            guard let lengths = fields.first(where: { $0.name == name })?.lengths else { continue }
            least += lengths.lowerBound
            most += lengths.upperBound
        }
        if most < limits.lowerBound {
            refuse(field, "\(words) ha al massimo \(most) caratteri, campi compresi: App IO ne richiede almeno \(limits.lowerBound).")
        } else if least > limits.upperBound {
            refuse(field, "\(words) ha almeno \(least.italian) caratteri, campi compresi: "
                + "App IO ne accetta al massimo \(limits.upperBound.italian).")
        }
    }

    @discardableResult
    private mutating func refuse<Value>(_ field: FormField, _ sentence: String) -> Value? {
        problems.append(TemplateProblem(field: field.rawValue, sentence: sentence))
        return nil
    }

    private mutating func refuse(_ field: FormField, _ sentence: String) { refuse(field.rawValue, sentence) }

    private mutating func refuse(_ field: String, _ sentence: String) {
        problems.append(TemplateProblem(field: field, sentence: sentence))
    }
}

extension TemplateText {
    /// Whether a field stands in the YAML at the beginning, where a value could not be escaped as Markdown is.
    fileprivate var hasFieldsInFrontMatter: Bool {
        guard source.hasPrefix("---\n") else { return false }
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let matter = lines.dropFirst().prefix { $0.trimmed() != "---" }
        return matter.contains { $0.firstRange(of: "{{") != nil }
    }
}
