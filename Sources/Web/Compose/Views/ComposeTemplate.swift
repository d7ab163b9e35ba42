import Domain
import FastCGI
import Store
import Template

/// The part of a new notification that is about templates: which may be chosen, and the one that is being filled in.
struct ComposeTemplate: View {
    /// What the select says; empty: written freely.
    var chosen = ""
    var filling: TemplateFilling?
    /// The id and version of one that the page was filled in from and that the person may not use now: with it the texts come back.
    var absent: (id: String, version: String)?
    /// What was typed into the fields of any template, by their names.
    private(set) var typed: [String: String] = [:]
    /// Why what was chosen cannot be taken.
    var problem: TemplateProblem?
    /// Whether what is wrong with the fields is to be said: not before somebody wants to send.
    var isChecked = false
    private var groups: [TemplateGroup] = []

    init() {}

    init(_ fields: Form) {
        chosen = fields["modello"] ?? fields["modello_in_uso"] ?? ""
        for field in fields.fields where field.name.hasPrefix("campo_") {
            let name = String(field.name.dropFirst(6))
            // The first counts, as of every field.
            typed[name] = typed[name] ?? field.value
        }
    }

    var hasTemplates: Bool { !groups.isEmpty || filling != nil || absent != nil }

    var problems: [TemplateProblem] {
        (problem.map { [$0] } ?? []) + (isChecked ? filling?.filled.problems ?? [] : [])
    }

    /// Whether it has already been said what is wrong with a field, or cannot be judged yet.
    func saysWhatIsWrong(with field: FormField) -> Bool {
        absent != nil && (field == .subject || field == .content) || filling?.saysWhatIsWrong(with: field) == true
    }

    /// Takes up a template: what it asks for and what the payment asks for become one.
    ///
    /// - Parameter isNew: it was chosen just now.
    mutating func unite(_ record: TemplateRecord, with form: inout NotificationForm, isNew: Bool) {
        record.template.unite(&typed, with: &form, isNew: isNew)
    }

    /// Leaves a template for another one or for none. What its fields said of the payment goes with it, unless the other asks for all
    /// of it too: a card that expires must carry neither the payment of a tax nor its day.
    mutating func leave(_ old: MessageTemplate, for new: MessageTemplate?, _ form: inout NotificationForm) {
        let parts = PaymentPart.allCases.compactMap { part in old.field(of: part).map { (part: part, field: $0) } }
        if let new, parts.allSatisfy({ new.field(of: $0.part) != nil }) { return }
        for (part, field) in parts {
            form[part.field] = ""
            if new?.fields.contains(where: { $0.name == field.name }) == true { typed[field.name] = nil }
        }
    }

    /// Cleans what was typed into the fields of a template of what a paste brought along.
    mutating func clean(_ fields: [TemplateField], _ pasted: inout PastedTexts) {
        for field in fields where field.payment == nil && (field.kind == .text || field.kind == .longText) {
            guard let value = typed[field.name] else { continue }
            typed[field.name] = pasted.read(field.formName, value, as: field.kind == .text ? .line : .plain)
        }
    }

    /// Offers the templates of the services that may be sent with, those of the chosen service first, and the one that is in use in any
    /// case: a page on which another one stands in the list would give it up with the next button.
    mutating func offer(_ choices: [Directory.Template], of services: [Directory.Service], chosen service: String) {
        groups = services.filter(\.isUsable).map { service in
            TemplateGroup(service: service.id, serviceName: service.name, choices: choices.filter { $0.service == service.id }.map {
                OptionView(value: $0.id.description, label: $0.name, isSelected: $0.id.description == chosen)
            })
        }
        groups.removeAll(where: \.choices.isEmpty)
        let offered = groups.flatMap { $0.choices.map(\.value) }
        if let record = filling?.record, !offered.contains(record.id.description) {
            groups.append(TemplateGroup(service: record.service, serviceName: record.serviceName, choices: [
                OptionView(value: record.id.description, label: record.name, isSelected: record.id.description == chosen),
            ]))
        }
        if let index = groups.firstIndex(where: { $0.service.description == service }) { groups.insert(groups.remove(at: index), at: 0) }
    }

