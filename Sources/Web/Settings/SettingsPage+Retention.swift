import Domain
import FastCGI
import Store

/// How long the tenant keeps what nobody works on any more.
extension SettingsPage {
    /// What a shorter time would remove is said before it is.
    func saveRetention(_ exchange: Exchange) throws -> Response {
        var rule = try exchange.store.retention()
        var form = FormView(rule)
        form.read(exchange.request.form)
        let typed = form["giorni"].value
        let old = rule
        rule.own = Int(italian: typed)
        guard typed.isEmpty || rule.own.map(rule.allows) == true else {
            form["giorni"].error = RetentionRule.fault(upTo: rule.most)
            return try render(form, exchange)
        }
        if let question = try exchange.store.question(before: rule, insteadOf: old, answer: exchange.request.form["conferma"]) {
            form.ask(question)
            return try render(form, exchange)
        }
        try exchange.store.setRetention(rule.own, by: exchange.person.id)
        return saved(.retention, exchange)
    }
}

extension TenantStore {
    /// What is asked before a rule takes the place of another, of how many days.
    ///
    /// - Parameter answer: the number of days that was asked about before.
    /// - Returns: `nil` when nothing would go, or that was the answer.
    func question(
        before rule: RetentionRule, insteadOf old: RetentionRule, answer: String?
    ) throws -> (days: Int, sentence: String)? {
        guard let days = rule.days, days < old.days ?? .max, answer != String(days) else { return nil }
        let (count, isWhole) = try countForgotten(after: days, within: 10_000)
        guard count > 0 || !isWhole else { return nil }
        let how = isWhole ? "" : "almeno "
        let what = count == 1 && isWhole ? "viene cancellata 1 notifica" : "vengono cancellate \(how)\(count.italian) notifiche"
        return (days, "Con \(days.italian) giorni \(what), per sempre: esportarle prima, se servono ancora.")
    }
}

extension FormView {
    init(_ rule: RetentionRule) {
        self.init(
            id: "conservazione", heading: "Conservazione",
            introduction: """
                Le notifiche concluse vengono cancellate dopo questi giorni, con i loro tentativi; il registro anche, ma non prima di \
                \(RetentionRule.leastOfAudit). Ciò che è in corso o ha un esito incerto resta.
                """,
            address: Setting.retention.address, button: "Salva conservazione",
            inputs: [FieldView(
                name: "giorni", label: "Giorni di conservazione", kind: .line(keyboard: "numeric"),
                help: rule.ceiling.map { "Vuoto: quanto permette chi gestisce il sistema, \($0.italian) giorni." }
                    ?? "Vuoto: per sempre. Almeno \(RetentionRule.range.lowerBound).",
                value: rule.own.map(String.init) ?? "", whenEmpty: rule.ceiling.map { "\($0.italian)" } ?? "per sempre")])
    }

    mutating func ask(_ question: (days: Int, sentence: String)) {
        (self.question, answer, button) = (question.sentence, String(question.days), "Salva e cancella")
    }
}
