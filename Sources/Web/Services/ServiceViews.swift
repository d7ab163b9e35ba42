import Domain
import Store
import Template

/// A service as the list and its page show it.
struct ServiceView: View {
    var service: Service

    private var status: String {
        if service.isDisabled { return "Disattivato" }
        if service.stoppedAt != nil { return (service.stopKind ?? .keys).label }
        if service.pausedAt != nil { return "Sospeso" }
        if service.keys.isEmpty {
            if service.candidates.isEmpty { return "Senza chiave" }
            return isRefused ? "Chiave rifiutata" : "In attesa della chiave"
        }
        return "Attivo"
    }

    /// App IO takes none of the keys that were typed, or there is none.
    private var isRefused: Bool { service.candidates.values.allSatisfy { $0.answer == .refused } }

    private var tone: String {
        if service.isDisabled { return "secondary" }
        if service.stoppedAt != nil { return "danger" }
        if service.pausedAt != nil { return "warning" }
        if !service.keys.isEmpty { return "success" }
        return isRefused ? "danger" : "secondary"
    }

    static let fields: Fields<Self> = [
        "id": .shown { $0.service.id },
        "name": .text { $0.service.name },
        "ioServiceID": .text { $0.service.ioServiceID },
        "isTrial": .flag { $0.service.environment == .trial },
        "maximum": .text { $0.service.maximumAmount.italian },
        "isSecure": .flag { $0.service.requiresSecureChannels },
        "hasRefusedKey": .flag { $0.service.stoppedAt == nil && $0.service.keys.values.contains { $0.refusedAt != nil } },
        "takesNoPayment": .flag { $0.service.maximumAmount.cents == 0 },
        "isDisabled": .flag { $0.service.isDisabled },
        "status": .text { $0.status },
        "tone": .text { $0.tone },
        "keys": .list { view in KeySlot.allCases.map { KeyView(service: view.service, slot: $0) } },
    ]
}

struct ServiceListView: View {
    var services: [ServiceView]

    static let fields: Fields<Self> = [
        "services": .list { $0.services },
        "isEmpty": .flag { $0.services.isEmpty },
    ]
}

/// The page of one service.
struct ServicePageView: View {
    var service: Service
    var form: ServiceFormView
    var sends: SendsView
    /// Of a key that was tried a moment ago.
    var outcome: KeyOutcomeView?
    /// The key that is typed in place of another, and that other.
    var slot: FieldView
    var key = FieldView(
        name: "chiave", label: "Chiave nuova", kind: .password(autocomplete: "off"), isRequired: true, isCode: true, marksRequired: false)

    init(_ service: Service, traffic: Traffic, alarms: [Alarm]) {
        self.service = service
        form = ServiceFormView(ServiceForm(service.description))
        sends = SendsView(of: service, traffic: traffic, alarms: alarms)
        let toReplace = KeySlot.allCases.first { KeyView(service: service, slot: $0).isToReplace } ?? .primary
        slot = FieldView(
            name: "quale", label: "Chiave da sostituire",
            kind: .choice(KeySlot.allCases.map { OptionView(value: $0.rawValue, label: $0.label) }), value: toReplace.rawValue)
    }

    /// In the order of the page.
    var faults: [Fault] { [sends.ceiling?.fault, key.fault].compactMap { $0 } + form.faults }

    static let fields: Fields<Self> = [
        "service": .view { ServiceView(service: $0.service) },
        "form": .view { $0.form },
        "sends": .view { $0.sends },
        "keyOutcome": .view { $0.outcome },
        "keyInputs": .list { [$0.slot, $0.key] },
        "isKeyRefused": .flag { !$0.key.error.isEmpty },
    ]
}
