import Domain
import FastCGI
import Store
import Template

/// Avvisi per e-mail: whom a tenant has told, and what.
struct MailAlertsPage: Sendable {
    static let address = "\(SettingsPage.address)/avvisi"
    private static let title = "Avvisi per e-mail"
    /// E-mails that the page lists.
    private static let lines = 20

    private let template: CompiledTemplate<MailAlertsView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("mail-alerts", MailAlertsView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        var view = try view(exchange)
        view.awaitsTrials = exchange.notice != nil && view.settings.recipients.contains(where: \.isOnTrial) && !view.settings.isToldEnough
        return try exchange.page(template, view, title: Self.title)
    }

    func save(_ exchange: Exchange) throws -> Response {
        var view = try view(exchange)
        view.form.read(exchange.request.form)
        guard let alerts = view.form.alerts() else {
            return try exchange.page(template, view, title: Self.title, faults: Faults(view.form.faults))
        }
        try exchange.store.setMailAlerts(alerts, now: .now(), by: exchange.person.id)
        try exchange.ring { try !exchange.store.mailSettings().recipients.contains(where: \.isOnTrial) }
        return exchange.redirect(to: Self.address, saying: .settingsSaved)
    }

    /// What was typed and not saved: the session had ended, or the page was open for too long.
    func again(_ exchange: Exchange) throws -> Response {
        var view = try view(exchange)
        view.form.read(exchange.request.form)
        return try exchange.page(template, view, title: Self.title, faults: Faults(saying: Faults.kept))
    }

    private func view(_ exchange: Exchange) throws -> MailAlertsView {
        let settings = try exchange.store.mailSettings()
        return MailAlertsView(settings: settings, mails: try exchange.store.mails(limit: Self.lines), form: FormView(settings.alerts))
    }
}

private struct MailAlertsView: View {
    var settings: MailSettings
    var mails: [MailLine]
    var form: FormView
    /// Whether the page was opened after its form was saved, and an address is still on trial.
    var awaitsTrials = false

    /// Whether there are addresses, and nothing that they are told.
    var tellsNothing: Bool { !settings.recipients.isEmpty && settings.digestHour == nil && !settings.tellsStops }

    private var trouble: String {
        guard let trouble = settings.trouble, let since = settings.troubledSince else { return "" }
        return "Le e-mail non partono dal \(since.italianInSentence). \(trouble.meaning)"
    }

    static let fields: Fields<Self> = [
        "hasServer": .flag { $0.settings.hasServer },
        "trouble": .text { $0.trouble },
        "awaitsTrials": .flag { $0.awaitsTrials },
        "isToldEnough": .flag { $0.settings.isToldEnough },
        "mostADay": .text { _ in String(MailAlerts.mostADay) },
        "alertsForm": .view { $0.form },
        "recipients": .list { view in view.settings.recipients.map { MailRecipientView(recipient: $0, isTold: !view.tellsNothing) } },
        "tellsNothing": .flag { $0.tellsNothing },
        "hasRecipients": .flag { !$0.settings.recipients.isEmpty },
        "mails": .list { $0.mails.map(MailLineView.init) },
        "hasMails": .flag { !$0.mails.isEmpty },
    ]
}

extension MailSettings.Recipient {
    /// Whether it is not known yet whether the server takes e-mails to it.
    fileprivate var isOnTrial: Bool { acceptedAt == nil && trial != .failed && trouble == nil }
}

private struct MailRecipientView: View {
    var recipient: MailSettings.Recipient
    var isTold: Bool

    private var badge: (tone: String, label: String) {
        recipient.acceptedAt != nil ? ("success", isTold ? "Riceve gli avvisi" : "Accettato")
            : recipient.trial == .failed ? ("danger", "Rifiutato") : ("secondary", "In prova")
    }

    private var explanation: String {
        recipient.acceptedAt.map { "Dal \($0.italianInSentence)." } ?? recipient.trouble?.meaning ?? ""
    }

