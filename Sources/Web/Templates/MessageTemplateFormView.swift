import Domain
import FastCGI
import Store
import Template

/// What an administrator types about a message template.
struct MessageTemplateFormView: View {
    var name = ""
    /// The template that is being changed; `nil`: a new one.
    var record: TemplateRecord?
    /// What a new one may be of.
    var services: [Service] = []
    /// A sentence above the form, which then was not saved.
    var notice = ""
    private(set) var isRefused = false
    /// The text names fields that the page has not shown yet.
    private var hasNewFields = false
    private var service = ""
    private var subject = ""
    private var content = ""
    /// What was said of the fields that the page knew.
    private var described: [String: TemplateField] = [:]
    private var template: MessageTemplate?
    private var problems: [TemplateProblem] = []
    private var wantsToSave = false

    init() {}

    init(_ record: TemplateRecord) {
        self.record = record
        name = record.name
        (subject, content, template) = (record.template.subject.source, record.template.content.source, record.template)
    }

    init(_ form: Form) {
        name = (form["nome"] ?? "").trimmedSpaces
        service = form["servizio"] ?? ""
        subject = form["oggetto"] ?? ""
        content = form["contenuto"] ?? ""
        wantsToSave = form["azione"] != "campi" && form["azione"] != "anteprima"
        for known in (form["campi"] ?? "").split(separator: " ").map(String.init) {
            var field = TemplateField(guessing: known)
            field.label = (form["etichetta_\(known)"] ?? field.label).trimmedSpaces
            field.kind = form["tipo_\(known)"].flatMap(TemplateField.Kind.init(word:)) ?? field.kind
            field.isRequired = form["obbligatorio_\(known)"] != nil
            described[known] = field
        }
    }

    /// The template and its service, if all of it is right, was to be saved, and the page showed all of its fields; else
    /// the sentences are set.
    mutating func read() -> (MessageTemplate, service: Identifier)? {
        let described = described
        let read = MessageTemplate.read(subject: subject, content: content) { described[$0] ?? TemplateField(guessing: $0) }
        template = read.template
        problems = read.problems
        let service = record?.service ?? services.first { $0.id.description == self.service }?.id
        guard wantsToSave else { return nil }
        if service == nil { problems.insert(TemplateProblem(field: "servizio", sentence: "Scegliere il servizio."), at: 0) }
        if let fault = name.fault(asNameUpTo: 120) {
            problems.insert(TemplateProblem(field: "nome", sentence: fault), at: service == nil ? 1 : 0)
        }
        guard let template, let service, problems.isEmpty else {
            isRefused = true
            return nil
        }
        if template.fields.contains(where: { described[$0.name] == nil }) {
            isRefused = true
            hasNewFields = true
            notice = "Il modello non è ancora stato salvato: controllare nome e tipo dei campi trovati nel testo, poi premere Salva."
            return nil
        }
        return (template, service)
    }

    mutating func refuseName() {
        isRefused = true
        problems = [TemplateProblem(field: "nome", sentence: "C’è già un modello di questo servizio con questo nome.")]
    }

    private func sentence(_ field: String) -> String { problems.first { $0.field == field }?.sentence ?? "" }

    private var preview: PreviewView? {
        template.map { template in
            let filled = template.example
            let service = record?.serviceName ?? services.first { $0.id.description == self.service }?.name ?? ""
            return PreviewView(subject: filled.subject, service: service, markdown: filled.markdown)
        }
    }

    private var describedFields: [DescribedField] {
        (template?.fields ?? []).map {
            DescribedField(field: $0, labelError: sentence("etichetta_\($0.name)"), kindError: sentence("tipo_\($0.name)"))
        }
    }

    /// A text that cannot be read has no fields, but what was said of them must not be lost.
    private var unseenFields: [DescribedField] {
        template == nil ? described.values.sorted { $0.name < $1.name }.map { DescribedField(field: $0) } : []
    }

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "services": .list { view in
            view.services.map {
                OptionView(value: $0.id.description, label: $0.name, isSelected: $0.id.description == view.service,
                           isTrial: $0.environment == .trial)
            }
        },
        "isNew": .flag { $0.record == nil },
        "subject": .text { $0.subject },
        "content": .text { $0.content },
        "version": .text { $0.record.map { String($0.newestVersion) } ?? "" },
        "notice": .text { $0.notice },
        "hasNewFields": .flag { $0.hasNewFields },
        "problems": .list { view in view.isRefused ? view.problems.map { Fault(field: $0.field, sentence: $0.sentence) } : [] },
        "hasProblems": .flag { $0.isRefused && !$0.problems.isEmpty },
        "nameError": .text { $0.sentence("nome") },
        "serviceError": .text { $0.sentence("servizio") },
        "subjectError": .text { $0.sentence("oggetto") },
        "contentError": .text { $0.sentence("contenuto") },
        "templateFields": .list { $0.describedFields },
        "hasFields": .flag { $0.template?.fields.isEmpty == false },
        "unseenFields": .list { $0.unseenFields },
        "fieldNames": .text { view in
            (view.template?.fields.map(\.name) ?? view.described.keys.sorted()).joined(separator: " ")
        },
        "preview": .view { $0.preview },
    ]
}

/// A field of a template as an administrator describes it.
struct DescribedField: View {
    var field: TemplateField
    var labelError = ""
    var kindError = ""

    static let fields: Fields<Self> = [
        "name": .text { $0.field.name },
        "label": .text { $0.field.label },
        "kind": .text { $0.field.kind.word },
        "kindLabel": .text { $0.field.kind.label },
        "kinds": .list { view in
            TemplateField.Kind.allCases.map { OptionView(value: $0.word, label: $0.label, isSelected: $0 == view.field.kind) }
        },
        "isRequired": .flag { $0.field.isRequired },
        "labelError": .text { $0.labelError },
        "kindError": .text { $0.kindError },
    ]
}

extension TemplateField.Kind {
    /// What people read.
    var label: String {
        switch self {
        case .text: "Testo di una riga"
        case .longText: "Testo lungo"
        case .date: "Data"
        case .amount: "Importo in euro"
        case .number: "Numero intero"
        }
    }
}
