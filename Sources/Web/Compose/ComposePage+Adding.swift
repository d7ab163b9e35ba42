import Domain
import FastCGI
import Markdown
import Store

/// Aggiungi: the form is checked, registered as a notification and sent.
extension ComposePage {
    func add(_ exchange: Exchange, _ view: ComposeView) throws -> Response {
        var view = view
        guard exchange.tenant.state == .active else {
            view.notice = "L’ente è in sola lettura e la notifica non è stata inviata: con Salva bozza quanto scritto resta."
            return try render(exchange, view, status: 403)
        }
        let (button, read) = (exchange.request.form["azione"], exchange.request.form["avvertenze"] ?? "")
        let services = try exchange.directory().services
        if button == "programma" { takeUpProposal(exchange.request.form, &view) }
        let isToWait = button == "programma" && view.proposal == nil
        let time = SendTime(view.form, within: exchange.tenant.hours, isRequired: isToWait, now: .now())
        let checked = check(exchange, &view, services, time)
        // The warnings of the page on which the button was pressed, which the operator has read and set aside.
        let setsAside = ["aggiungi_comunque", "programma", "conferma"].contains(button)
        let overridden = setsAside ? Set(read.split(separator: " ").map(String.init)) : []
        let asksAgain = button != "conferma"
            && (view.pasted.isToBeSeen || exchange.tenant.confirmsSends || view.startedFromAnother || button == "riepilogo")
        var knownTwin = Self.twin(among: overridden)
        // Whoever adds it looks for a twin, and for what the form has made before. Only a page that comes back must know first.
        if asksAgain || checked.content?.payment != nil || !isAddable(checked.content, view, besides: overridden) {
            if let existing = try exchange.store.notification(formKey: view.key.id) {
                return try sentBefore(exchange, view, existing, checked)
            }
            knownTwin = try noteTwin(exchange, &view, checked, services)?.id
        }
        guard isAddable(checked.content, view, besides: overridden), let content = checked.content,
              let service = services.first(where: { $0.id == content.service }) else {
            return try render(exchange, view, status: 422)
        }
        if asksAgain, view.pasted.isToBeSeen {
            view.notice = "La notifica non è stata inviata: il testo incollato è stato corretto. Controllarlo e premere di nuovo Aggiungi."
            view.showsPasted = true
            return try render(exchange, view, status: 422)
        }
        if asksAgain {
            return try confirm(exchange, view, content, service, leavingAt: time.moment)
        }
        let added: (id: NotificationID, isNew: Bool)
        do {
            added = try exchange.store.addNotification(
                content, environment: service.environment, formKey: view.key.id, sendAt: time.moment,
                template: view.template.filling?.record.use, corrects: view.corrects?.id, knownTwin: knownTwin, by: exchange.person.id)
        } catch let twin as NewTwin {
            view.problems.append(twinWarning(twin.found))
            return try render(exchange, view, status: 422)
        }
        // The same form came at the same moment, perhaps with another text, which must not be lost.
        guard added.isNew else { return try sentBefore(exchange, view, added.id, checked) }
        try exchange.ring {
            guard let progress = try exchange.store.progress(of: added.id) else { return true }
            return progress.state != .queued && progress.state != .sending
        }
        return exchange.redirect(to: "/notifiche/\(added.id)")
    }

    private func isAddable(_ content: NotificationContent?, _ view: ComposeView, besides overridden: Set<String>) -> Bool {
        content != nil && view.template.problems.isEmpty
            && view.problems.allSatisfy { $0.severity == .warning && overridden.contains($0.key) }
    }

    /// Everything that is wrong with the form, but what only the archive tells.
    func check(_ exchange: Exchange, _ view: inout ComposeView, _ services: [Directory.Service], _ time: SendTime) -> CheckedForm {
        view.proposal = time.proposal
        checkTemplate(&view)
        var checked = view.form.check(against: rules(exchange, services, view))
        checked.problems.removeAll { view.template.saysWhatIsWrong(with: $0.field) }
        view.problems = checked.problems + losses(checked.content, view, services) + time.problems
        if let wrong = view.corrects { view.problems += ErrataCorrige.problems(view.form, recipient: wrong.fiscalCode) }
        return checked
    }

