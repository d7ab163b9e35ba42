import Domain
import FastCGI
import Secrets
import Store
import Template

/// The Registro's filters.
typealias AuditSearch = Search<AuditFilter>

/// Registro: who did what, the newest first, 50 lines a page; what is known of a notification or of a citizen; Esporta Excel.
///
/// A codice fiscale stands in no address: what was asked stays with the session, under a key.
struct AuditPage: Sendable {
    private let template: CompiledTemplate<AuditView, Layout>
    private static let lines = 50
    static let address = "/registro"

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("audit", AuditView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let query = exchange.request.query
        guard let key = query["ricerca"] else {
            let search = try search(query, exchange)
            return search.filter.citizen == nil ? try show(exchange, search) : try lead(exchange, to: search)
        }
        guard let kept = exchange.session?.searches[key] else {
            var lost = AuditSearch(Form())
            lost.refuse("Questa ricerca non c’è più: resta a chi l’ha fatta, finché resta collegato. Rifarla qui.")
            return try show(exchange, lost)
        }
        var search = try search(Form(urlEncoded: Array(kept.utf8)), exchange)
        search.key = key
        return try show(exchange, search)
    }

    /// Leads to what was asked for.
    func search(_ exchange: Exchange) throws -> Response {
        let search = try search(exchange.request.form, exchange)
        return search.faults.isEmpty ? try lead(exchange, to: search) : try show(exchange, search)
    }

    func export(_ exchange: Exchange) throws -> Response {
        let search = try search(exchange.request.form, exchange)
        guard search.faults.isEmpty else { return try show(exchange, search) }
        guard let id = try exchange.store.addExport(audit: filter(search, exchange), by: exchange.person.id) else {
            throw HTTPRefusal.tooManyExports
        }
        try note(search, exchange)
        return try ExportPage.lead(exchange, to: id)
    }

    private func lead(_ exchange: Exchange, to search: AuditSearch) throws -> Response {
        guard search.filter.citizen != nil, let session = exchange.session else {
            return exchange.redirect(to: search.address(Self.address))
        }
        try note(search, exchange)
        var search = search
        let key = session.searches.key(of: search.query) ?? String(Token.random().hexadecimal.prefix(16))
        if session.searches[key] == nil { try exchange.store.keep(search.query, under: key, of: session.token.digest) }
        search.key = key
        return exchange.redirect(to: search.address(Self.address))
    }

    /// Who asks who looked for a citizen has looked for one.
    private func note(_ search: AuditSearch, _ exchange: Exchange) throws {
        guard let code = search.filter.citizen else { return }
        try exchange.store.audit(.auditSearched, by: exchange.person.id, about: exchange.digest(of: code))
    }

    private func show(_ exchange: Exchange, _ search: AuditSearch) throws -> Response {
        let query = exchange.request.query, last: AuditID? = query.id("prima"), behind: NotificationID? = query.id("altre")
        let slice = search.faults.isEmpty
            ? try exchange.store.audit(filter(search, exchange), olderThan: last, behind: behind, limit: Self.lines) : AuditSlice()
        let names = try AuditNames(exchange, of: slice.lines)
        var view = AuditView(search: search, names: names, isOfTenant: exchange.tenant.kind == .publicBody, slice: slice)
        (view.isFirst, view.behind) = (last == nil, behind)
        return try exchange.page(template, view, title: "Registro", faults: search.summary)
    }

    /// What a search asks of the audit. Looks are not in it unless they are asked for, or somebody wants to know who saw what.
    private func filter(_ search: AuditSearch, _ exchange: Exchange) -> AuditFilter {
        var filter = search.filter
        filter.digests = filter.citizen.map(exchange.digests) ?? []
        if filter.choice == nil, filter.matter == nil { filter.choice = .allButLooks }
        return filter
    }

    /// Reads filters. What names a notification in another way than by its UUID is looked for in the archive.
    private func search(_ form: Form, _ exchange: Exchange) throws -> AuditSearch {
        let others = form.fields.filter { $0.name != "su" }.map { ($0.name, $0.value) }, typed = form.text("su")
        guard exchange.tenant.kind == .publicBody, !typed.isEmpty else { return AuditSearch(Form(others)) }
        func search(_ matter: String) -> AuditSearch { AuditSearch(Form([("su", matter)] + others)) }
        guard let filter = Self.archiveFilter(typed) else { return search(AuditMatter(text: typed)?.text ?? typed) }
        let found = try exchange.store.archive(filter, at: .newest, counts: false).rows
        if found.count == 1 { return search(found[0].id.description) }
        var failed = search(typed)
        failed.refuse(
            found.isEmpty ? "Nessuna notifica ha questo identificativo." : "Più notifiche hanno questo numero: scrivere l’UUID di una.",
            beside: "su")
        return failed
    }

    private static func archiveFilter(_ typed: String) -> ArchiveFilter? {
        var filter = ArchiveFilter()
        switch Sought.read(typed) {
        case .idEnd(let end): filter.idEnd = end
        case .ioID(let id): filter.ioID = id
        case .noticeNumber(let number): filter.noticeNumber = number.value
        case .id, .fiscalCode, .fiscalCodeOrWord, .words: return nil
        }
        return filter
    }
}

extension AuditNames {
    init(_ exchange: Exchange, of lines: [AuditLine]) throws {
        self.init()
        if exchange.tenant.kind == .installation {
            // Its account of the database reads no services.
            for person in try exchange.store.people() { people[person.id] = person.name }
            let ids = lines.compactMap { if case .tenant(let id) = $0.subject { id } else { nil } }
            tenants = try exchange.installation.tenantNames(Set(ids))
            return
        }
        let directory = try exchange.directory()
        for person in directory.people { people[person.id] = person.name }
        for service in directory.services { services[service.id] = service.name }
        for template in directory.templates { templates[template.id] = template.name }
    }
}
