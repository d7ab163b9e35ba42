import Domain
import FastCGI
import Store
import Template

/// Impostazioni as they are: rows, each with the way to the form that changes it.
struct SettingsView: View {
    private let forms: [FormView]
    /// `nil`: none.
    private let quotas: QuotasView?
    private let sends: SendsView

    init(_ exchange: Exchange) throws {
        let tenant = exchange.tenant, contacts = try exchange.store.contacts()
        forms = Setting.allCases.map { $0.form(of: tenant) { contacts } }
        quotas = tenant.quotas == Quotas() && tenant.account == nil ? nil : try QuotasView(exchange)
        sends = SendsView(of: tenant, traffic: try exchange.store.traffic(), alarms: try exchange.headerNotices().alarms)
    }

    static let fields: Fields<Self> = [
        "settings": .list { $0.forms },
        "quotas": .view { $0.quotas },
        "sends": .view { $0.sends },
    ]
}
