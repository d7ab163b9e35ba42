/// What a citizen would read as nobody wrote it: places that were to be filled in, garbled characters, marks that an oggetto shows raw.
enum Wording {
    /// - Returns: of each kind of remark its key and its sentence.
    static func remarks(on text: String, in field: FormField) -> [(key: String, sentence: String)] {
        let read = field == .subject ? text : EntityText(text).read
        let unfilled = UnfilledText.found(in: read), words = field == .subject ? "L’oggetto" : "Il contenuto"
        let filling = unfilled.isEmpty ? [] : [
            ("da_compilare", "\(words) ha parti da compilare: \(unfilled.named(hasLines: field != .subject)). "
                + "Il cittadino le leggerebbe così."),
        ]
        return filling + faults(of: text, in: field)
    }

    /// Those that are faults of a template too.
    static func faults(of text: String, in field: FormField) -> [(key: String, sentence: String)] {
        let isSubject = field == .subject, words = isSubject ? "L’oggetto" : "Il contenuto"
        var faults: [(String, String)] = []
        let entities = isSubject ? nil : EntityText(text)
        let unreadable = UnreadableText.found(in: entities?.read ?? text)
        if !unreadable.isEmpty {
            let named = unreadable.named(hasLines: !isSubject, quoted: true)
            faults.append(("rovinati", "\(words) ha parole con caratteri rovinati: \(named). "
                + "Il cittadino le vedrebbe così: riscriverle."))
        }
        if let hidden = entities?.hidden, !hidden.isEmpty {
            faults.append(("codici", "\(words) ha codici di caratteri che non si vedono, che girano il testo o che non esistono: "
                + "\(hidden.named(hasLines: true, quoted: true)). Toglierli: cambiano ciò che il cittadino legge."))
        }
        let markup = isSubject ? SubjectMarkup.found(in: text) : []
        if !markup.isEmpty {
            let named = listed(markup.prefix(3).map { "«\($0)»" }) + (markup.count > 3 ? " e altro" : "")
            faults.append(("segni", "L’oggetto mostra i segni come sono scritti: \(named). Toglierli: nell’oggetto non c’è formattazione."))
        }
        return faults
    }
}

extension FormCheck {
    mutating func wording(of text: String, _ field: FormField) {
        for (key, sentence) in Wording.remarks(on: text, in: field) { warn(field, "\(key).\(text.fingerprint)", sentence) }
    }

    /// The texts of the buttons, which are shown as they stand.
    mutating func wording(ofButtons buttons: [TypedButton]) {
        for (number, (button, fields)) in zip(1..., zip(buttons, FormField.buttons)) {
            for (typed, field, words) in [(button.text, fields.text, "Il testo"), (button.address, fields.address, "L’indirizzo")] {
                let found = UnfilledText.found(in: typed)
                if found.isEmpty { continue }
                warn(field, "da_compilare.\(typed.fingerprint)", "\(words) del pulsante \(number) ha parti da compilare: "
                    + "\(found.named(hasLines: false)).")
            }
        }
    }
}
