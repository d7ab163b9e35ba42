import Domain
import Store
import Template

/// One notification with what the person who looks at it may do: the page, and the pieces of it that refresh.
struct DetailPageView: View {
    var detail: DetailView
    var message = ""
    private var token: String
    private var maySend: Bool

    init(_ exchange: Exchange, _ record: NotificationRecord) throws {
        detail = DetailView(record, service: try exchange.store.service(record.service))
        token = exchange.token
        maySend = exchange.person.role.maySend && exchange.tenant.state == .active
    }

    static let fields: Fields<Self> = [
        "detail": .view { $0.detail },
        "message": .text { $0.message },
        "token": .text { $0.token },
        "mayRetry": .flag { $0.maySend && $0.detail.record.state.canBeRetried },
        "mayCancel": .flag { $0.maySend && $0.detail.record.state == .queued },
        "mayResolve": .flag { $0.maySend && $0.detail.record.state == .uncertain },
        // Reinvia says the risk; a duplicate of a doubt would not.
        "mayDuplicate": .flag { $0.maySend && $0.detail.record.state != .uncertain },
        "mayVerify": .flag { $0.detail.record.ioID != nil },
    ]
}