    /// What was typed into fields that this page does not show: another template may ask for it again.
    private var carried: [TypedField] {
        let shown = Set(filling?.record.template.fields.map(\.name) ?? [])
        return typed.filter { !shown.contains($0.key) && !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { TypedField(name: "campo_\($0.key)", value: $0.value) }
    }

    static let fields: Fields<Self> = [
        "hasTemplates": .flag { $0.hasTemplates },
        "groups": .list { $0.groups },
        "templateProblem": .text { $0.problem?.sentence ?? "" },
        "carried": .list { $0.carried },
        "absentID": .text { $0.absent?.id ?? "" },
        "absentVersion": .text { $0.absent?.version ?? "" },
        "isAbsentChosen": .flag { view in view.absent.map { $0.id == view.chosen } ?? false },
    ]
}

/// The templates of a service.
private struct TemplateGroup: View {
    var service: ServiceID
    var serviceName: String
    var choices: [OptionView]

    static let fields: Fields<Self> = [
        "serviceName": .text { $0.serviceName },
        "choices": .list { $0.choices },
    ]
}

/// A template that is being filled in.
struct TemplateFilling: View {
    var record: TemplateRecord
    var filled: MessageTemplate.Filled
    private var typed: [String: String]
    /// What was written freely before the template was chosen: it comes back when the template is left.
    let ownSubject: String
    let ownContent: String
    /// Of the fields, the first that is to be filled in has the focus.
    var isFocused = false
    /// What the rules of every notification say of the texts that came out.
    var rules: [FormProblem] = []
    var isChecked = false

    init(_ record: TemplateRecord, typed: [String: String], own form: NotificationForm) {
        self.record = record
        self.typed = typed
        (ownSubject, ownContent) = (form[.subject], form[.content])
        filled = record.template.filled(with: typed)
    }

    /// Whether a field is yet to be filled in.
    var hasEmptyInput: Bool { record.template.fields.contains { $0.isRequired && (typed[$0.name] ?? "").isEmpty } }

    private var inputs: [FieldView] {
        let empty = record.template.fields.first { (typed[$0.name] ?? "").isEmpty && $0.isRequired } ?? record.template.fields.first
        return record.template.fields.map { field in
            var input = FieldView(name: field.formName, label: field.label, isRequired: field.isRequired, value: typed[field.name] ?? "")
            switch field.kind {
            case .text: break
            case .longText: input.kind = .area(rows: 4)
            case .date: input.kind = .date
            case .amount: (input.kind, input.example) = (.line(keyboard: "decimal"), "0,00")
            case .number: input.kind = .line(keyboard: "numeric")
            }
            input.error = isChecked ? filled.problems.first { $0.field == field.formName }?.sentence ?? "" : ""
            if let part = field.payment {
                let ofPayment = FieldView(part.field, "", rules)
                if input.error.isEmpty { input.error = ofPayment.error }
                input.warnings = ofPayment.warnings
                if part == .noticeNumber {
                    (input.kind, input.isCode, input.help) = (.line(keyboard: "numeric"), true, ComposeView.noticeHelp)
                }
            }
            input.isFocused = isFocused && field.name == empty?.name
            return input
        }
    }

    /// The HTML field that is typed into instead of one of the payment's own.
    func name(insteadOf field: FormField) -> String? {
        record.template.fields.first { $0.payment?.field == field }?.formName
    }

    /// Whether the template's own rules have already said what is wrong with a field, or cannot let it be judged yet.
    func saysWhatIsWrong(with field: FormField) -> Bool {
        if field == .subject || field == .content { return !filled.problems.isEmpty }
        return name(insteadOf: field).map { name in filled.problems.contains { $0.field == name } } ?? false
    }

    /// The parts of the payment that its fields fill, as far as they are filled in.
    var payment: [FilledPartView] {
        PaymentPart.allCases.compactMap { part in
            record.template.field(of: part).map { field in
                FilledPartView(part: part, field: field, value: (try? field.read(typed[field.name] ?? "")) ?? "")
            }
        }
    }

    static let fields: Fields<Self> = [
        "templateID": .shown { $0.record.id },
        "templateName": .text { $0.record.name },
        "version": .text { String($0.record.version) },
        "newer": .text { $0.record.version < $0.record.newestVersion ? String($0.record.newestVersion) : "" },
        "ownSubject": .text { $0.ownSubject },
        "ownContent": .text { $0.ownContent },
        "inputs": .list { $0.inputs },
        "hasInputs": .flag { !$0.record.template.fields.isEmpty },
        "templateSubject": .text { $0.record.template.subject.source },
        "templateContent": .text { $0.record.template.content.source },
        "subject": .view { FieldView(.subject, $0.filled.subject, $0.rules) },
        "content": .view { FieldView(.content, $0.filled.markdown, $0.rules) },
    ]
}
