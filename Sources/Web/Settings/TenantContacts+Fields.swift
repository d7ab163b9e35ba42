import Domain

extension FieldView {
    /// For one of the contacts on the public pages.
    init(_ field: TenantContacts.Field, _ contacts: TenantContacts) {
        let name = field.inputName
        switch field {
        case .controller:
            self.init(name: name, label: "Titolare del trattamento",
                      help: "Denominazione e sede, come Comune di Esempio, piazza Roma 1, 00100 Esempio.")
        case .privacyMail: self.init(name: name, label: "E-mail o PEC a cui scrivere sui dati personali", kind: .line(keyboard: "email"))
        case .officerMail:
            self.init(name: name, label: "E-mail del responsabile della protezione dei dati (RPD)", kind: .line(keyboard: "email"))
        case .privacyPage:
            self.init(name: name, label: "Indirizzo dell’informativa completa", kind: .line(keyboard: "url"),
                      help: "La pagina del sito dell’ente, come https://www.comune.example.it/privacy.")
        case .accessibilityPage:
            self.init(name: name, label: "Indirizzo della dichiarazione di accessibilità", kind: .line(keyboard: "url"),
                      help: "Si compila e si rinnova entro il 23 settembre di ogni anno su form.agid.gov.it, che ne dà l’indirizzo.")
        case .accessibilityMail:
            self.init(name: name, label: "E-mail a cui segnalare ciò che non è accessibile", kind: .line(keyboard: "email"))
        }
        value = contacts[field]
    }
}

extension TenantContacts.Field {
    static let ofPrivacy: [Self] = [.controller, .privacyMail, .officerMail, .privacyPage]
    static let ofAccessibility: [Self] = [.accessibilityPage, .accessibilityMail]

    /// The field of the form that it is typed in.
    var inputName: String {
        switch self {
        case .controller: "titolare"
        case .privacyMail: "privacy_mail"
        case .officerMail: "rpd_mail"
        case .privacyPage: "privacy_pagina"
        case .accessibilityPage: "accessibilita_pagina"
        case .accessibilityMail: "accessibilita_mail"
        }
    }
}
