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

    /// Keys were typed: they are not sent back.
    private var hasKeys: Bool { KeySlot.allCases.contains { !form[$0.field].isEmpty } }

    static let fields: Fields<Self> = [
        "name": .text { $0.form[.name] },
        "ioServiceID": .text { $0.form[.ioServiceID] },
        "maximum": .text { $0.form[.maximumAmount] },
        "isSecure": .flag { !$0.form[.requiresSecureChannels].isEmpty },
        "isLive": .flag { $0.form[.environment] == Environment.live.label },
        "hasErrors": .flag { !$0.form.faults.isEmpty },
        "hasKeys": .flag { $0.hasKeys },
        "nameError": .text { $0.form.faults[.name] ?? "" },
        "ioServiceIDError": .text { $0.form.faults[.ioServiceID] ?? "" },
        "environmentError": .text { $0.form.faults[.environment] ?? "" },
        "maximumError": .text { $0.form.faults[.maximumAmount] ?? "" },
        "primaryError": .text { $0.form.faults[.primaryKey] ?? "" },
        "secondaryError": .text { $0.form.faults[.secondaryKey] ?? "" },
    ]
}
