import Text

/// A service as somebody typed it: on its page, in a line of a list or on the command line.
package struct ServiceForm: Sendable {
    /// The raw value is the name of the HTML field and of the list's column.
    package enum Field: String, Sendable, CaseIterable {
        case name = "nome"
        case ioServiceID = "id_servizio"
        case primaryKey = "chiave_primaria"
        case secondaryKey = "chiave_secondaria"
        case maximumAmount = "importo_massimo"
        case requiresSecureChannels = "riservato"
        case environment = "ambiente"
    }

    private var typed: [Field: String] = [:]
    /// What is wrong, in Italian sentences that hold no key.
    package var faults: [Field: String] = [:]

    package init(_ value: (Field) -> String? = { _ in nil }) {
        for field in Field.allCases { typed[field] = value(field) }
    }

    package init(_ service: ServiceDescription) {
        typed = [
            .name: service.name, .ioServiceID: service.ioServiceID, .environment: service.environment.label,
            .maximumAmount: service.maximumAmount.italian, .requiresSecureChannels: service.requiresSecureChannels ? "sì" : "",
        ]
    }

    package subscript(field: Field) -> String {
        get { typed[field] ?? "" }
        set { typed[field] = newValue }
    }

    /// What was typed, if all of it is right; else the faults say why not.
    package mutating func description() -> ServiceDescription? {
        let name = self[.name].trimmed(), ioServiceID = self[.ioServiceID].trimmed()
        faults[.name] = name.fault(asNameUpTo: 200)
        let isPlain = ioServiceID.utf8.allSatisfy(\.isVisible)
        if ioServiceID.isEmpty || ioServiceID.utf8.count > 64 || !isPlain {
            faults[.ioServiceID] =
                "L’ID del servizio è quello che si legge nell’area riservata di App IO: lettere e cifre, senza spazi."
        }
        let environment = Environment(label: self[.environment].trimmed().lowercased())
        if environment == nil { faults[.environment] = "Scegliere reale o prova." }
        let maximum = readMaximum(), isSecure = readYes(.requiresSecureChannels)
        guard [.name, .ioServiceID].allSatisfy({ faults[$0] == nil }), let environment, let maximum, let isSecure else { return nil }
        return ServiceDescription(name: name, ioServiceID: ioServiceID, environment: environment, maximumAmount: maximum,
                                  requiresSecureChannels: isSecure)
    }

    /// The keys that were typed, by slot, if they are right. There must be a primary one.
    package mutating func keys() -> [KeySlot: TypedKey]? {
        var keys: [KeySlot: TypedKey] = [:]
        for slot in KeySlot.allCases where slot == .primary || !self[slot.field].trimmed().isEmpty {
            switch TypedKey.read(self[slot.field]) {
            case .success(let key): keys[slot] = key
            case .failure(let fault): faults[slot.field] = fault.sentence
            }
        }
        if let primary = keys[.primary], keys[.secondary]?.bytes == primary.bytes {
            faults[.secondaryKey] = "È la stessa chiave primaria: App IO ne dà due diverse."
        }
        return KeySlot.allCases.allSatisfy { faults[$0.field] == nil } ? keys : nil
    }

    private mutating func readMaximum() -> Amount? {
        let text = self[.maximumAmount].trimmed()
        // 0 is a maximum, App IO's default, though it is no amount.
        if text.allSatisfy({ "0,.".contains($0) }) { return Amount(cents: 0) }
        do { return try Amount.parse(text) } catch {
            faults[.maximumAmount] = "L’importo massimo si scrive come 10.000,00, al massimo 99.999.999,99."
            return nil
        }
    }

    private mutating func readYes(_ field: Field) -> Bool? {
        switch self[field].trimmed().lowercased() {
        case "", "no", "0": return false
        case "sì", "si", "1": return true
        default:
            faults[field] = "Scrivere sì oppure no."
            return nil
        }
    }
}

extension KeySlot {
    /// Where it is typed.
    package var field: ServiceForm.Field { self == .primary ? .primaryKey : .secondaryKey }
}
