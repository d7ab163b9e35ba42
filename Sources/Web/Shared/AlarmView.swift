import Domain
import Store
import Template

/// A band on every page of the tenant: what stands still, since when, why, and who lets it go on.
struct AlarmView: View {
    var alarm: Alarm
    var mayAdminister: Bool
    /// Of the tenant, notifications that somebody has to see to.
    var hasToFollow = false

    /// How many a page shows; the others are counted.
    static let most = 3

    /// It is on purpose: nothing is wrong.
    private var isPause: Bool {
        switch alarm.cause {
        case .servicePaused, .tenantPaused, .quotaReached: true
        case .restored, .installationPaused, .readOnly, .serviceStopped, .appIO: false
        }
    }

    private var what: String {
        let service = "«\(alarm.service?.name ?? "")»"
        return switch alarm.cause {
        case .restored:
            "La base dati è stata ripristinata da una copia: nessuna notifica parte finché l’amministratore del sistema non ha "
                + "eseguito la verifica."
        case .installationPaused: "L’amministratore del sistema ha sospeso gli invii di tutti gli enti"
        case .readOnly: "L’ente è in sola lettura"
        case .quotaReached(.day): "Quota giornaliera raggiunta: i messaggi partono da domani."
        case .quotaReached(.minute): "Quota al minuto raggiunta: i messaggi partono man mano, un po’ ogni minuto."
        case .tenantPaused: "Gli invii dell’ente sono sospesi"
        case .servicePaused: "Gli invii del servizio \(service) sono sospesi"
        case .serviceStopped: "Il servizio \(service) è fermo"
        case .appIO(let cause): cause.meaning
        }
    }

    private var since: String {
        let (moment, name) = (alarm.since.italianInSentence, "«\(alarm.service?.name ?? "")»")
        return switch alarm.cause {
        case .restored: "Rilevato il \(moment)."
        case .tenantPaused(let person), .servicePaused(let person):
            "dal \(moment), \(person.map { "da \($0)" } ?? "dalla riga di comando")."
        case .quotaReached: "Raggiunta il \(moment)."
        case .installationPaused, .readOnly, .serviceStopped: "dal \(moment)."
        case .appIO: "\(alarm.since.italianSince): \(alarm.service == nil ? "le notifiche" : "le notifiche del servizio \(name)") "
            + "attendono e partono da sole appena risponde."
        }
    }

    private var why: String {
        switch alarm.cause {
        case .restored: ""
        case .readOnly(let reason): reason.asSentence + " Non si aggiungono notifiche; quelle in attesa partono alla ripresa."
        case .quotaReached: "La quota è decisa dall’amministratore del sistema."
        case .installationPaused, .tenantPaused, .servicePaused: "Le notifiche aggiunte vengono conservate e partono alla ripresa."
        case .appIO where hasToFollow: "Nessuna è perduta; quelle che chiedono una decisione stanno in Da seguire."
        case .appIO: "Nessuna è perduta; non occorre fare nulla."
        case .serviceStopped(let kind, let reason): kind.sentence(because: reason)
        }
    }

    /// Where an administrator of the tenant lets it go on; empty for what is not in their hands.
    private var place: String {
        switch alarm.cause {
        case .restored, .installationPaused, .readOnly, .quotaReached, .appIO: ""
        case .tenantPaused: "/impostazioni#invii"
        case .serviceStopped(.keys, _): alarm.service.map { "/servizi/\($0.id)#chiavi" } ?? ""
        case .servicePaused, .serviceStopped: alarm.service.map { "/servizi/\($0.id)#invii" } ?? ""
        }
    }

    /// Nobody resumes what another key, or App IO by itself, lets go on.
    private var isForKeys: Bool { if case .serviceStopped(.keys, _) = alarm.cause { true } else { false } }

    static let fields: Fields<Self> = [
        "isPause": .flag { $0.isPause },
        "what": .text { $0.what },
        "since": .text { $0.since },
        "why": .text { $0.why },
        "place": .text { $0.mayAdminister ? $0.place : "" },
        "way": .text { $0.isForKeys ? "Vai alle chiavi" : "Vai a riprendere gli invii" },
        "needsAdministrator": .flag { !$0.mayAdminister && !$0.place.isEmpty && !$0.isForKeys },
        "needsKey": .flag { !$0.mayAdminister && $0.isForKeys },
    ]
}

extension String {
    /// With the full stop that words from elsewhere may lack.
    var asSentence: String { hasSuffix(".") || isEmpty ? self : self + "." }
}
