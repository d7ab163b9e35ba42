/// Whom people turn to about personal data and accessibility, as a tenant's public pages say it. What is empty is not said.
package struct TenantContacts: Sendable, Equatable {
    package enum Field: String, Sendable, CaseIterable {
        /// Il titolare del trattamento, with its seat.
        case controller
        case privacyMail
        /// Il responsabile della protezione dei dati.
        case officerMail
        /// Where the whole informativa is.
        case privacyPage
        /// Where the dichiarazione di accessibilità is.
        case accessibilityPage
        case accessibilityMail
    }

    private var values: [Field: String]

    package init(_ values: [Field: String] = [:]) { self.values = values }

    package subscript(field: Field) -> String {
        get { values[field] ?? "" }
        set { values[field] = newValue }
    }

    /// What is wrong with one of them and what to do, for the person who typed it; `nil`: nothing.
    package func fault(of field: Field) -> String? {
        let value = self[field]
        guard !value.isEmpty else { return nil }
        switch field {
        case .controller:
            if value.unicodeScalars.count > 300 { return "Al massimo 300 caratteri." }
            return value.isOneLine ? nil : "Scriverlo su una sola riga, senza caratteri di controllo."
        case .privacyMail, .officerMail, .accessibilityMail:
            let isAddress = value.utf8.count <= 254 && PersonalData.isMailAddress(value[...])
            return isAddress ? nil : "Non è un indirizzo e-mail: scriverlo come ufficio@comune.example.it."
        case .privacyPage, .accessibilityPage:
            if value.utf8.count > 500 { return "Al massimo 500 caratteri." }
            return TypedButton.isPage(value) ? nil : "Scrivere l’indirizzo per intero, come https://www.comune.example.it/pagina."
        }
    }
}
