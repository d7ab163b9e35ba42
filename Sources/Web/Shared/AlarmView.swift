import Domain
import Store
import Template

/// A band on every page of the tenant: what stands still, since when, why, and who lets it go on.
struct AlarmView: View {
    var alarm: Alarm
    var mayAdminister: Bool

    /// How many a page shows; the others are counted.
    static let most = 3

    /// It is on purpose: nothing is wrong.
    private var isPause: Bool {
        switch alarm.cause {
        case .servicePaused, .quotaReached: true
        case .restored, .installationPaused, .readOnly, .tenantPaused, .serviceStopped: false
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
        }
    }

    private var since: String {
        let time = RomeTime(alarm.since)
        let moment = "\(time.italianDate) alle \(time.italianTime)"
        return switch alarm.cause {
        case .restored: "Rilevato il \(moment)."
        case .tenantPaused(let person), .servicePaused(let person):
            "dal \(moment), \(person.map { "da \($0)" } ?? "dalla riga di comando")."
        case .quotaReached: "Raggiunta il \(moment)."
        case .installationPaused, .readOnly, .serviceStopped: "dal \(moment)."
        }
    }

    private var why: String {
        switch alarm.cause {
        case .restored: ""
        case .readOnly(let reason): reason.asSentence + " Non si aggiungono notifiche; quelle in attesa partono alla ripresa."
        case .quotaReached: "La quota è decisa dall’amministratore del sistema."
        case .installationPaused, .tenantPaused, .servicePaused: "Le notifiche aggiunte vengono conservate e partono alla ripresa."
        case .serviceStopped(let kind, let reason): kind.meaning + (reason.isEmpty ? "" : " \(reason.asSentence)")
        }
    }

    /// Where an administrator of the tenant lets it go on; empty for what is not in their hands.
    private var place: String {
        switch alarm.cause {
        case .restored, .installationPaused, .readOnly, .quotaReached: ""
        case .tenantPaused: "/impostazioni#invii"
        case .servicePaused, .serviceStopped: alarm.service.map { "/servizi/\($0.id)#invii" } ?? ""
        }
    }

    static let fields: Fields<Self> = [
        "isPause": .flag { $0.isPause },
        "what": .text { $0.what },
        "since": .text { $0.since },
        "why": .text { $0.why },
        "place": .text { $0.mayAdminister ? $0.place : "" },
        "needsAdministrator": .flag { !$0.mayAdminister && !$0.place.isEmpty },
    ]
}

extension Alarm {
    /// What holds all services of a tenant.
    var above: String? {
        switch cause {
        case .restored: "Nulla parte finché l’amministratore del sistema non ha verificato il ripristino della base dati."
        case .installationPaused: "L’amministratore del sistema ha sospeso gli invii di tutti gli enti."
        case .readOnly: "L’ente è in sola lettura per decisione dell’amministratore del sistema."
        case .quotaReached(.day): "La quota giornaliera dell’ente è raggiunta: i messaggi partono da domani."
        case .quotaReached(.minute): "La quota al minuto dell’ente è raggiunta: i messaggi partono man mano."
        case .tenantPaused: "Sono sospesi gli invii di tutto l’ente."
        case .servicePaused, .serviceStopped: nil
        }
    }

    /// The same as `wait` in few words, for a list.
    var obstacle: String {
        switch cause {
        case .restored: "la base dati è stata ripristinata e va verificata"
        case .installationPaused: "gli invii di tutti gli enti sono sospesi"
        case .readOnly: "l’ente è in sola lettura"
        case .quotaReached(.day): "la quota giornaliera è raggiunta"
        case .quotaReached(.minute): "la quota al minuto è raggiunta"
        case .tenantPaused: "gli invii dell’ente sono sospesi"
        case .servicePaused: "gli invii del servizio sono sospesi"
        case .serviceStopped(.keys, _): "App IO rifiuta le chiavi del servizio"
        case .serviceStopped(let kind, _): "il servizio è fermo (\(kind.word))"
        }
    }

    /// What it means to a notification that waits.
    var wait: String {
        switch cause {
        case .restored:
            "La base dati è stata ripristinata da una copia: la notifica attende la verifica dell’amministratore del sistema."
        case .installationPaused:
            "Gli invii di tutti gli enti sono sospesi: la notifica parte quando l’amministratore del sistema li riprende."
        case .readOnly: "L’ente è in sola lettura: la notifica parte quando l’amministratore del sistema lo fa riprendere."
        case .quotaReached(.day): "La quota giornaliera dell’ente è raggiunta: la notifica parte da domani."
        case .quotaReached(.minute): "La quota al minuto dell’ente è raggiunta: la notifica parte fra poco."
        case .tenantPaused: "Gli invii dell’ente sono sospesi: la notifica parte quando un amministratore li riprende."
        case .servicePaused: "Gli invii del servizio sono sospesi: la notifica parte quando un amministratore li riprende."
        case .serviceStopped(.keys, _): "App IO rifiuta le chiavi del servizio: la notifica parte quando un amministratore le sostituisce."
        case .serviceStopped(let kind, _): "\(kind.meaning) La notifica parte quando un amministratore riprende gli invii del servizio."
        }
    }
}
