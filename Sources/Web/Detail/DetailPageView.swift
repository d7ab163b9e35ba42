import Domain
import Store
import Template

/// One notification with what the person who looks at it may do: the page, and the pieces of it that refresh.
struct DetailPageView: View {
    var detail: DetailView
    var attempts: [AttemptView]
    private var token: String
    private var maySend: Bool

    init(_ exchange: Exchange, _ found: NotificationRecord) throws {
        var record = found
        // An errata corrige may be of another service than what it puts right.
        if let wrong = record.corrects, try exchange.store.progress(of: wrong) == nil { record.corrects = nil }
        let alarms = record.state == .queued ? try exchange.store.headerNotices().alarms : []
        let resentAs = record.state == .assumed ? try exchange.store.resent(record.id) : nil
        let correctedBy = record.state.canBeCorrected ? try exchange.store.correction(of: record.id) : nil
        detail = DetailView(
            record, service: try exchange.store.service(record.service), alarms: alarms, resentAs: resentAs, correctedBy: correctedBy)
        if let use = try exchange.store.templateUse(of: record.id),
           let template = try exchange.store.messageTemplate(use.id, version: use.version) {
            detail.template = "\(template.name) (versione \(use.version))"
        }
        attempts = try exchange.store.attempts(of: record.id).map { AttemptView(attempt: $0) }
        token = exchange.token
        maySend = exchange.person.role.maySend && exchange.tenant.state == .active
    }

    static let fields: Fields<Self> = [
        "detail": .view { $0.detail },
        "attempts": .list { $0.attempts },
        "hasAttempts": .flag { !$0.attempts.isEmpty },
        "token": .text { $0.token },
        "mayRetry": .flag { $0.maySend && $0.detail.record.state.canBeRetried },
        "mayCancel": .flag { $0.maySend && $0.detail.record.state == .queued },
        "mayResolve": .flag { $0.maySend && $0.detail.record.state == .uncertain },
        "assumeRisk": .text { _ in Decision.assume.risk },
        "resendRisk": .text { _ in Decision.resend.risk },
        // Reinvia says the risk; a duplicate of a doubt would not.
        "mayDuplicate": .flag { $0.maySend && $0.detail.record.state != .uncertain },
        "mayCorrect": .flag { $0.maySend && $0.detail.record.state.canBeCorrected },
        "mayVerify": .flag { $0.detail.record.ioID != nil },
    ]
}
