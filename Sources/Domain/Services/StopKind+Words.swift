extension StopKind {
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

    /// What an administrator does about it.
    package var remedy: String {
        switch self {
        case .keys: "Sostituire la chiave, o renderla di nuovo valida su App IO: gli invii riprendono da soli."
        case .refusals:
            "È probabile che il guasto sia nei dati del servizio: controllarli qui e nella scheda del servizio su App IO, poi riprendere "
                + "gli invii. Le notifiche rifiutate restano in Errore e si possono ritentare."
        case .ceiling: "Riprendendo gli invii il servizio può inviare oggi altrettanti messaggi: conviene guardare prima che cosa attende."
        }
    }
}
