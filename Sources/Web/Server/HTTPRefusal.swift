import Store

/// Why a request gets a page of its own instead of what it asked for.
enum HTTPRefusal: Error {
    case unknownHost, movedHost, suspended, readOnly, notFound, wrongMethod, forbidden, foreignOrigin, ledHere, expiredForm, tooLarge
    case tooManyExports, tooSlow, secondFactorSet, crowded, databaseAway, fault

    /// Whether the same request may go well in a while.
    var mayPass: Bool { [.tooSlow, .crowded, .databaseAway, .fault].contains(self) }

    /// Whether what was typed may be sent again once somebody has given back what is missing: a role, the ente's pages.
    var keepsForms: Bool { mayPass || [.forbidden, .suspended, .readOnly].contains(self) }

    var status: Int {
        switch self {
        case .unknownHost, .movedHost: 421
        case .suspended, .tooSlow, .crowded, .databaseAway: 503
        case .notFound: 404
        case .wrongMethod: 405
        case .readOnly, .forbidden, .foreignOrigin, .ledHere, .expiredForm: 403
        case .secondFactorSet: 409
        case .tooLarge: 413
        case .tooManyExports: 429
        case .fault: 500
        }
    }

    var title: String {
        switch self {
        case .unknownHost: "Indirizzo sconosciuto"
        case .movedHost: "Indirizzo cambiato"
        case .suspended: "Servizio sospeso"
        case .readOnly: "Ente in sola lettura"
        case .notFound: "Pagina non trovata"
        case .wrongMethod: "Operazione non prevista"
        case .forbidden: "Operazione non consentita"
        case .foreignOrigin: "Richiesta da un altro sito"
        case .ledHere: "Aprire la pagina?"
        case .expiredForm: "Pagina scaduta"
        case .secondFactorSet: "Secondo fattore già impostato"
        case .tooLarge: "Invio troppo grande"
        case .tooManyExports: "Troppe esportazioni"
        case .tooSlow: "Richiesta troppo lunga"
        case .crowded: "Troppe richieste"
        case .databaseAway: "Servizio momentaneamente non disponibile"
        case .fault: "Si è verificato un errore"
        }
    }

    var sentence: String {
        switch self {
        case .unknownHost: "A questo indirizzo non risponde nessun ente: controllare come è scritto."
        case .movedHost:
            "Queste pagine hanno ora un altro indirizzo e l’operazione non è stata eseguita: tornare indietro, copiare quanto scritto e "
                + "ricaricare la pagina, che porta all’indirizzo nuovo."
        case .suspended: Tenant.State.closed.refusal ?? ""
        case .readOnly: Tenant.State.readOnly.refusal ?? ""
        case .notFound: "La pagina richiesta non esiste, oppure non è di questo ente."
        case .wrongMethod: "La pagina esiste, ma non accetta questa operazione."
        case .forbidden: "Il ruolo assegnato non permette questa operazione: rivolgersi all’amministratore dell’ente."
        case .foreignOrigin: "La richiesta non è partita da una pagina di questo sito e non è stata eseguita."
        case .ledHere:
            "Un altro sito ha portato qui. Di chi apre questa pagina resta una riga nel Registro, e nessun altro sito può scriverla "
                + "al posto suo: perciò si apre da qui."
        case .expiredForm:
            "La pagina era aperta da troppo tempo e l’operazione non è stata eseguita: aprirla di nuovo e ripetere."
        case .secondFactorSet:
            "Il secondo fattore è stato impostato nel frattempo da un’altra pagina e questa impostazione non vale: entrare di nuovo."
        case .tooLarge:
            "Quanto inviato supera la dimensione ammessa e non è stato registrato: tornare indietro e accorciare il testo o il file."
        case .tooManyExports:
            "Ci sono già molte esportazioni in preparazione o conservate: attendere che siano pronte, o che passi un giorno, e ripetere."
        case .tooSlow: "La richiesta ha impegnato la base dati troppo a lungo ed è stata interrotta: cercare qualcosa di più preciso."
        case .crowded:
            "Sono arrivate troppe richieste insieme dallo stesso ente e questa non è stata eseguita: riprovare fra qualche secondo."
        case .databaseAway:
            "La base dati non risponde. Nessuna notifica registrata va persa. Riprovare fra qualche minuto."
        case .fault:
            "L’operazione non è riuscita. Se il problema si ripete, comunicare il codice della richiesta a chi gestisce il servizio."
        }
    }
}
