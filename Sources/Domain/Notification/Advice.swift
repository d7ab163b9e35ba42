extension NotificationState {
    /// What a person can do about a notification that is to follow, in a sentence; empty for the other states.
    package func advice(because reason: Reason?) -> String {
        switch (self, reason) {
        case (.uncertain, _): "Decidere se considerarla inviata o reinviarla."
        case (.refused, .citizenCeiling), (.failed, .citizenCeiling): "Ritentare domani."
        case (.refused, _): "Far correggere il servizio e ritentare; se sono sbagliati i dati, duplicarla."
        case (.failed, .failedAtIO): "Ritentare, oppure usare un altro canale."
        case (.failed, _): "Ritentare."
        case (.unreachable, _), (.rejected, _): "Avvisare il cittadino con un altro canale."
        case (.undetermined, _): "Verificare lo stato; se serve certezza, usare un altro canale."
        case (.scheduled, _), (.queued, _), (.sending, _), (.accepted, _), (.processed, _), (.assumed, _), (.cancelled, _): ""
        }
    }
}
