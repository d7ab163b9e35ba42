import Domain
import FastCGI
import Store
import Template
import Text

/// What an administrator types about a message template.
struct MessageTemplateFormView: View {
    private(set) var name = ""
    /// The template that is being changed; `nil`: a new one.
    var record: TemplateRecord?
    /// Why it was not saved.
    private(set) var faults = Faults.none
    /// What a new one may be of.
    private var services: [Directory.Service] = []
    private var service = ""
    private var subject = ""
    private var content = ""
    private var requiresPayment = false
    /// What was said of the fields that the page knew.
    private var described: [String: TemplateField] = [:]
    private var template: MessageTemplate?
    private var problems: [TemplateProblem] = []
    /// What was cleaned of the texts that came.
    private var pasted = PastedTexts()

    init(of services: [Directory.Service]) { self.services = services }

    init(_ record: TemplateRecord) {
        self.record = record
        name = record.name
        (subject, content, template) = (record.template.subject.source, record.template.content.source, record.template)
        requiresPayment = record.template.requiresPayment
    }

    /// What was typed about a new one, of one of the services.
    init(_ form: Form, of services: [Directory.Service]) {
        self.services = services
        read(form)
    }

    init(_ form: Form, changing record: TemplateRecord) {
        self.record = record
        read(form)
    }

    private mutating func read(_ form: Form) {
        name = form.text("nome")
        service = form["servizio"] ?? ""
        pasted = PastedTexts(form)
        pasted.address = previewAddress
        subject = pasted.read("oggetto", form["oggetto"] ?? "", as: .line)
        content = pasted.read("contenuto", form["contenuto"] ?? "", as: .markdown)
        requiresPayment = form.has("richiede_pagamento")
        for known in (form["campi"] ?? "").split(separator: " ").map(String.init) {
            var field = TemplateField(guessing: known)
            field.label = (form["etichetta_\(known)"] ?? field.label).trimmed()
            field.kind = form["tipo_\(known)"].flatMap(TemplateField.Kind.init(word:)) ?? field.kind
            field.isRequired = form.has("obbligatorio_\(known)")
            if let word = form["anche_\(known)"] { field.payment = PaymentPart(word: word) }
            described[known] = field
        }
    }

    /// Finds the fields of the text, and what is wrong with it.
    mutating func look() {
        let described = described
        (template, problems) = MessageTemplate.read(subject: subject, content: content, requiresPayment: requiresPayment) { described[$0] }
    }

    /// Shows what was typed, though nothing came of it.
    mutating func keep() {
        look()
        problems = []
        faults = Faults(saying: Faults.kept)
    }

    /// The template and its service, if all of it is right and the page showed all of its fields; else there are faults.
    mutating func check() -> (MessageTemplate, service: ServiceID)? {
        look()
        let service = record?.service ?? services.first { $0.id.description == self.service }?.id
        if service == nil { problems.insert(TemplateProblem(field: "servizio", sentence: "Scegliere il servizio."), at: 0) }
        if let fault = name.fault(asNameUpTo: 120) {
            problems.insert(TemplateProblem(field: "nome", sentence: fault), at: service == nil ? 1 : 0)
        }
        guard let template, let service, problems.isEmpty else {
            refuse()
            return nil
        }
        guard template.fields.allSatisfy({ described[$0.name] != nil }) else {
            let sentence = "Controllare nome e tipo dei campi trovati nel testo, poi premere Salva."
            faults = Faults([Fault(field: "campi", sentence: sentence)], heading: "Il modello non è ancora stato salvato.")
            return nil
        }
        guard !pasted.isToBeSeen else {
            let sentence = "Il testo incollato è stato corretto, come dice la nota sopra l’anteprima: controllarlo, poi premere Salva."
            faults = Faults([Fault(field: "contenuto", sentence: sentence)], heading: "Il modello non è ancora stato salvato.")
            return nil
        }
        return (template, service)
    }

    mutating func refuseName() {
        problems = [TemplateProblem(field: "nome", sentence: "C’è già un modello di questo servizio con questo nome.")]
        refuse()
    }

