import Domain
import FastCGI
import Store
import Template

/// A service as the list and its page show it.
struct ServiceView: View {
    var service: Service

    private var status: String {
        if service.isDisabled { return "Disattivato" }
        if service.stoppedAt != nil { return (service.stopKind ?? .keys).label }
        if service.pausedAt != nil { return "Sospeso" }
        if service.keys.isEmpty { return service.candidates.isEmpty ? "Senza chiave" : "In attesa della chiave" }
        return "Attivo"
    }

    private var tone: String {
        if service.isDisabled { return "secondary" }
        if service.stoppedAt != nil { return "danger" }
        if service.pausedAt != nil { return "warning" }
        if !service.keys.isEmpty { return "success" }
        return service.candidates.values.contains { $0.answer != .refused } ? "secondary" : "danger"
    }

    static let fields: Fields<Self> = [
        "id": .text { $0.service.id.description },
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
    /// How many were added from a list a moment ago.
    var imported: Int?

    private var importedSentence: String {
        switch imported {
        case nil: ""
        case 1: "È stato importato un servizio: è utilizzabile appena App IO accetta una sua chiave."
        case let count?: "Sono stati importati \(count.italian) servizi: ciascuno è utilizzabile appena App IO accetta una sua chiave."
        }
    }

    static let fields: Fields<Self> = [
        "services": .list { $0.services },
        "imported": .text { $0.importedSentence },
        "isEmpty": .flag { $0.services.isEmpty },
    ]
}

/// The page of one service.
struct ServicePageView: View {
    var service: Service
    var form: ServiceFormView
    var sends: SendsView
    var message = ""
    /// The message says that App IO does not take a key.
    var isRefusal = false
    /// App IO's own words.
    var detail = ""
    /// The answer to a key's test has not come yet.
    var isWaiting = false
    var keyError = ""

    init(_ service: Service, traffic: Traffic, alarms: [Alarm]) {
        self.service = service
        form = ServiceFormView(ServiceForm(service.description))
        sends = SendsView(of: service, traffic: traffic, alarms: alarms)
    }

    mutating func note(_ answer: AskAnswer?, _ detail: String?) {
        isRefusal = answer == .refused
        self.detail = detail ?? ""
    }

    static let fields: Fields<Self> = [
        "service": .view { ServiceView(service: $0.service) },
        "form": .view { $0.form },
        "sends": .view { $0.sends },
        "message": .text { $0.message },
        "isRefusal": .flag { $0.isRefusal },
        "messageDetail": .text { $0.detail },
        "isWaiting": .flag { $0.isWaiting },
        "keyError": .text { $0.keyError },
    ]
}
