import Domain
import FastCGI
import Template

/// A section of Impostazioni that is fields of text and a button.
struct SettingsFormView: View {
    var id: String
    var heading: String
    var introduction = ""
    var address = "/impostazioni"
    /// The button: its `azione` and its label.
    var action: String
    var button: String
    var fields: [TextFieldView]
    /// What is asked before it is done; it comes back with the answer.
    var question = ""
    var answer = ""

    static let fields: Fields<Self> = [
        "id": .text { $0.id },
        "heading": .text { $0.heading },
        "introduction": .text { $0.introduction },
        "address": .text { $0.address },
        "action": .text { $0.action },
        "button": .text { $0.button },
        "fields": .list { $0.fields },
        "question": .text { $0.question },
        "answer": .text { $0.answer },
        "isRefused": .flag { !$0.fields.allSatisfy(\.error.isEmpty) },
    ]
}

/// A field of one line: what stands in it and what is wrong with that.
struct TextFieldView: View {
    var name: String
    var label: String
    /// What a telephone's keyboard is for: email, url, numeric; empty: any text. The browser itself checks nothing.
    var keyboard = ""
    var help = ""
    var value = ""
    var error = ""

    /// The ids of what a screen reader says with it.
    private var description: String {
        [help.isEmpty ? nil : "\(name)-aiuto", error.isEmpty ? nil : "\(name)-errore"].compactMap { $0 }.joined(separator: " ")
    }

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "label": .text { $0.label },
        "keyboard": .text { $0.keyboard },
        "help": .text { $0.help },
        "description": .text { $0.description },
        "value": .text { $0.value },
        "error": .text { $0.error },
    ]
}

extension TextFieldView {
    /// For one of the contacts on the public pages.
    init(_ field: TenantContacts.Field, _ contacts: TenantContacts) {
        switch field {
        case .controller:
            self.init(name: "titolare", label: "Titolare del trattamento",
                      help: "Denominazione e sede, come Comune di Esempio, piazza Roma 1, 00100 Esempio.")
        case .privacyMail: self.init(name: "privacy_mail", label: "Posta o PEC a cui scrivere sui dati personali", keyboard: "email")
        case .officerMail:
            self.init(name: "rpd_mail", label: "Posta del responsabile della protezione dei dati (RPD)", keyboard: "email")
        case .privacyPage:
            self.init(name: "privacy_pagina", label: "Indirizzo dell’informativa completa", keyboard: "url",
                      help: "La pagina del sito dell’ente, come https://www.comune.example.it/privacy.")
        case .accessibilityPage:
            self.init(name: "accessibilita_pagina", label: "Indirizzo della dichiarazione di accessibilità", keyboard: "url",
                      help: "Si compila e si rinnova entro il 23 settembre di ogni anno su form.agid.gov.it, che ne dà l’indirizzo.")
        case .accessibilityMail:
            self.init(name: "accessibilita_mail", label: "Posta a cui segnalare ciò che non è accessibile", keyboard: "email")
        }
        value = contacts[field]
    }
}

extension TenantContacts.Field {
    static let ofPrivacy: [Self] = [.controller, .privacyMail, .officerMail, .privacyPage]
    static let ofAccessibility: [Self] = [.accessibilityPage, .accessibilityMail]
}
