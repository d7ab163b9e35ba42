import Domain
import FastCGI
import Secrets
import Store
import Template

/// Importa servizi: a list is pasted or chosen, looked at line by line, then added whole.
///
/// A list holds keys in clear. Between the look and Importa the text goes to the browser and back sealed, for this session
/// only, so no page shows a key and the database keeps none that nobody asked for. What was pasted with faults in it comes
/// back in its field, in the answer to that very form: losing a hundred lines for one would be worse. A file does not: whoever
/// chose it has it. Nor does what was sealed: the page must not open it.
struct ServicesImportPage: Sendable {
    private let formTemplate: CompiledTemplate<ServicesImportView, Layout>
    private let lookTemplate: CompiledTemplate<ServicesImportLookView, Layout>

    /// Bytes of a list: sealed and in Base64 it still fits in a form.
    private static let longest = 180_000
    private static let title = "Importa servizi"
    private static let notAdded = ["Nessun servizio è stato importato: scegliere di nuovo il file oppure incollare di nuovo l’elenco."]

    init(_ library: Library) throws(TemplateError) {
        formTemplate = try library.template("services-import", ServicesImportView.self, within: Layout.self)
        lookTemplate = try library.template("services-import-look", ServicesImportLookView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response { try render(exchange, ServicesImportView()) }

    func look(_ exchange: Exchange) throws -> Response {
        let file = exchange.request.file("file") ?? [], pasted = exchange.request.form["elenco"] ?? ""
        let bytes = file.isEmpty ? Array(pasted.utf8) : Array(DelimitedText.inUTF8(file))
        func refuse(_ faults: [String]) throws -> Response {
            try render(exchange, ServicesImportView(text: file.isEmpty ? pasted : "", faults: faults, cameInFile: !file.isEmpty))
        }
        guard bytes.contains(where: { $0 > 0x20 }) else { return try refuse(["Incollare l’elenco oppure scegliere il file."]) }
        guard bytes.count <= Self.longest else {
            return try refuse(["L’elenco supera \(Self.longest.italian) byte: dividerlo in più parti."])
        }
        let list = try read(bytes, exchange)
        guard list.faults.isEmpty else { return try refuse(list.faults) }
        let sealed = exchange.site.storage.seal(bytes, for: place(exchange)).base64
        return try exchange.page(lookTemplate, ServicesImportLookView(lines: list.lines, sealed: sealed), title: Self.title)
    }

    func add(_ exchange: Exchange) throws -> Response {
        let sealed = exchange.request.form["conservato"].flatMap([UInt8].init(base64:))
        guard let bytes = sealed.flatMap({ exchange.site.storage.open($0, for: place(exchange)) }) else {
            return try refuse(exchange, ["La pagina non vale più: incollare di nuovo l’elenco."])
        }
        let list = try read(bytes, exchange)
        // Somebody may have added one of them meanwhile.
        guard list.faults.isEmpty else { return try refuse(exchange, Self.notAdded + list.faults) }
        let services = try list.lines.compactMap { line in
            try line.description.map { description in
                let id = ServiceID.make()
                return NewService(id: id, description: description, keys: try exchange.seal(line.keys, for: id))
            }
        }
        do {
            try exchange.store.addServices(services, by: exchange.person.id)
        } catch where StoreFault.isNameTaken(error) || StoreFault.isServiceTaken(error) {
            return try refuse(exchange, Self.notAdded + read(bytes, exchange).faults)
        }
        exchange.ring()
        return exchange.redirect(to: "/servizi?importati=\(services.count)")
    }

    private func read(_ bytes: [UInt8], _ exchange: Exchange) throws -> ServiceList {
        ServiceList(bytes, existing: try exchange.directory().services.map(\.description))
    }

    private func place(_ exchange: Exchange) -> [UInt8] {
        Array("import|".utf8) + exchange.tenant.id.bytes + (exchange.session?.token.digest ?? [])
    }

    private func refuse(_ exchange: Exchange, _ faults: [String]) throws -> Response {
        try render(exchange, ServicesImportView(faults: faults))
    }

    private func render(_ exchange: Exchange, _ view: ServicesImportView) throws -> Response {
        try exchange.page(formTemplate, view, title: Self.title, faults: view.summary)
    }
}
