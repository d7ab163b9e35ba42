extension FormCheck {
    /// What a citizen would read as nobody wrote it: places that were to be filled in, garbled characters, marks that an oggetto shows raw.
    mutating func wording(of text: String, _ field: FormField) {
        let isSubject = field == .subject, words = isSubject ? "L’oggetto" : "Il contenuto", key = text.fingerprint
        let unfilled = UnfilledText.found(in: text)
        if !unfilled.isEmpty {
            warn(field, "da_compilare.\(key)", "\(words) ha parti da compilare: \(unfilled.named(hasLines: !isSubject)). Il cittadino le "
                + "leggerebbe così.")
        }
        let unreadable = UnreadableText.found(in: text)
        if !unreadable.isEmpty {
            warn(field, "rovinati.\(key)",
                "\(words) ha parole con caratteri rovinati: \(unreadable.named(hasLines: !isSubject, quoted: true)). "
                + "Il cittadino le vedrebbe così: riscriverle.")
        }
        guard isSubject else { return }
        let markup = SubjectMarkup.found(in: text)
        if !markup.isEmpty {
            let named = listed(markup.prefix(3).map { "«\($0)»" }) + (markup.count > 3 ? " e altro" : "")
            warn(field, "segni.\(key)",
                "L’oggetto mostra i segni come sono scritti: \(named). Toglierli: nell’oggetto non c’è formattazione.")
        }
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