    /// Somebody has saved a version meanwhile.
    mutating func refuse(for newest: TemplateRecord) {
        record = newest
        faults = Faults([Fault(field: "versioni", sentence: """
            Intanto \(newest.writtenBy ?? "la configurazione iniziale") ha salvato la versione \(newest.version), che si legge sotto. \
            Quanto scritto qui è conservato: con Salva diventa la versione successiva.
            """)], heading: "Il modello non è stato salvato.")
    }

    private mutating func refuse() {
        faults = Faults(problems.map { Fault(field: $0.field, sentence: $0.sentence) },
                        heading: "Il modello non è stato salvato: correggere quanto indicato.")
    }

    /// In the order of the page.
    private var inputs: [FieldView] {
        let choice = FieldView(name: "servizio", label: "Servizio", kind: .choice(choices), isRequired: true, value: service)
        let typed = [
            FieldView(name: "nome", label: "Nome del modello",
                      help: "Lo legge l’operatore che lo sceglie; il cittadino non lo vede.", isRequired: true, maximumLength: 120,
                      value: name),
            FieldView(name: "oggetto", label: "Oggetto", help: "Da 10 a 120 caratteri quando i campi sono compilati.", isRequired: true,
                      value: subject),
            FieldView(name: "contenuto", label: "Contenuto", kind: .area(rows: 11), help: """
                Dove cambia da un cittadino all’altro si scrive un campo tra doppie parentesi graffe, come {{nome}}, {{importo}} o \
                {{data_scadenza}}. Si possono usare **grassetto**, *corsivo*, # titolo, - elenco, [testo](https://…).
                """, isRequired: true, value: content),
        ]
        return ((record == nil ? [choice] : []) + typed).map { field in
            var field = field
            field.error = sentence(field.name)
            field.warnings = remarks(field.name)
            return field
        }
    }

    private var paymentTick: FieldView {
        FieldView(name: "richiede_pagamento", label: "Richiede il pagamento", kind: .tick,
                  help: "Senza somma e numero avviso la notifica non parte.", value: requiresPayment ? "1" : "")
    }

    private var choices: [OptionView] {
        [OptionView(value: "", label: "Scegliere il servizio")] + services.map { service in
            OptionView(value: service.id.description,
                       label: service.name + (service.environment == .trial ? " – AMBIENTE DI PROVA" : ""))
        }
    }

    /// What a citizen would read as nobody wrote it. It stays on the page after saving.
    private func remarks(_ field: String) -> [String] {
        let texts = [FormField.subject: template?.subject, .content: template?.content]
        guard let field = FormField(rawValue: field), let text = texts[field] else { return [] }
        return text?.remarks(in: field) ?? []
    }

    private var previewAddress: String { "/modelli/\(record?.id.description ?? "nuovo")/anteprima" }

    private func sentence(_ field: String) -> String { problems.first { $0.field == field }?.sentence ?? "" }

    private var preview: PreviewView? {
        template.map { template in
            let filled = template.example
            let service = services.first { $0.id.description == self.service }
            return PreviewView(subject: filled.subject, service: record?.serviceName ?? service?.name ?? "",
                               isSecure: service?.requiresSecureChannels == true, markdown: filled.markdown)
        }
    }

    private var describedFields: [DescribedField] {
        (template?.fields ?? []).map {
            DescribedField(field: $0, labelError: sentence("etichetta_\($0.name)"), kindError: sentence("tipo_\($0.name)"),
                           paymentError: sentence("anche_\($0.name)"))
        }
    }

    /// A text that cannot be read has no fields, but what was said of them must not be lost.
    private var unseenFields: [DescribedField] {
        template == nil ? described.values.sorted { $0.name < $1.name }.map { DescribedField(field: $0) } : []
    }

    static let fields: Fields<Self> = [
        "inputs": .list { $0.inputs },
        "requiresPayment": .view { $0.paymentTick },
        "version": .text { $0.record.map { String($0.newestVersion) } ?? "" },
        "previewAddress": .text { $0.previewAddress },
        "templateFields": .list { $0.describedFields },
        "hasFields": .flag { $0.template?.fields.isEmpty == false },
        "unseenFields": .list { $0.unseenFields },
        "fieldNames": .text { view in
            (view.template?.fields.map(\.name) ?? view.described.keys.sorted()).joined(separator: " ")
        },
        "preview": .view { $0.preview },
        "pasted": .view { $0.pasted },
    ]
}
