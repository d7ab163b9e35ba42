import Domain
import FastCGI
import Secrets
import Store
import Template

/// Archivio notifiche: one box and the filters, 25 rows a page, Nuovo and Esporta Excel.
///
/// What was searched for stays with the session, and addresses name it by a key: a codice fiscale stands in none.
struct ArchivePage: Sendable {
    private let template: CompiledTemplate<ArchiveView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("archive", ArchiveView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        // An address from elsewhere: it is not kept as it is.
        if exchange.request.query.has("cf") { return try lead(exchange, to: ArchiveSearch(exchange.request.query), straight: false) }
        return try show(exchange, refusing: nil)
    }

    /// - Parameter sentence: why nothing came of what was asked with what is on it.
    func show(_ exchange: Exchange, refusing sentence: String?) throws -> Response {
        guard let search = exchange.archiveSearch() else {
            var view = ArchiveView(search: ArchiveSearch(Form()), try exchange.directory())
            view.isLost = true
            return try exchange.page(template, view, title: "Archivio notifiche", faults: sentence.map { Faults(saying: $0) } ?? .none)
        }
        return try show(exchange, search, refusing: sentence)
    }

    /// Keeps what is searched for, and leads to what it finds: to the only one, or to the list.
    func search(_ exchange: Exchange) throws -> Response {
        var search = try ArchiveSearch(exchange.request.form) { code in
            var filter = ArchiveFilter()
            filter.fiscalCode = code.value
            return try !exchange.store.archive(filter, at: .newest, counts: false).rows.isEmpty
        }
        if search.query.utf8.count > KeptSearches.mostCharacters { search.refuse("Troppi filtri insieme: toglierne qualcuno.") }
        guard search.faults.isEmpty else { return try show(exchange, search, refusing: nil) }
        return try lead(exchange, to: search, straight: search.isOfBox && !exchange.request.form.has("togli"))
    }

    /// - Parameter straight: to the only notification that it finds, where there is just one.
    private func lead(_ exchange: Exchange, to search: ArchiveSearch, straight: Bool) throws -> Response {
        let order = exchange.request.form["ordine"].flatMap(ArchiveOrder.init)
        let place = order.map { ArchivePlace(in: $0) } ?? ArchivePlace(exchange.request.query)
        guard search.isNarrowed, search.query.utf8.count <= KeptSearches.mostCharacters, let session = exchange.session else {
            return exchange.redirect(to: ArchiveSearch(Form()).address("/notifiche", order == nil ? [] : place.fields))
        }
        if let code = search.filter.fiscalCode, search.faults.isEmpty {
            try exchange.store.audit(.archiveSearched, by: exchange.person.id, about: exchange.digest(of: code))
        }
        var search = search
        search.key = session.searches.key(of: search.query) ?? String(Token.random().hexadecimal.prefix(16))
        if session.searches[search.key!] == nil { try exchange.store.keep(search.query, under: search.key!, of: session.token.digest) }
        if straight, let only = try only(search.filter, exchange) {
            try exchange.store.rememberList(search.query(with: []), of: session.token.digest)
            return exchange.redirect(to: "/notifiche/\(only)")
        }
        return exchange.redirect(to: search.address("/notifiche", place.fields))
    }

    /// The only notification that a filter finds.
    private func only(_ filter: ArchiveFilter, _ exchange: Exchange) throws -> NotificationID? {
        do {
            let found = try exchange.store.archive(filter, at: .newest, counts: false)
            return found.rows.count == 1 && !found.hasOlder && found.searchedThrough == nil ? found.rows[0].id : nil
        } catch where StoreFault.tookTooLong(error) {
            return nil
        }
    }

    private func show(_ exchange: Exchange, _ search: ArchiveSearch, refusing sentence: String?) throws -> Response {
        let directory = try exchange.directory(), place = ArchivePlace(exchange.request.query)
        var view = ArchiveView(search: search, directory)
        if exchange.person.role.maySend { view.drafts = try exchange.drafts() }
        if search.faults.isEmpty {
            do {
                if let order = place.order { view.show(try exchange.store.archive(search.filter, in: order), in: order, from: place) }
                if !view.isOrdered { view.show(try slice(exchange, search, at: place.position), from: place) }
                view.offerDecisions(exchange)
                try remember(search.query(with: place.fields), exchange)
            } catch where StoreFault.tookTooLong(error) {
                view.search.refuse("La ricerca richiede troppo tempo: restringerla, per esempio con due date o con il codice fiscale.")
            }
        }
        view.allowed = exchange.person.scope.sentence(directory.services)
        if view.rows.isEmpty, !search.isNarrowed, view.search.faults.isEmpty {
            if view.allowed.isEmpty { view.steps = FirstSteps(exchange, directory) }
            view.isEmpty = true
        }
        let faults = sentence.map { Faults(saying: $0) } ?? view.faults
        return try exchange.page(template, view, title: "Archivio notifiche", faults: faults)
    }

    /// A page of the list. The whole of a long archive is not counted for each page of it.
    private func slice(_ exchange: Exchange, _ search: ArchiveSearch, at position: ArchivePosition) throws -> ArchiveSlice {
        let isWhole = search.filter == ArchiveFilter() && exchange.person.scope == .all && position == .newest
        let known = isWhole ? exchange.site.longArchives.total(of: exchange.tenant.id) : nil
        var slice = try exchange.store.archive(search.filter, at: position, counts: known == nil)
        if isWhole, known == nil, case .moreThan = slice.total { exchange.site.longArchives.note(slice.total!, of: exchange.tenant.id) }
        slice.total = slice.total ?? known
        return slice
    }

    /// What is too long to be kept leads to the whole list.
    private func remember(_ list: String, _ exchange: Exchange) throws {
        let list = list.utf8.count <= 2_000 ? list : ""
        guard let session = exchange.session, list != session.list else { return }
        try exchange.store.rememberList(list, of: session.token.digest)
    }
}

extension Exchange {
    /// What an address of the archive asks for, whose place in the list is left in the query; `nil`: a search that the session has no more.
    func archiveSearch() -> ArchiveSearch? {
        // The list that the session looked at last, with its filters and its page.
        if request.query["ricerca"] == "ultima" { request.query = Form(urlEncoded: Array((session?.list ?? "").utf8)) }
        guard let key = request.query["ricerca"] else { return ArchiveSearch(request.query) }
        guard let kept = session?.searches[key] else { return nil }
        let place = request.query.fields.filter { $0.name != "ricerca" }
        request.query = Form((Form(urlEncoded: Array(kept.utf8)).fields + place).map { ($0.name, $0.value) })
        var search = ArchiveSearch(request.query)
        search.key = key
        return search
    }
}
