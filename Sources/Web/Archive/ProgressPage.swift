import Domain
import FastCGI
import Store
import Template

/// Fragments for the rows that still move, the same that the pages first showed: state cells of the archive,
/// or with `vista=dettaglio` the pieces of the detail of one.
struct ProgressPage: Sendable {
    /// Pages ask by themselves: it does not show that somebody is there.
    static let address = "/notifiche/stato"

    private let cells: CompiledTemplate<ProgressView, Bare>
    private let detail: CompiledTemplate<DetailPageView, Bare>

    /// As many as a page of the archive has.
    private static let most = TenantStore.archivePageSize

    init(_ library: Library) throws(TemplateError) {
        cells = try library.template("progress", ProgressView.self)
        detail = try library.template("detail-progress", DetailPageView.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let ids = exchange.request.query.fields.filter { $0.name == "uuid" }.prefix(Self.most).compactMap { NotificationID($0.value) }
        if exchange.request.query["vista"] == "dettaglio" {
            guard let id = ids.first, let found = try exchange.store.detailed(id) else { throw HTTPRefusal.notFound }
            return .html(detail.render(try DetailPageView(exchange, found)))
        }
        let states = try exchange.store.states(of: ids)
        let cells = ids.compactMap { id in states[id].map { ProgressCell(id: id.description, state: StateView(state: $0)) } }
        return .html(self.cells.render(ProgressView(cells: cells)))
    }
}

private struct ProgressView: View {
    var cells: [ProgressCell]
    static let fields: Fields<Self> = ["cells": .list { $0.cells }]
}

private struct ProgressCell: View {
    var id: String
    var state: StateView
    static let fields: Fields<Self> = ["id": .text { $0.id }, "state": .view { $0.state }]
}
