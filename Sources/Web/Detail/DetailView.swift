import Domain
import Store
import Template

/// The guide's fields of one notification. The page and its refresh show the same fragment.
struct DetailView: View {
    var record: NotificationRecord
    var service: Directory.Service?
    /// What keeps notifications of its tenant from leaving.
    var alarms: [Alarm]
    /// What Reinvia made of it.
    var resentAs: NotificationID?
    /// The errata corrige that puts it right.
    var correctedBy: NotificationID?
    /// The template that it was filled in from, with its version.
    var template = ""
    /// Whether the citizen, whom it did not reach, was told by another way.
    private let isSeenTo: Bool
    private let text: MessageText

    init(_ found: DetailedNotification, service: Directory.Service?, alarms: [Alarm]) {
        record = found.record
        isSeenTo = NotificationState.toFollow.contains(record.state) && !found.isToFollow
        text = MessageText(record.markdown)
        self.service = service
        self.alarms = alarms
        resentAs = record.state == .assumed ? found.resentAs : nil
        correctedBy = record.state.canBeCorrected ? found.correctedBy : nil
    }

    /// What somebody can make of where it stands.
    var advice: Advice { Advice(record, isExplained: !wait.isEmpty, isSeenTo: isSeenTo) }

    /// Whether something keeps it from leaving at its time.
    var isHeld: Bool { isDue && (!brakes.isEmpty || isDisabled) }

    private var isDue: Bool { record.state == .queued || isLate }
    private var isDisabled: Bool { service?.isDisabled == true }
    private var brakes: [Alarm] { alarms.filter { $0.service == nil || $0.service?.id == record.service } }

    /// What keeps a waiting notification where it is, in words.
    private var wait: String {
        guard isDue else { return "" }
        if brakes.count + (isDisabled ? 1 : 0) > 1 {
            let obstacles = brakes.map(\.obstacle) + (isDisabled ? ["il servizio è disattivato"] : [])
            return "La notifica attende per più motivi, e parte quando nessuno vale più: \(obstacles.joined(separator: "; "))."
        }
        if let brake = brakes.first { return brake.wait }
        if isDisabled { return Self.waitOfDisabled }
        if record.problemStatus != nil {
            return "App IO non ha ancora preso in carico la notifica: il programma riprova da solo, non serve fare nulla."
        }
        if record.problemTitle != nil {
            return "App IO non risponde: la notifica attende e parte da sola appena risponde, non serve fare nulla."
        }
        return ""
    }

    /// Its time has come, and no worker has seen it yet.
    private var isLate: Bool { record.state == .scheduled && record.sendAt.map { $0 <= .now() } ?? false }

    /// When it is to leave.
    private var leaves: String {
        guard record.state == .scheduled, let moment = record.sendAt, !isLate else { return "" }
        return "Parte \(RomeTime(moment).italianWithWeekday): fino ad allora si può spostare, inviare subito o annullare."
    }

    static let waitOfDisabled = "Il servizio è disattivato: la notifica parte quando viene riattivato, oppure si può annullare."

    private var error: String {
        [reason, wait].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private var reason: String {
        guard record.reason == .refusedByIO else { return record.reason?.sentence ?? "" }
        return Refusal(status: record.problemStatus, title: record.problemTitle).sentence
    }

    /// App IO's own words, beside ours, if it answered at all.
    private var problem: String {
        guard let status = record.problemStatus else { return "" }
        return ["HTTP \(status)", record.problemTitle, record.problemDetail].compactMap { $0 }.joined(separator: " · ")
    }

    /// The second at which the request left that nobody knows the outcome of.
    private var departure: String {
        guard record.state == .uncertain, let sent = record.sentAt else { return "" }
        return "La richiesta è partita il \(sent.italianInSentence)."
    }

    /// Who resolved a doubt, when and how: who finds it later must not send it once more.
    private var decision: String {
        guard record.state == .assumed else { return "" }
        // What was no person's decision came from the command line: a doubt that counts as sent moves no more.
        let when = record.movedAt.map { "da riga di comando il \($0.italianInSentence)" }
            ?? "da \(record.decidedBy) il \(record.decidedAt.italianInSentence)"
        return resentAs == nil ? "Considerata inviata \(when)." : "Inviata di nuovo, con un’altra notifica, \(when)."
    }

    /// What became of a copy of the message.
    private func channel(_ word: String?) -> AppIOWord? {
        if let word { return AppIOWord(own: word) }
        return record.ioStatus == nil ? nil : AppIOWord(own: "App IO non lo comunica")
    }

    /// When its status was asked for, and is asked for next.
    private var checks: String {
        let last = record.checkedAt.map { "Ultima verifica: \($0.italian)." }
        let next = record.state == .accepted ? record.dueAt.map { "Prossima: \($0 > .now() ? $0.italian : "a momenti")." } : nil
        return [last, next].compactMap(\.self).joined(separator: " ")
    }

    static let fields: Fields<Self> = [
        "id": .shown { $0.record.id },
        "service": .text { $0.record.serviceName },
        "isTrial": .flag { $0.record.environment == .trial },
        "state": .view { StateView(state: $0.record.state) },
        "fiscalCode": .text { $0.record.fiscalCode.value },
        "template": .text { $0.template },
        "subject": .text { $0.record.subject },
        // Buttons that were written by hand are shown where they were written.
        "content": .text { $0.text.isComposed ? $0.text.body : $0.record.markdown },
        "hasButtons": .flag { $0.text.isComposed && !$0.text.buttons.isEmpty },
        "buttons": .list { $0.text.buttons.map(ButtonView.init) },
        "preview": .view {
            PreviewView($0.record.content, service: $0.record.serviceName, isSecure: $0.service?.requiresSecureChannels == true)
        },
        "facts": .list { FactView.of($0.record.content) + FactView.of(sendTime: $0.record.sendAt) },
        "leaves": .text { $0.leaves },
        "seen": .text { String($0.record.updatedAt.microseconds) },
        "ioID": .text { $0.record.ioID ?? "" },
        "attempt": .text { String($0.record.attempt) },
        "sentDate": .text { $0.record.sentAt.map { RomeTime($0).italianDate } ?? "" },
        "sentTime": .text { $0.record.sentAt.map { RomeTime($0).italianTime } ?? "" },
        "departure": .text { $0.departure },
        "isUnanswered": .flag { $0.record.reason == .answerLost || $0.record.reason == .interrupted },
        "error": .text { $0.error },
        "technical": .text { $0.problem },
        "caution": .text { $0.advice.caution },
        "todo": .text { $0.advice.todo },
        "ioStatus": .view { $0.record.ioStatus.map(AppIOWord.init) },
        "email": .view { $0.channel($0.record.ioEmail) },
        "push": .view { $0.channel($0.record.ioPush) },
        "checks": .text { $0.checks },
        "decidedAt": .text { $0.record.decidedAt.italian },
        "decidedBy": .text { $0.record.decidedBy },
        "changedInSentence": .text { ($0.record.movedAt ?? $0.record.decidedAt).italianInSentence },
        "movedAt": .text { $0.record.movedAt?.italian ?? "" },
        "createdAt": .text { $0.record.createdAt.italian },
        "createdInSentence": .text { $0.record.createdAt.italianInSentence },
        "createdBy": .text { $0.record.createdBy },
        "decision": .text { $0.decision },
        "resentAs": .text { $0.resentAs?.description ?? "" },
        "correctedBy": .text { $0.correctedBy?.description ?? "" },
        "corrects": .text { $0.record.corrects?.description ?? "" },
        "resendOf": .text { $0.record.resendOf?.description ?? "" },
    ]
}
