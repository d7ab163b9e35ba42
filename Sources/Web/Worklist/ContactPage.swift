import Domain
import FastCGI
import Store
import Template
import Text

/// Contattato altrimenti: how one citizen, or the citizens of several notifications, were told what did not reach them.
struct ContactPage: Sendable {
    private let template: CompiledTemplate<ContactView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("contact", ContactView.self, within: Layout.self)
    }

    /// Of one.
    func show(_ exchange: Exchange) throws -> Response {
        guard let id: NotificationID = exchange.request.query.id("uuid") else { throw HTTPRefusal.notFound }
        return try page(exchange, of: [id], ContactFields(), from: exchange.request.query)
    }

    /// Of those that were ticked on the worklist.
    func choose(_ exchange: Exchange) throws -> Response {
        let form = exchange.request.form, ids = NotificationID.chosen(form, "scelta")
        guard !ids.isEmpty else {
            return exchange.redirect(to: WorklistChoice(form, of: exchange.person).address, saying: .nothingChosen)
        }
        return try page(exchange, of: ids, ContactFields(), from: form)
    }

    func save(_ exchange: Exchange) throws -> Response {
        let form = exchange.request.form, ids = NotificationID.chosen(form, "scelta"), fields = ContactFields(form)
        guard let key = FormKey.read(form["_chiave"], exchange) else { throw HTTPRefusal.notFound }
        guard !ids.isEmpty else {
            return exchange.redirect(to: WorklistChoice(form, of: exchange.person).address, saying: .nothingChosen)
        }
        guard let channel = fields.chosen, fields.faults.isEmpty else { return try page(exchange, of: ids, fields, from: form, key: key) }
        var noted = 0
        for id in ids where try exchange.store.noteContact(
            of: id, by: channel, note: fields.note.value, form: key.id, person: exchange.person.id) { noted += 1 }
        let back = form.text("torna") == "notifica" ? "/notifiche/\(ids[0])" : WorklistChoice(form, of: exchange.person).address
        return exchange.redirect(to: back, saying: noted == 0 ? .worklistMoved : .contactNoted)
    }

    /// What was typed in a form that came too late.
    func again(_ exchange: Exchange) throws -> Response {
        let form = exchange.request.form, ids = NotificationID.chosen(form, "scelta")
        guard !ids.isEmpty else { throw HTTPRefusal.expiredForm }
        let notice = "La pagina era aperta da troppo tempo e il contatto non è stato registrato: controllare e premere di nuovo Registra."
        return try page(exchange, of: ids, ContactFields(form), from: form, notice: notice)
    }

    private func page(
        _ exchange: Exchange, of ids: [NotificationID], _ fields: ContactFields, from form: Form, key: FormKey? = nil,
        notice: String? = nil
    ) throws -> Response {
        let rows = try exchange.store.worklistRows(ids)
        guard !rows.isEmpty else {
            return exchange.redirect(to: WorklistChoice(form, of: exchange.person).address, saying: .worklistMoved)
        }
        let view = ContactView(
            rows: rows, fields: fields, key: key ?? .make(exchange), choice: WorklistChoice(form, of: exchange.person),
            returnsToOne: form.text("torna") == "notifica")
        return try exchange.page(
            template, view, title: "Contattato altrimenti", notice: notice, status: notice == nil ? 200 : 422,
            faults: Faults(fields.faults))
    }
}

private struct ContactFields {
    var channel = FieldView(
        name: "canale", label: "Come", kind: .choice([OptionView(value: "", label: "Scegliere come")] + ContactChannel.allCases.map {
            OptionView(value: $0.rawValue, label: $0.label)
        }), isRequired: true, isFocused: true)
    var note = FieldView(
        name: "nota", label: "Nota", kind: .area(rows: 3),
        help: "Al massimo \(TenantStore.longestContactNote) caratteri. Si legge nella notifica e in Excel.",
        maximumLength: TenantStore.longestContactNote)

    init() {}

    init(_ form: Form) {
        channel.read(form)
        note.read(form)
        if chosen == nil { channel.error = "Scegliere come il cittadino è stato contattato." }
        if chosen == .other, note.value.isEmpty { note.error = "Scrivere nella nota come il cittadino è stato contattato." }
        if !note.value.split(whereSeparator: { $0.isNewline || $0 == "\t" }).allSatisfy({ String($0).isOneLine }) {
            note.error = "La nota ha caratteri che non si vedono, o che girano le lettere: riscriverla."
        }
        if note.value.unicodeScalars.count > TenantStore.longestContactNote {
            note.error = "La nota ha \(note.value.unicodeScalars.count.italian) caratteri: al massimo \(TenantStore.longestContactNote)."
        }
    }

    var chosen: ContactChannel? { ContactChannel(rawValue: channel.value) }
    var faults: [Fault] { [channel.fault, note.fault].compactMap(\.self) }
}

private struct ContactView: View {
    var rows: [WorklistRow]
    var fields: ContactFields
    var key: FormKey
    var choice: WorklistChoice
    /// Whether it was asked for on the page of the notification.
    var returnsToOne: Bool

    static let fields: Fields<Self> = [
        "fields": .list { [$0.fields.channel, $0.fields.note] },
        "key": .text { $0.key.text },
        "rows": .list { $0.rows.map(ContactRowView.init) },
        "typedFields": .list { $0.choice.typedFields },
        "returnsToOne": .flag { $0.returnsToOne },
        "back": .text { $0.returnsToOne ? "/notifiche/\($0.rows[0].id)" : $0.choice.address },
    ]
}

private struct ContactRowView: View {
    var row: WorklistRow

    static let fields: Fields<Self> = [
        "id": .shown { $0.row.id },
        "fiscalCode": .text { $0.row.fiscalCode.value },
        "subject": .text { $0.row.subject },
        "state": .view { StateView(state: $0.row.state) },
    ]
}
