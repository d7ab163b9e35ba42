import Domain
import FastCGI
import Store
import Template

/// Esporta Excel: ask, look how far it is, take the file. Only for the person who asked.
struct ExportPage: Sendable {
    private let template: CompiledTemplate<ExportView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("export", ExportView.self, within: Layout.self)
    }

    func ask(_ exchange: Exchange) throws -> Response {
        let search = ArchiveSearch(exchange.request.form)
        guard search.faults.isEmpty else { return exchange.redirect(to: "/notifiche?ricerca=ultima") }
        guard let id = try exchange.store.addExport(filter: search.filter, by: exchange.person.id) else { throw HTTPRefusal.tooManyExports }
        try exchange.ring { try exchange.store.export(id, of: exchange.person.id)?.state != .queued }
        return exchange.redirect(to: "/esportazioni/\(id)")
    }

    func show(_ exchange: Exchange) throws -> Response {
        let export = try found(exchange)
        return try exchange.page(template, ExportView(export: export), title: "Esporta Excel")
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
        guard let id: ExportID = exchange.id(), let export = try exchange.store.export(id, of: exchange.person.id)
        else { throw HTTPRefusal.notFound }
        return export
    }
}

private struct ExportView: View {
    var export: Export

    static let fields: Fields<Self> = [
        "isReady": .flag { $0.export.state == .ready },
        "isWaiting": .flag { $0.export.state == .queued },
        "hasFailed": .flag { $0.export.state == .failed },
        "id": .shown { $0.export.id },
        "rows": .text { String($0.export.rowsDone) },
        "isOne": .flag { $0.export.rowsDone == 1 },
        "fileName": .text { $0.export.fileName ?? "" },
        "kilobytes": .text { String((($0.export.size ?? 0) + 1023) / 1024) },
    ]
}
