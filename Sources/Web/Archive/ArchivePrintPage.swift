import Domain
import FastCGI
import Store
import Template

/// Elenco di notifiche: what the archive's filters find, for paper: all rows, 200 a sheet.
struct ArchivePrintPage: Sendable {
    static let address = "/notifiche/stampa"
    private let template: CompiledTemplate<ArchivePrintView, Layout>
    private static let rows = 200

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("archive-print", ArchivePrintView.self, within: Layout.self)
    }

    /// What cannot be shown the archive says why.
    func show(_ exchange: Exchange) throws -> Response {
        // Whom somebody looks for the archive writes to the audit.
        guard !exchange.request.query.has("cf") else { return exchange.redirect(to: "/notifiche?\(exchange.request.query.urlEncoded)") }
        let key = exchange.request.query["ricerca"]
        guard let search = exchange.archiveSearch() else { return exchange.redirect(to: "/notifiche?ricerca=\(Form.encode(key ?? ""))") }
        let place = ArchivePlace(exchange.request.query), archive = search.address("/notifiche", [])
        guard search.faults.isEmpty else { return exchange.redirect(to: archive) }
        let directory = try exchange.directory()
        var list = ArchiveView(search: search, directory, at: Self.address, size: Self.rows)
        do {
            var sheet = try exchange.store.archive(search.filter, at: place.position, counts: false, size: Self.rows)
            if sheet.total == nil, place.position == .newest {
                sheet.total = try exchange.store.archive(search.filter, at: .newest).total
            }
            list.show(sheet, from: place)
        } catch where StoreFault.tookTooLong(error) {
            return exchange.redirect(to: archive)
        }
        list.allowed = exchange.person.scope.sentence(directory.services)
        let view = ArchivePrintView(
            list: list, archive: archive, tenant: exchange.tenant.name, printedBy: exchange.person.name, printedAt: .now())
        return try exchange.page(template, view, title: "Elenco di notifiche")
    }
}

private struct ArchivePrintView: View {
    var list: ArchiveView
    /// Where the same is on the screen.
    var archive: String
    var tenant: String
    var printedBy: String
    var printedAt: Moment

    static let fields: Fields<Self> = [
        "list": .view { $0.list },
        "archive": .text { $0.archive },
        "tenant": .text { $0.tenant },
        "printedBy": .text { $0.printedBy },
        "printedAt": .text { $0.printedAt.italianInSentence },
        "from": .text { $0.list.rows.last.map { RomeTime($0.row.id.madeAt).date.italian } ?? "" },
        "to": .text { $0.list.rows.first.map { RomeTime($0.row.id.madeAt).date.italian } ?? "" },
    ]
}
