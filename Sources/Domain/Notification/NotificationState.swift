/// Where a notification stands. The keys are what the database, the `stato` filter and scripts use;
/// the labels are what people read.
///
/// Who moves it on stands beside each case; which moves exist stands in `NotificationState.next`.
package enum NotificationState: String, Sendable, CaseIterable {
    /// Registered, and not to be sent before its due time. In: an operator adds it or moves it to another time. Out: the worker,
    /// when that has come; an operator, by withdrawing it; `after-restore`, since it may have left after the backup. No claim
    /// takes it: whatever moves due times of what waits leaves this one's.
    case scheduled
    /// Registered, looked at again at its due time. In: an operator adds or retries; the worker
    /// puts a try off, or finds that a scheduled one's time has come. Out: the worker, by a claim; an operator, by withdrawing it or
    /// moving it to a later time; `after-restore`, since it may have left after the backup.
    case queued
    /// Committed for this one row immediately before its POST. In: the worker. Out: the answer,
    /// or the end of the lease.
    case sending
    /// App IO answered 201. In: the worker. Out: a status check.
    case accepted
    /// In the citizen's inbox (not "read"). In: a status check. Final.
    case processed
    /// Refused by App IO after it was accepted. In: a status check. Final.
    case rejected
    /// Failed at App IO, or never left. In: the worker. Out: an operator retries.
    case failed
    /// The citizen is not on App IO or does not want this service. In: the worker, from the
    /// profile. Out: an operator retries another day.
    case unreachable
    /// App IO refused data or configuration. In: the worker. Out: an operator corrects and retries.
    case refused
    /// Nobody can know whether it left. In: the worker. Out: an operator decides, or the late
    /// answer of the same attempt.
    case uncertain
    /// A person resolved a doubt so. Final.
    case assumed
    /// Still accepted after the last scheduled check. In: the worker. Out: Verifica Stato.
    case undetermined
    /// Withdrawn before it left. In: an operator. Final.
    case cancelled

    /// What people read.
    package var label: String {
        switch self {
        case .scheduled: "Programmata"
        case .queued: "Da inviare"
        case .sending: "In invio"
        case .accepted: "Inviata"
        case .processed: "Consegnata"
        case .rejected: "Rifiutata"
        case .failed: "Non riuscita"
        case .unreachable: "Non raggiungibile"
        case .refused: "Errore"
        case .uncertain: "Esito incerto"
        case .assumed: "Considerata inviata"
        case .undetermined: "Stato non determinato"
        case .cancelled: "Annullata"
        }
    }

    /// What it means, in a sentence for who reads an export.
    package var meaning: String {
        switch self {
        case .scheduled: "Registrata, parte da sola alla data e all’ora indicate."
        case .queued: "Registrata, in attesa di essere inviata."
        case .sending: "L’invio ad App IO è in corso."
        case .accepted: "App IO l’ha presa in carico; la consegna si controlla da sola."
        case .processed: "È nella casella del cittadino su App IO. Non significa che sia stata letta."
        case .rejected: "Non consegnata: dopo la presa in carico il cittadino ha lasciato App IO o disattivato il servizio."
        case .failed: "Non è stata consegnata, oppure non è mai partita."
        case .unreachable: "Il cittadino non è su App IO o ha disattivato il servizio."
        case .refused: "App IO ha rifiutato dati o configurazione: correggere e ritentare."
        case .uncertain: "Non si può sapere se è arrivata: serve la decisione di una persona."
        case .assumed: "Una persona ha deciso di considerarla inviata."
        case .undetermined: "App IO l’ha presa in carico ma non ne ha comunicato la consegna entro i tempi previsti."
        case .cancelled: "Ritirata prima dell’invio."
        }
    }

    /// The states that a notification may enter from this one. Beside them `after-restore` makes `accepted` of any row on which a
    /// backup is older than what a journal knows, `cancelled` too.
    package var next: Set<NotificationState> {
        switch self {
        case .scheduled: [.scheduled, .queued, .cancelled, .uncertain]
        case .queued: [.queued, .scheduled, .sending, .unreachable, .refused, .failed, .cancelled, .uncertain]
        case .sending: [.queued, .accepted, .refused, .failed, .uncertain]
        case .accepted: [.accepted, .processed, .rejected, .failed, .undetermined]
        case .undetermined: [.undetermined, .processed, .rejected, .failed]
        case .uncertain: [.accepted, .refused, .failed, .queued, .assumed]
        case .failed, .unreachable, .refused: [.queued]
        case .processed, .rejected, .assumed, .cancelled: []
        }
    }

    /// Somebody or the worker has to do something about it yet.
    package static let open: [Self] = [.scheduled, .queued, .sending, .accepted, .uncertain]
    /// Its POST is to come or on its way.
    package static let toSend: [Self] = [.scheduled, .queued, .sending]
    /// No POST of it is on its way: it may be withdrawn.
    package static let waiting: [Self] = [.scheduled, .queued]
    /// Its POST was begun and nothing is known of it.
    package static let unanswered: [Self] = [.sending, .uncertain]
    /// App IO has taken it and may yet say more.
    package static let checkable: [Self] = [.accepted, .undetermined]
    /// The citizen has got it or may get it: the same once more would be a twin.
    package static let mayArrive: [Self] = [.scheduled, .queued, .sending, .accepted, .processed, .uncertain, .assumed, .undetermined]
    /// It never arrived: Ritenta may queue the same row again.
    package static let retriable: [Self] = [.failed, .unreachable, .refused]

    /// It ended, and not with the citizen's having the message.
    package static let troubled: [Self] = [.rejected, .failed, .unreachable, .refused, .undetermined]

    /// Somebody has to see to it: the citizen has not got it, or nobody can know. The triggers of `to_follow` name the same.
    package static let toFollow: [Self] = troubled + [.uncertain]

    /// Whether the worker will change it by itself within seconds or minutes: pages refresh.
    package var isMoving: Bool { [.queued, .sending, .accepted].contains(self) }

    /// Whether it is one of the `retriable`.
    package var canBeRetried: Bool { Self.retriable.contains(self) }

    /// Whether the citizen has the message or may have it, so that only another one can put it right.
    package var canBeCorrected: Bool { [.accepted, .processed, .assumed, .undetermined].contains(self) }
}
