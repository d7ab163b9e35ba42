import ArgumentParser
import Domain
import MariaDB
import Store

/// `puntuale modello`: the message templates of a tenant's services.
struct ModelloCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "modello", abstract: "I modelli di notifica dei servizi di un ente.", subcommands: [Add.self, List.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Aggiunge un modello a un servizio.",
            discussion: """
                Nel file la prima riga è l'oggetto, la seconda è vuota, il resto è il contenuto. I campi si scrivono tra doppie parentesi \
                graffe, come {{nome}}; il tipo di quelli che --campo non nomina si deduce dal nome.

                \(ConfigurationOption.exitCodes)
                """)

        @OptionGroup var named: NamedService
        @Option(help: "Il nome con cui gli operatori lo scelgono.") var nome: String
        @Option(help: "Il file con il testo; - per lo standard input.") var file: String
        @Option(help: ArgumentHelp(
            "Il tipo di un campo: \(TemplateField.Kind.allCases.map(\.word).joined(separator: ", ")). Si può ripetere.",
            valueName: "nome=tipo"))
        var campo: [String] = []
        @Option(help: ArgumentHelp(
            "Che cosa del pagamento è anche un campo: \(PaymentPart.allCases.map(\.word).joined(separator: ", ")), no. Si deduce dal nome "
                + "se non è indicato. Si può ripetere.",
            valueName: "nome=parte"))
        var anche: [String] = []
        @Flag(help: "Senza somma e numero avviso non si invia nulla con questo modello.") var richiedePagamento = false
        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                let (store, service) = try named.find(installation)
                let name = try checkedName(nome, atMost: 120)
                let template = try template()
                do {
                    let id = try store.addMessageTemplate(template, name: name, service: service.id, by: nil)
                    if let record = try store.messageTemplate(id) { Record(record).show(asJSON: json) }
                } catch let error as DatabaseError where error.isDuplicate(of: "message_template_name") {
                    throw CommandError("Il servizio ha già un modello con il nome «\(name)».")
                }
            }
        }

        private func template() throws -> MessageTemplate {
            let kinds = try kinds(), parts = try paymentParts()
            let lines = try text().split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
            guard lines.count == 3, lines[1].isEmpty else {
                throw CommandError("Nel file servono l'oggetto, una riga vuota e il contenuto.")
            }
            let (template, problems) = MessageTemplate.read(
                subject: String(lines[0]), content: String(lines[2]), requiresPayment: richiedePagamento
            ) { name in
                guard kinds[name] != nil || parts[name] != nil else { return nil }
                var field = TemplateField(guessing: name)
                if let kind = kinds[name] { field.kind = kind }
                if let part = parts[name] { field.payment = part } else if field.payment?.kind != field.kind { field.payment = nil }
                return field
            }
            guard let template, problems.isEmpty else { throw CommandError(problems.map(\.sentence).joined(separator: "\n")) }
            if let stray = (Array(kinds.keys) + parts.keys).first(where: { name in !template.fields.contains { $0.name == name } }) {
                throw CommandError("Nel testo non c'è nessun campo {{\(stray)}}.")
            }
            return template
        }

        private func kinds() throws -> [String: TemplateField.Kind] {
            var kinds: [String: TemplateField.Kind] = [:]
            for given in campo {
                let parts = given.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, let kind = TemplateField.Kind(word: parts[1]) else {
                    throw CommandError("«\(given)» non è un campo con il suo tipo: scriverlo come importo=importo.")
                }
                kinds[parts[0]] = kind
            }
            return kinds
        }

        private func paymentParts() throws -> [String: PaymentPart?] {
            var parts: [String: PaymentPart?] = [:]
            for given in anche {
                let pair = given.split(separator: "=", maxSplits: 1).map(String.init)
                guard pair.count == 2, pair[1] == "no" || PaymentPart(word: pair[1]) != nil else {
                    throw CommandError("«\(given)» non è un campo con la sua parte del pagamento: scriverlo come importo=somma.")
                }
                parts[pair[0]] = .some(PaymentPart(word: pair[1]))
            }
            return parts
        }

        private func text() throws -> String {
            let limit = 65_536
            guard let bytes = file == "-" ? contents(ofDescriptor: 0, atMost: limit) : contents(ofFile: file, atMost: limit) else {
                throw CommandError("«\(file)» non si può leggere: \(lastSystemError()).")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else { throw CommandError("«\(file)» non è un testo in UTF-8.") }
            return text.withLineFeeds
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Elenca i modelli di un ente.", discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il codice IPA dell'ente.") var codice: String
        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                let templates = try installation.store(of: installation.requiredTenant(codice).id).messageTemplates()
                Record.list(templates.map(Record.init), asJSON: json, empty: "L'ente non ha ancora nessun modello.")
            }
        }
    }
}

extension Record {
    init(_ template: TemplateRecord) {
        fields = [
            "id": JSON(template.id), "servizio": .string(template.serviceName), "nome": .string(template.name),
            "versione": .number(template.version), "campi": .array(template.template.fields.map { .string($0.name) }),
            "stato": template.isWithdrawn ? "ritirato" : "in uso",
        ]
    }
}
