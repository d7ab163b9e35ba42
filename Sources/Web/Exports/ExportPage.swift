import Domain
import FastCGI
import Store
import Template

/// Esporta Excel: ask, look how far it is, take the file or give it up. Only for the person who asked.
struct ExportPage: Sendable {
    private let template: CompiledTemplate<ExportView, Layout>
    private let list: CompiledTemplate<ExportsView, Layout>

    static let address = "/esportazioni"

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("export", ExportView.self, within: Layout.self)
        list = try library.template("exports", ExportsView.self, within: Layout.self)
    }

    func ask(_ exchange: Exchange) throws -> Response {
        let search = ArchiveSearch(exchange.request.form)
        guard search.faults.isEmpty else { return exchange.redirect(to: "/notifiche?ricerca=ultima") }
        guard let id = try exchange.store.addExport(filter: search.filter, by: exchange.person.id) else { throw HTTPRefusal.tooManyExports }
        if let code = search.filter.fiscalCode {
            try exchange.store.audit(.archiveSearched, by: exchange.person.id, about: exchange.digest(of: code))
        }
        return try Self.lead(exchange, to: id)
    }

    /// To an extraction that has just been asked for, once it is there or a second is over.
    static func lead(_ exchange: Exchange, to id: ExportID) throws -> Response {
        try exchange.ring { try exchange.store.export(id, of: exchange.person.id)?.state != .queued }
        return exchange.redirect(to: "\(address)/\(id)")
    }

    /// I miei Excel di oggi.
    func showAll(_ exchange: Exchange) throws -> Response {
        let exports = try exchange.store.exports(of: exchange.person.id).filter { Self.isAllowed($0, to: exchange.person) }
        return try exchange.page(list, ExportsView(exports: exports.map { ExportView(export: $0) }), title: "I miei Excel di oggi")
    }

    func show(_ exchange: Exchange) throws -> Response {
        let export = try found(exchange)
        return try exchange.page(template, ExportView(export: export), title: "Esporta Excel")
    }

    func cancel(_ exchange: Exchange) throws -> Response {
        let export = try found(exchange)
        _ = try exchange.store.cancelExport(export.id, of: exchange.person.id)
        return exchange.redirect(to: "\(Self.address)/\(export.id)")
    }

    func file(_ exchange: Exchange) throws -> Response {
        let export = try found(exchange)
        guard export.state == .ready, let chunks = export.chunks, let name = export.fileName, let size = export.size else {
            throw HTTPRefusal.notFound
        }
        try exchange.store.audit(.exportTaken, by: exchange.person.id, on: .export(export.id))
        var response = Response(status: 200)
        response.add("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        response.add("Content-Disposition", "attachment; filename=\"\(name)\"")
        response.add("Content-Length", "\(size)")
        // The answer outlives this exchange, and each piece may take as long as the browser likes.
        let (database, tenant, id) = (exchange.site.database, exchange.tenant.id, export.id)
        response.pieces = { number in
            number < chunks ? try InstallationStore(database).store(of: tenant).chunk(number, of: id) : nil
        }
        return response
    }

    private func found(_ exchange: Exchange) throws -> Export {
        guard let id: ExportID = exchange.id(), let export = try exchange.store.export(id, of: exchange.person.id),
              Self.isAllowed(export, to: exchange.person)
        else { throw HTTPRefusal.notFound }
        return export
    }

    /// Who asked for the Registro may be its administrator no longer.
    private static func isAllowed(_ export: Export, to person: Person) -> Bool { export.kind == .archive || person.role.mayAdminister }
}

private struct ExportsView: View {
    var exports: [ExportView]

    static let fields: Fields<Self> = ["exports": .list { $0.exports }, "hasNone": .flag { $0.exports.isEmpty }]
}

private struct ExportView: View {
    var export: Export

    private var isOfAudit: Bool { export.kind == .audit }
    private var rows: String {
        let (one, several) = isOfAudit ? ("riga", "righe") : ("notifica", "notifiche")
        return "\(export.rowsDone.italian) \(export.rowsDone == 1 ? one : several)"
    }

    static let fields: Fields<Self> = [
        "isReady": .flag { $0.export.state == .ready },
        "isWaiting": .flag { $0.export.state == .queued },
        "hasFailed": .flag { $0.export.state == .failed },
        "isCancelled": .flag { $0.export.state == .cancelled },
        "isOfAudit": .flag { $0.isOfAudit },
        "isFirst": .flag { $0.export.ahead == 0 },
        "ahead": .text { view in view.export.ahead.flatMap { $0 > 0 ? String($0) : nil } ?? "" },
        "isOneAhead": .flag { $0.export.ahead == 1 },
        "id": .shown { $0.export.id },
        "date": .text { RomeTime($0.export.createdAt).italianDate },
        "time": .text { RomeTime($0.export.createdAt).italianTime },
        "rows": .text { $0.rows },
        "fileName": .text { $0.export.fileName ?? "" },
        "kilobytes": .text { ((($0.export.size ?? 0) + 1023) / 1024).italian },
    ]
}
