import Domain
import FastCGI
import Store

/// How long the ente keeps what nobody works on any more.
extension SettingsPage {
    /// What a shorter time would remove is said before it is.
    func saveRetention(_ exchange: Exchange) throws -> Response {
        let typed = (exchange.request.form["giorni"] ?? "").trimmedSpaces
        var rule = try exchange.store.retention()
        let before = rule.days
        rule.own = Int(typed.filter { $0 != "." })
        guard typed.isEmpty || rule.own.map(rule.allows) == true else {
            var view = try SettingsView(exchange)
            view.retention.fields[0].value = typed
            view.retention.fields[0].error = RetentionRule.fault(upTo: rule.most)
            return try render(exchange, view)
        }
        if let days = rule.days, days < before ?? .max, exchange.request.form["conferma"] != String(days),
           let question = try exchange.store.question(beforeKeeping: days) {
            var view = try SettingsView(exchange)
            view.retention.fields[0].value = typed
            view.retention.question = question
            view.retention.answer = String(days)
            view.retention.button = "Salva e cancella"
            return try render(exchange, view)
        }
        try exchange.store.setRetention(rule.own, by: exchange.person.id)
        return saved(exchange)
    }
}

extension RetentionRule {
    static func fault(upTo most: Int) -> String { "Scrivere un numero da \(range.lowerBound) a \(most.italian), o lasciare vuoto." }
}

extension TenantStore {
    /// What is asked before notifications are kept no longer than so many days; `nil`: nothing would go.
    func question(beforeKeeping days: Int) throws -> String? {
        let (count, isWhole) = try countForgotten(after: days, within: 10_000)
        guard count > 0 || !isWhole else { return nil }
        let how = isWhole ? "" : "almeno "
        let what = count == 1 && isWhole ? "viene cancellata 1 notifica" : "vengono cancellate \(how)\(count.italian) notifiche"
        return "Con \(days.italian) giorni \(what), per sempre: esportarle prima, se servono ancora."
    }
}
