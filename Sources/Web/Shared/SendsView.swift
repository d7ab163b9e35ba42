import Domain
import FastCGI
import Store
import Template

/// The section Invii of a service or of the whole tenant: whether they leave, how many are on their way, the maximum a day.
struct SendsView: View {
    var heading: String
    /// Where its forms go.
    var address: String
    /// Why they stand still or that they do not, in sentences.
    var situation: [String]
    /// What App IO said, which people need not read.
    var technical = ""
    var isHeld: Bool
    var traffic: Traffic
    /// Of a service.
    var ceiling: FieldView?

    init(of tenant: Tenant, traffic: Traffic, alarms: [Alarm]) {
        heading = "Invii dell’ente"
        address = "/impostazioni"
        isHeld = tenant.pausedAt != nil
        situation = [
            tenant.pausedAt.map { "Gli invii dell’ente sono sospesi dal \($0.italianInSentence)." }
                ?? "Gli invii dell’ente sono attivi.",
        ]
        // Its own brake is the sentence before.
        situation += alarms.filter { if case .tenantPaused = $0.cause { false } else { true } }.compactMap(\.above)
        self.traffic = traffic
    }

    init(of service: Service, traffic: Traffic, alarms: [Alarm]) {
        heading = "Invii"
        address = "/servizi/\(service.id)"
        isHeld = service.pausedAt != nil || service.stoppedAt != nil
        situation = []
        if service.stoppedAt != nil {
            let kind = service.stopKind ?? .keys
            let reason = service.stopReason ?? ""
            let isOfOurs = reason == StopKind.noKeyOpens
            situation.append(kind.sentence(because: reason) + (isOfOurs ? "" : " \(kind.remedy)"))
            technical = kind.wordsOfAppIO(in: reason)
        }
        if let paused = service.pausedAt { situation.append("Gli invii del servizio sono sospesi dal \(paused.italianInSentence).") }
        if !isHeld { situation.append("Gli invii del servizio sono attivi.") }
        situation += alarms.compactMap(\.above)
        self.traffic = traffic
        ceiling = FieldView(
            ceiling: "massimo_giornaliero", label: "Massimo di messaggi al giorno", typed: service.dailyCeiling,
            help: """
                Vuoto: nessun limite. Si contano i messaggi da quando c’è un massimo. Raggiunto il massimo, il servizio si ferma \
                finché un amministratore non riprende gli invii, per altrettanti messaggi.
                """)
    }

    /// The store counts up to 10,000.
    private static func count(_ number: Int) -> String { (number < 10_000 ? "" : "almeno ") + number.italian }

    static let fields: Fields<Self> = [
        "heading": .text { $0.heading },
        "address": .text { $0.address },
        "situation": .texts { $0.situation },
        "technical": .text { $0.technical },
        "isHeld": .flag { $0.isHeld },
        "inFlight": .text { count($0.traffic.inFlight) },
        "waiting": .text { count($0.traffic.waiting) },
        "ceiling": .view { $0.ceiling },
    ]
}

extension FieldView {
    /// The field of a maximum of messages a day.
    init(ceiling name: String, label: String, typed: Int?, help: String) {
        self.init(name: name, label: label, kind: .line(keyboard: "numeric"), help: help, value: typed.map(String.init) ?? "",
                  whenEmpty: "nessun limite")
    }

    /// The maximum that was typed into it; `nil`, with the fault noted, when it is none.
    mutating func readCeiling(_ form: Form) -> TypedCeiling? {
        value = form.text(name)
        let ceiling = TypedCeiling(value)
        if ceiling == nil { error = TypedCeiling.fault }
        return ceiling
    }
}