    /// What only the archive tells.
    ///
    /// - Returns: an equal notification that the citizen has.
    func noteTwin(
        _ exchange: Exchange, _ view: inout ComposeView, _ checked: CheckedForm, _ services: [Directory.Service]
    ) throws -> Twin? {
        let twin = try checked.content.flatMap { try exchange.store.twin(of: $0, formKey: view.key.id) }
        if let twin { view.problems.append(twinWarning(twin)) }
        view.problems += try earlierPayments(exchange, view, checked.content, services, isTwin: twin != nil)
        return twin
    }

    /// What the citizen would not read of the message. The preview says it too, but nobody must look at it.
    ///
    /// - Parameter content: `nil` while something else is wrong: then of what was typed, if it is the text itself.
    private func losses(_ content: NotificationContent?, _ view: ComposeView, _ services: [Directory.Service]) -> [FormProblem] {
        let service = services.first { $0.id.description == view.form[.service] }
        guard content != nil || view.template.filling == nil && !view.form[.content].isEmpty else { return [] }
        let preview = content.map {
            PreviewView($0, service: service?.name ?? "", isSecure: service?.requiresSecureChannels == true)
        } ?? PreviewView(view.form, of: service)
        let text = (content?.markdown ?? view.form.markdown).fingerprint
        return preview.warnings.filter(\.losesSomething).map { warning in
            FormProblem(field: .content, severity: .warning, key: "contenuto.\(warning.kind.rawValue).\(text)", sentence: warning.sentence)
        }
    }

    /// A form filled in again, after the back button or by somebody else at the next desk, has a key of its own: only
    /// what it says tells that the citizen has it already.
    private func twinWarning(_ twin: Twin) -> FormProblem {
        let what = twin.leavesAt.map { "è già programmata per questo cittadino, per il \($0.italianMinute), da \(twin.person)" }
            ?? "è già stata inviata a questo cittadino da \(twin.person) il \(twin.id.madeAt.italianInSentence)"
        return FormProblem(
            field: .content, severity: .warning, key: "\(Self.twinKey)\(twin.id)",
            sentence: "Una notifica identica \(what).")
    }

    private static let twinKey = "gia_inviata."

    /// The twin that the operator has been told of.
    private static func twin(among warnings: Set<String>) -> NotificationID? {
        warnings.first { $0.hasPrefix(twinKey) }.flatMap { NotificationID($0.dropFirst(twinKey.count)) }
    }

    /// The same form once more: a double click, a reload, the back button. Nothing is sent by itself; what
    /// was changed meanwhile gets a form of its own.
    private func sentBefore(_ exchange: Exchange, _ view: ComposeView, _ first: NotificationID, _ checked: CheckedForm) throws -> Response {
        let record = try exchange.store.notification(first)
        if let record, checked.content == record.content {
            return exchange.redirect(to: "/notifiche/\(first)", saying: .registeredBefore)
        }
        var view = view
        view.problems = checked.problems
        view.key = FormKey.make(exchange)
        view.notice = "Con questa pagina è già stata inviata una notifica. I dati ora sono diversi: "
            + "per inviarne un’altra premere di nuovo Aggiungi."
        view.sentBefore = record?.id.description ?? ""
        // What was written for another citizen, or for this one before, is confirmed as a copy is.
        if let record { (view.copiesID, view.copiesCode) = (record.id.description, record.fiscalCode.value) }
        return try render(exchange, view, status: 422)
    }

    private func rules(_ exchange: Exchange, _ services: [Directory.Service], _ view: ComposeView) -> FormRules {
        var rules = FormRules(
            services: Dictionary(uniqueKeysWithValues: services.map {
                ($0.id, ServiceRules(maximumAmount: $0.maximumAmount, isUsable: $0.isUsable,
                                     requiresSecureChannels: $0.requiresSecureChannels))
            }),
            minimumContent: exchange.tenant.minimumContent, today: .today(at: .now()))
        if let template = view.template.filling?.record.template { rules.payment = template.paymentRules }
        return rules
    }
}
