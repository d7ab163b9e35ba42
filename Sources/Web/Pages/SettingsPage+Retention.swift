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
            view.retention.fields[0].error =
                "Scrivere un numero da \(RetentionRule.range.lowerBound) a \(rule.most.italian), o lasciare vuoto."
            return try render(exchange, view)
        }
        if let days = rule.days, days < before ?? .max, exchange.request.form["conferma"] != String(days) {
            let going = try exchange.store.countForgotten(after: days, within: 10_000)
            if going.count > 0 || !going.isWhole {
                var view = try SettingsView(exchange)
                view.retention.fields[0].value = typed
                view.retention.question = Self.question(days, going.count, going.isWhole)
                view.retention.answer = String(days)
                view.retention.button = "Salva e cancella"
                return try render(exchange, view)
            }
        }
        try exchange.store.setRetention(rule.own, by: exchange.person.id)
        return saved(exchange)
    }

    private static func question(_ days: Int, _ count: Int, _ isWhole: Bool) -> String {
        let how = isWhole ? "" : "almeno "
        let what = count == 1 && isWhole ? "viene cancellata 1 notifica" : "vengono cancellate \(how)\(count.italian) notifiche"
        return "Con \(days.italian) giorni \(what), per sempre: esportarle prima, se servono ancora."
    }
}
