import Domain
import Store
import Template

/// One notification with what the person who looks at it may do: the page, and the pieces of it that refresh.
struct DetailPageView: View {
    var detail: DetailView
    var history: HistoryView
    /// What was asked of App IO, the newest first.
    private var attempts: [AttemptView]
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
        let chronicle = try exchange.store.chronicle(of: record.id)
        history = HistoryView(chronicle, of: record, isHeld: detail.isHeld)
        attempts = chronicle.calls.map { AttemptView(attempt: $0) }
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

    /// The one to take now before the others.
    private var acts: [DetailActView] {
        let record = detail.record, next = detail.advice.act
        let offered = DetailAct.allCases.filter { $0.isOffered(record, maySend: maySend) }
        return (offered.filter { $0 == next } + offered.filter { $0 != next }).map {
            DetailActView(act: $0, record: record, isNext: $0 == next)
        }
    }

    static let fields: Fields<Self> = [
        "detail": .view { $0.detail },
        "history": .view { $0.history },
        "attempts": .list { $0.attempts },
        "hasAttempts": .flag { !$0.attempts.isEmpty },
        "acts": .list { $0.acts },
        "token": .text { $0.exchange.token },
        "author": .text { $0.exchange.author },
        "mayMove": .flag { $0.maySend && $0.detail.record.state == .scheduled },
        "isMoveTyped": .flag { $0.isMoveTyped },
        "sendTimeFields": .list { $0.sendTimeFields },
        "mayResolve": .flag { $0.maySend && $0.detail.record.state == .uncertain },
        "assumeRisk": .text { _ in Decision.assume.risk },
        "resendRisk": .text { _ in Decision.resend.risk },
        "mayVerify": .flag { NotificationState.checkable.contains($0.detail.record.state) && $0.detail.record.ioID != nil },
    ]
}