    static let fields: Fields<Self> = [
        "address": .text { $0.recipient.address.description },
        "tone": .text { $0.badge.tone },
        "label": .text { $0.badge.label },
        "explanation": .text { $0.explanation },
        "technical": .text { $0.recipient.acceptedAt == nil ? $0.recipient.reply : "" },
    ]
}

private struct MailLineView: View {
    var mail: MailLine

    private var tone: String {
        switch mail.state {
        case .queued, .sending: "secondary"
        case .sent: "success"
        case .failed: "danger"
        case .uncertain: "warning"
        }
    }

    static let fields: Fields<Self> = [
        "when": .text { ($0.mail.settledAt ?? $0.mail.createdAt).italian },
        "kind": .text { $0.mail.kind.label },
        "recipient": .text { $0.mail.recipient.description },
        "tone": .text { $0.tone },
        "state": .text { $0.mail.state.label },
        "trouble": .text { $0.mail.trouble?.meaning ?? "" },
        "technical": .text { $0.mail.trouble == nil ? "" : $0.mail.reply },
    ]
}

extension FormView {
    fileprivate init(_ alerts: MailAlerts) {
        let hours = MailAlerts.digestHours.map { OptionView(value: String($0), label: "alle \($0)") }
        self.init(
            id: "avvisi", heading: "A chi e che cosa",
            introduction: """
                Nelle e-mail ci sono numeri e nomi di servizi; nulla dei cittadini né di ciò che si scrive loro. Ogni indirizzo nuovo \
                riceve una prova, e gli avvisi solo se il server di posta la accetta.
                """,
            address: MailAlertsPage.address, button: "Prova e salva", isMain: true,
            inputs: [
                FieldView(name: "avvisi_indirizzi", label: "Indirizzi e-mail", kind: .area(rows: 4),
                          help: "Uno per riga, al massimo \(MailAlerts.mostAddresses).", isCode: true,
                          value: alerts.addresses.map(\.description).joined(separator: "\n")),
                FieldView(name: "avvisi_ora", label: "Riepilogo del mattino", kind: .choice([OptionView(value: "", label: "Mai")] + hours),
                          help: """
                              Che cosa c’è da seguire e com’è andata ieri. Non parte nei giorni in cui non c’è nulla da seguire e il \
                              giorno prima non è stato aggiunto nulla.
                              """,
                          value: alerts.digestHour.map(String.init) ?? ""),
                FieldView(name: "avvisi_fermi", label: "Subito, quando un servizio si ferma", kind: .tick,
                          help: "E di nuovo quando riprende. Non per le sospensioni decise da una persona.",
                          value: alerts.tellsStops ? "1" : ""),
            ])
    }

    /// - Returns: `nil` when something is wrong, which stands beside its field from then on.
    fileprivate mutating func alerts() -> MailAlerts? {
        let typed = self["avvisi_indirizzi"].value.split { $0.isWhitespace || $0 == "," || $0 == ";" }
        let addresses = typed.compactMap { MailAddress($0) }, hour = Int(self["avvisi_ora"].value)
        if let wrong = typed.first(where: { MailAddress($0) == nil }) {
            self["avvisi_indirizzi"].error = "«\(wrong)»: \(MailAddress.fault)"
        }
        let alerts = MailAlerts(addresses: addresses, digestHour: hour, tellsStops: !self["avvisi_fermi"].value.isEmpty)
        if alerts.addresses.count > MailAlerts.mostAddresses {
            self["avvisi_indirizzi"].error = "Gli indirizzi sono \(alerts.addresses.count): al massimo \(MailAlerts.mostAddresses)."
        }
        if let hour, !MailAlerts.digestHours.contains(hour) { self["avvisi_ora"].error = "Scegliere un’ora dell’elenco." }
        return faults.isEmpty ? alerts : nil
    }
}
