import Domain
import FastCGI
import Store

/// A form that is filled in from a message template: its texts come from the template's fields.
extension ComposePage {
    /// Takes up the template that the page was filled in from, at the version that it showed.
    func takeUpTemplate(_ exchange: Exchange, _ fields: Form, _ view: inout ComposeView) throws {
        view.template = ComposeTemplate(fields)
        guard let id: TemplateID = fields.id("modello_in_uso") else { return }
        let version = fields["modello_versione"].flatMap { Int($0) }
        guard let record = try exchange.store.messageTemplate(id, version: version) ?? exchange.store.messageTemplate(id) else {
            view.template.absent = (id.description, fields["modello_versione"] ?? "")
            return
        }
        view.template.clean(record.template.fields, &view.pasted)
        fill(record, &view, isNew: false)
    }

    /// Does what was asked about templates: Usa modello, Modifica liberamente, or another choice than the one that the
    /// page was filled in from, whatever button was pressed after it.
    ///
    /// - Returns: whether the page is to be shown as it is now.
    func changeTemplate(_ exchange: Exchange, _ fields: Form, _ view: inout ComposeView) throws -> Bool {
        let inUse = view.template.filling?.record.id.description ?? view.template.absent?.id ?? ""
        let chosen = view.template.chosen
        switch fields["azione"] {
        case "libera":
            (view.template.filling, view.template.absent) = (nil, nil)
            view.template.chosen = ""
            return true
        case "usa_modello": break
        default: guard chosen != inUse else { return false }
        }
        let record = try TemplateID(chosen).flatMap { try exchange.store.messageTemplate($0) }
        guard chosen.isEmpty || record?.isWithdrawn == false else {
            // What the page is filled in from stays: its texts are nowhere else.
            view.template.chosen = inUse
            view.template.problem = TemplateProblem(
                field: "modello", sentence: "Il modello scelto non è più in uso: sceglierne un altro dall’elenco.")
            return true
        }
        view.template.absent = nil
        if let filling = view.template.filling {
            view.template.leave(filling.record.template, for: record?.template, &view.form)
            (view.form[.subject], view.form[.content]) = (filling.ownSubject, filling.ownContent)
            view.template.filling = nil
        }
        guard let record else { return true }
        view.form[.service] = record.service.description
        fill(record, &view, isNew: true)
        if fields["azione"] != "anteprima" { focus(&view) }
        return true
    }

    /// What keeps a form from being sent with the template that it names.
    func checkTemplate(_ view: inout ComposeView) {
        if view.template.absent != nil {
            view.template.problem = TemplateProblem(field: "modello", sentence: "Il modello di questa notifica non è più fra quelli "
                + "ammessi: sceglierne un altro dall’elenco, oppure rivolgersi all’amministratore dell’ente.")
        }
        guard let filling = view.template.filling else { return }
        view.template.isChecked = true
        view.template.filling?.isChecked = true
        let name = filling.record.name
        if filling.record.isWithdrawn {
            view.template.problem = TemplateProblem(field: "modello", sentence: "Il modello «\(name)» è stato ritirato: "
                + "sceglierne un altro dall’elenco oppure premere Modifica liberamente.")
        } else if !view.form[.service].isEmpty, view.form[.service] != filling.record.service.description {
            view.template.problem = TemplateProblem(field: "modello", sentence: "Il modello «\(name)» è del servizio "
                + "«\(filling.record.serviceName)»: scegliere quel servizio, un altro modello oppure premere Modifica liberamente.")
        }
    }

    /// The page's texts are those of the template from now on.
    private func fill(_ record: TemplateRecord, _ view: inout ComposeView, isNew: Bool) {
        // A list that did not have it sends none: a template is of one service.
        if view.form[.service].isEmpty { view.form[.service] = record.service.description }
        view.template.unite(record, with: &view.form, isNew: isNew)
        let filling = TemplateFilling(record, typed: view.template.typed, own: view.form)
        (view.form[.subject], view.form[.content]) = (filling.filled.subject, filling.filled.markdown)
        view.template.filling = filling
    }

    /// Who has chosen a template goes on with what is still to be filled in.
    private func focus(_ view: inout ComposeView) {
        view.focus = view.form[.fiscalCode].isEmpty ? .recipient : .templateFields
    }
}
