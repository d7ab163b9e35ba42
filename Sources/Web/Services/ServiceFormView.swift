import Domain
import FastCGI
import Store
import Template

/// The fields of a service and what is wrong with them.
struct ServiceFormView: View {
    var form: ServiceForm

    init(_ form: ServiceForm) { self.form = form }

    init(_ fields: Form) { form = ServiceForm { fields[$0.rawValue] } }

    /// A new one is of prova until somebody says otherwise.
    init() {
        form = ServiceForm()
        form[.environment] = Environment.trial.label
    }

    /// Another service of the tenant has its name or its id.
    ///
    /// - Returns: false when the error is another one.
    mutating func noteTaken(_ error: any Error) -> Bool {
        if StoreFault.isNameTaken(error) { form.faults[.name] = "C’è già un servizio con questo nome." }
        if StoreFault.isServiceTaken(error) { form.faults[.ioServiceID] = "C’è già un servizio con questo ID nello stesso ambiente." }
        return !form.faults.isEmpty
    }

    /// Why a new one was not added. Keys that were typed are not sent back.
    var refusal: String {
        let hasKeys = KeySlot.allCases.contains { !form[$0.field].isEmpty }
        return "Il servizio non è stato aggiunto: correggere quanto indicato." + (hasKeys ? " Le chiavi vanno inserite di nuovo." : "")
    }

    private var inputs: [FieldView] {
        [input(.name, "Nome", isRequired: true, maximumLength: 200),
         input(.ioServiceID, "ID servizio su App IO", isRequired: true, isCode: true, maximumLength: 64),
         input(.maximumAmount, "Importo massimo", .line(keyboard: "decimal"), help: """
            In euro, come nell’area riservata di App IO, dove all’inizio è 0: con 0 App IO rifiuta ogni pagamento.
            """, example: "0,00"),
         input(.requiresSecureChannels, "Messaggi riservati", .tick,
               help: "Nessuna copia per e-mail, e l’oggetto non compare sullo schermo bloccato.")]
    }

    private var keyInputs: [FieldView] {
        [input(.primaryKey, "Chiave primaria", .password(autocomplete: "off"), isRequired: true, isCode: true),
         input(.secondaryKey, "Chiave secondaria", .password(autocomplete: "off"), help: """
            Le chiavi vengono cifrate: poi se ne vedono solo gli ultimi quattro caratteri. Ciascuna è in uso appena App IO l’ha \
            accettata.
            """, isCode: true)]
    }

    private func input(
        _ field: ServiceForm.Field, _ label: String, _ kind: FieldView.Kind = .line(), help: String = "", isRequired: Bool = false,
        isCode: Bool = false, example: String = "", maximumLength: Int = 0
    ) -> FieldView {
        FieldView(name: field.rawValue, label: label, kind: kind, help: help, isRequired: isRequired, isCode: isCode, example: example,
                  maximumLength: maximumLength, value: form[field], error: form.faults[field] ?? "")
    }

    /// In the order of the page.
    var faults: [Fault] {
        let environment = form.faults[.environment].map { Fault(field: "ambiente-prova", sentence: $0) }
        return inputs.compactMap(\.fault) + [environment].compactMap { $0 } + keyInputs.compactMap(\.fault)
    }

    static let fields: Fields<Self> = [
        "inputs": .list { $0.inputs },
        "keyInputs": .list { $0.keyInputs },
        "isLive": .flag { $0.form[.environment] == Environment.live.label },
        "environmentError": .text { $0.form.faults[.environment] ?? "" },
    ]
}
