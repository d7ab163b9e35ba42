import Text

/// What a message template says: oggetto and contenuto with fields in them. Checked when it was written.
package struct MessageTemplate: Sendable, Equatable {
    package let subject: TemplateText
    package let content: TemplateText
    /// In the order of the text, the oggetto's first.
    package var fields: [TemplateField]
    /// Whether nothing is sent with it that cannot be paid.
    package var requiresPayment: Bool

    package static let mostFields = 20
    /// Places where a field stands, all of them together.
    static let mostPlaces = 60
    /// Of the texts with the braces in them, in UTF-16 units: what the table holds.
    static let longestSubject = 400
    static let longestContent = 12_000

    /// A template that was accepted before.
    package init(stored subject: String, content: String, fields: [TemplateField], requiresPayment: Bool = false) {
        self.init(subject: TemplateText(stored: subject), content: TemplateText(stored: content), fields: fields,
                  requiresPayment: requiresPayment)
    }

    private init(subject: TemplateText, content: TemplateText, fields: [TemplateField], requiresPayment: Bool) {
        (self.subject, self.content, self.fields, self.requiresPayment) = (subject, content, fields, requiresPayment)
    }

    /// Reads what an administrator typed.
    ///
    /// - Parameter describe: what the administrator says of a field that the texts name; `nil`: nothing, it is guessed. Of two fields
    ///   that could be the same part of the payment the first is guessed to be it.
    /// - Returns: the template, unless a text cannot be read; and everything that keeps it from being saved.
    package static func read(
        subject typedSubject: String, content typedContent: String, requiresPayment: Bool = false, describe: (String) -> TemplateField?
    ) -> (template: MessageTemplate?, problems: [TemplateProblem]) {
        var check = TemplateCheck()
        let subject = check.text(typedSubject.trimmed(), .subject), content = check.text(typedContent, .content)
        guard let subject, let content else { return (nil, check.problems) }
        var names = subject.fieldNames
        for name in content.fieldNames where !names.contains(name) { names.append(name) }
        let described = names.map(describe)
        var taken = Set(described.compactMap { $0?.payment })
        let fields = zip(names, described).map { name, described in
            if let described { return described }
            var field = TemplateField(guessing: name)
            if let part = field.payment, !taken.insert(part).inserted { field.payment = nil }
            return field
        }
        let template = MessageTemplate(subject: subject, content: content, fields: fields, requiresPayment: requiresPayment)
        check.whole(template)
        return (template, check.problems)
    }

    // MARK: - Filling in

    /// What a template gives with values in its fields.
    package struct Filled: Sendable, Equatable {
        package var subject: String
        package var markdown: String
        /// What is wrong with the values. Their place is held by what was typed, or by the field's label.
        package var problems: [TemplateProblem]
    }

    /// Puts values into the fields, each checked by its kind.
    ///
    /// - Parameter typed: by the fields' names; what no field asks for is ignored.
    package func filled(with typed: [String: String]) -> Filled {
        var values: [String: String] = [:], problems: [TemplateProblem] = []
        for field in fields {
            let typed = typed[field.name] ?? ""
            do { values[field.name] = try field.read(typed) } catch {
                problems.append(error)
                let shown = typed.trimmed().isEmpty ? "[\(field.label)]" : typed.withLineFeeds
                // What is much too long would be written as often as the field stands in the text.
                values[field.name] = String(shown.prefix(TemplateField.longestLongText))
            }
        }
        return Filled(subject: subject.plain(values), markdown: content.markdown(values), problems: problems)
    }

    /// What the administrator sees while writing it: the text with values such as an operator could type.
    package var example: Filled {
        var values: [String: String] = [:]
        for field in fields {
            values[field.name] = switch field.kind {
            case .text where field.payment == .noticeNumber: "301000000000000144"
            case .text, .longText: "[\(field.label)]"
            case .date: "15/07/2027"
            case .amount: "1.234,56"
            case .number: "12"
            }
        }
        return filled(with: values)
    }
}
