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
        return service.keys.isEmpty ? "Senza chiave" : "Attivo"
    }

    private var tone: String {
        if service.isDisabled { return "secondary" }
        if service.stoppedAt != nil { return "danger" }
        if service.pausedAt != nil { return "warning" }
        return service.keys.isEmpty ? "danger" : "success"
    }

    static let fields: Fields<Self> = [
        "id": .text { $0.service.id.description },
        "name": .text { $0.service.name },
        "ioServiceID": .text { $0.service.ioServiceID },
        "isTrial": .flag { $0.service.environment == .trial },
        "maximum": .text { $0.service.maximumAmount.italian },
        "takesNoPayment": .flag { $0.service.maximumAmount.cents == 0 },
        "isDisabled": .flag { $0.service.isDisabled },
        "status": .text { $0.status },
        "tone": .text { $0.tone },
        "keys": .list { view in KeySlot.allCases.map { KeyView(slot: $0, mark: view.service.keys[$0]) } },
    ]
}

/// What may be seen of one of a service's two keys.
struct KeyView: View {
    var slot: KeySlot
    var mark: Service.KeyMark?

    static let fields: Fields<Self> = [
        "slot": .text { $0.slot.rawValue },
        "label": .text { $0.slot.label },
        "isSet": .flag { $0.mark != nil },
        "last4": .text { $0.mark?.last4 ?? "" },
        "setAt": .text { $0.mark.map { RomeTime($0.setAt).italianDate } ?? "" },
        "setBy": .text { $0.mark.map { $0.setBy ?? "riga di comando" } ?? "" },
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
    var message = ""
    /// The answer to a key's test has not come yet.
    var isWaiting = false
    var keyError = ""

    init(_ service: Service, traffic: Traffic, alarms: [Alarm]) {
        self.service = service
        form = ServiceFormView(service)
        sends = SendsView(of: service, traffic: traffic, alarms: alarms)
    }

    static let fields: Fields<Self> = [
        "service": .view { ServiceView(service: $0.service) },
        "form": .view { $0.form },
        "sends": .view { $0.sends },
        "message": .text { $0.message },
        "isWaiting": .flag { $0.isWaiting },
        "keyError": .text { $0.keyError },
    ]
}

/// What an administrator types about a service.
struct ServiceFormView: View {
    var name = ""
    var ioServiceID = ""
    var environment = Environment.trial.label
    var maximum = ""
    var nameError = ""
    var ioServiceIDError = ""
    var environmentError = ""
    var maximumError = ""
    var primaryError = ""
    var secondaryError = ""

    private var hasErrors: Bool {
        ![nameError, ioServiceIDError, environmentError, maximumError, primaryError, secondaryError].allSatisfy(\.isEmpty)
    }

    init() {}

    init(_ form: Form) {
        name = (form["nome"] ?? "").trimmedSpaces
        ioServiceID = (form["id_servizio"] ?? "").trimmedSpaces
        environment = form["ambiente"] ?? ""
        maximum = form["importo_massimo"] ?? ""
    }

    init(_ service: Service) {
        name = service.name
        ioServiceID = service.ioServiceID
        environment = service.environment.label
        maximum = service.maximumAmount.italian
    }

    /// What was typed, if all of it is right; else the sentences are set.
    mutating func description() -> ServiceDescription? {
        if name.isEmpty || name.count > 200 { nameError = "Il nome ha da 1 a 200 caratteri." }
        let isPlain = ioServiceID.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        if ioServiceID.isEmpty || ioServiceID.utf8.count > 64 || !isPlain {
            ioServiceIDError = "L’ID del servizio è quello che App IO mostra nella scheda del servizio: lettere e cifre, senza spazi."
        }
        let environment = Environment(label: environment)
        if environment == nil { environmentError = "Scegliere reale o prova." }
        let amount = readMaximum()
        guard nameError.isEmpty, ioServiceIDError.isEmpty, let environment, let amount else { return nil }
        return ServiceDescription(name: name, ioServiceID: ioServiceID, environment: environment, maximumAmount: amount)
    }

    private mutating func readMaximum() -> Amount? {
        let text = maximum.trimmedSpaces
        // 0 is a maximum, App IO's default, though it is no amount.
        if text.isEmpty || text.allSatisfy({ "0,.".contains($0) }) { return Amount(cents: 0) }
        do { return try Amount.parse(text) } catch {
            maximumError = "L’importo massimo si scrive come 10.000,00, al massimo 99.999.999,99."
            return nil
        }
    }

    /// The keys that were typed, by slot, if they are right.
    mutating func readKeys(_ form: Form) -> [KeySlot: TypedKey]? {
        var keys: [KeySlot: TypedKey] = [:]
        for (slot, name) in [(KeySlot.primary, "chiave_primaria"), (.secondary, "chiave_secondaria")] {
            let typed = form[name] ?? ""
            if typed.isEmpty, slot == .secondary { continue }
            switch TypedKey.read(typed) {
            case .success(let key): keys[slot] = key
            case .failure(let fault): if slot == .primary { primaryError = fault.sentence } else { secondaryError = fault.sentence }
            }
        }
        return primaryError.isEmpty && secondaryError.isEmpty ? keys : nil
    }

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "ioServiceID": .text { $0.ioServiceID },
        "hasErrors": .flag { $0.hasErrors },
        "isLive": .flag { $0.environment == Environment.live.label },
        "maximum": .text { $0.maximum },
        "nameError": .text { $0.nameError },
        "ioServiceIDError": .text { $0.ioServiceIDError },
        "environmentError": .text { $0.environmentError },
        "maximumError": .text { $0.maximumError },
        "primaryError": .text { $0.primaryError },
        "secondaryError": .text { $0.secondaryError },
    ]
}
