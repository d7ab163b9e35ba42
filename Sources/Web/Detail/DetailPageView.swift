import Domain
import Store
import Template

/// One notification with what the person who looks at it may do: the page, and the pieces of it that refresh.
struct DetailPageView: View {
    var detail: DetailView
    var attempts: [AttemptView]
    /// When a scheduled one is to leave, to be changed.
    var sendTimeFields: [FieldView]
    /// Whether a time came back that was typed.
    private var isMoveTyped: Bool
    private let exchange: Exchange
    private var maySend: Bool

    /// - Parameter typed: another time at which it was to leave, which came back refused, and why.
    init(_ exchange: Exchange, _ found: DetailedNotification, typed: (form: NotificationForm, time: SendTime)? = nil) throws {
        let record = found.record, directory = try exchange.directory()
        let alarms = NotificationState.waiting.contains(record.state) ? try exchange.headerNotices().alarms : []
        detail = DetailView(found, service: directory.service(record.service), alarms: alarms)
        if let use = found.template, let template = directory.template(use.id) {
            detail.template = "\(template.name) (versione \(use.version))"
        }
        attempts = try exchange.store.attempts(of: record.id).map { AttemptView(attempt: $0) }
        var form = typed?.form ?? NotificationForm()
        if typed == nil { form.setSendTime(record.sendAt) }
        sendTimeFields = [(FormField.sendDate, "Giorno dell’invio", FieldView.Kind.date), (.sendTime, "Ora dell’invio", .time)].map {
            var field = FieldView($0, form[$0], typed?.time.problems ?? [], label: $1)
            field.kind = $2
            return field
        }
        isMoveTyped = typed != nil
        self.exchange = exchange
        maySend = exchange.person.role.maySend && exchange.tenant.state == .active
    }

    static let fields: Fields<Self> = [
        "detail": .view { $0.detail },
        "attempts": .list { $0.attempts },
        "hasAttempts": .flag { !$0.attempts.isEmpty },
        "token": .text { $0.exchange.token },
        "author": .text { $0.exchange.author },
        "mayRetry": .flag { $0.maySend && $0.detail.record.state.canBeRetried },
        "mayCancel": .flag { $0.maySend && NotificationState.waiting.contains($0.detail.record.state) },
        "mayMove": .flag { $0.maySend && $0.detail.record.state == .scheduled },
        "isMoveTyped": .flag { $0.isMoveTyped },
        "sendTimeFields": .list { $0.sendTimeFields },
        "mayResolve": .flag { $0.maySend && $0.detail.record.state == .uncertain },
        "assumeRisk": .text { _ in Decision.assume.risk },
        "resendRisk": .text { _ in Decision.resend.risk },
        // Reinvia says the risk; a duplicate of a doubt would not.
        "mayDuplicate": .flag { $0.maySend && $0.detail.record.state != .uncertain },
        "mayCorrect": .flag { $0.maySend && $0.detail.record.state.canBeCorrected },
        "mayVerify": .flag { $0.detail.record.ioID != nil },
    ]
}
