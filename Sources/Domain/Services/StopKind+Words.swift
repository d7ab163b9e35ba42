extension StopKind {
    /// The reason of a stop for `keys` that only another key ends.
    package static let noKeyOpens = "Nessuna chiave di questo servizio si può aprire: inserirla di nuovo."

    /// What people are told of a stop for this reason: that App IO's words are in English is for those who look at details.
    package func sentence(because reason: String) -> String {
        switch self {
        case .keys where reason == Self.noKeyOpens: "Le sue notifiche attendono. \(reason)"
        case .keys:
            "App IO rifiuta le chiavi del servizio: le sue notifiche attendono, e partono da sole quando le accetta o vengono sostituite."
        case .refusals: meaning
        case .ceiling: reason.isEmpty ? meaning : "\(meaning) \(reason)"
        }
    }

    /// What App IO said, in a reason of a stop.
    package func wordsOfAppIO(in reason: String) -> String {
        switch self {
        case .keys: reason == Self.noKeyOpens ? "" : reason
        case .refusals: reason
        case .ceiling: ""
        }
    }

    /// What a badge says of the service.
    package var label: String { "Fermo: \(word)" }

    /// Why it stands still, after "fermo": in a badge, a list or a command's line.
    package var word: String {
        switch self {
        case .keys: "chiave rifiutata"
        case .refusals: "troppi rifiuti"
        case .ceiling: "massimo raggiunto"
        }
    }

    /// In a sentence, with what waits because of it.
    package var meaning: String {
        switch self {
        case .keys: "App IO rifiuta le chiavi del servizio: le sue notifiche attendono."
        case .refusals: "App IO ha rifiutato di seguito \(Self.refusalsInARow) messaggi del servizio: gli altri attendono."
        case .ceiling: "Il servizio ha raggiunto il massimo di messaggi al giorno: gli altri attendono."
        }
    }

    /// What lets it go on.
    package var end: String {
        switch self {
        case .keys: "riprende quando App IO accetta le chiavi o vengono sostituite"
        case .refusals, .ceiling: "riprende dalle pagine dell’ente"
        }
    }

    /// What an administrator does about it.
    package var remedy: String {
        switch self {
        case .keys: "Se su App IO non sono più valide, sostituirne una qui sotto."
        case .refusals:
            "È probabile che il guasto sia nei dati del servizio: controllarli qui e nell’area riservata di App IO, poi riprendere "
                + "gli invii. Le notifiche rifiutate restano in Errore e si possono ritentare."
        case .ceiling: "Riprendendo gli invii il servizio può inviare oggi altrettanti messaggi: conviene guardare prima che cosa attende."
        }
    }
}
