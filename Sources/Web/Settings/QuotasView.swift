import Domain
import Store
import Template

/// What the host allows the tenant and how much of it is used, for its administrators. They cannot change it.
struct QuotasView: View {
    var quotas: Quotas
    /// Messages begun today.
    var today: Int
    /// Who may enter.
    var people: Int
    /// The tenant whose account at App IO it sends with, if that is another.
    var account: String?

    init(_ exchange: Exchange) throws {
        quotas = exchange.tenant.quotas
        today = try exchange.store.begunToday(.today(at: .now()))
        people = try exchange.store.people().count { !$0.isDisabled }
        account = try exchange.tenant.account.flatMap(exchange.installation.tenant)?.name
    }

    private var lines: [String] {
        [quotas.messagesADay.map { "Messaggi al giorno: \(today.italian) inviati oggi su \($0.italian)." },
         quotas.messagesAMinute.map { "Messaggi al minuto: al massimo \($0.italian)." },
         quotas.people.map { "Persone: \(people.italian) su \($0.italian)." },
         account.map { "Account di App IO: quello di \($0), con cui si divide il limite di chiamate." },
         quotas.retention.map { "Conservazione delle notifiche: al massimo \($0.italian) giorni." }].compactMap { $0 }
    }

    /// From four fifths on.
    private static func degree(_ used: Int, of quota: Int?) -> String? {
        quota.flatMap { used > $0 ? "superata" : used == $0 ? "raggiunta" : used * 5 >= $0 * 4 ? "quasi raggiunta" : nil }
    }

    private var warnings: [String] {
        [Self.degree(today, of: quotas.messagesADay).map {
            "La quota giornaliera è \($0): oltre la quota i messaggi attendono il giorno dopo."
         },
         Self.degree(people, of: quotas.people).map { "La quota di persone è \($0)." }].compactMap { $0 }
    }

    static let fields: Fields<Self> = [
        "quotaLines": .texts { $0.lines },
        "quotaWarnings": .texts { $0.warnings },
    ]
}
