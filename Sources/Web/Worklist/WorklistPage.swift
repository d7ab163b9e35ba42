import Domain
import FastCGI
import Store
import Template

/// Da seguire: whom it did not reach, and of what nobody can know whether it did; the person's own first, all at one click.
struct WorklistPage: Sendable {
    static let address = "/seguire"
    private let template: CompiledTemplate<WorklistView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("worklist", WorklistView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let list = try exchange.store.worklist(), directory = try exchange.directory()
        let choice = WorklistChoice(exchange.request.query, of: exchange.person)
        let chosen = list.entries.filter { choice.takes($0, of: exchange.person.id) }
        let page = choice.page(of: chosen.count)
        let shown = chosen[page.indices].map(\.id)
        let view = WorklistView(
            exchange, list, choice, directory, count: chosen.count, page: page, rows: try exchange.store.worklistRows(shown))
        return try exchange.page(template, view, title: "Da seguire")
    }

    func take(_ exchange: Exchange) throws -> Response { try assign(exchange, to: exchange.person.id, saying: .taken) }

    func giveBack(_ exchange: Exchange) throws -> Response { try assign(exchange, to: nil, saying: .givenBack) }

    /// Those that are ticked, or the one whose button was pressed.
    private func assign(_ exchange: Exchange, to owner: PersonID?, saying notice: Notice) throws -> Response {
        let form = exchange.request.form, ids = NotificationID.chosen(form, form.has("sola") ? "sola" : "scelta")
        let back = WorklistChoice(form, of: exchange.person).address
        guard !ids.isEmpty else { return exchange.redirect(to: back, saying: .nothingChosen) }
        let changed = try exchange.store.assign(ids, to: owner, by: exchange.person.id)
        return exchange.redirect(to: back, saying: changed == 0 ? .worklistMoved : notice)
    }
}

/// What of the worklist is shown.
struct WorklistChoice {
    private enum Whose: String { case mine = "mie", all = "tutte" }

    private let whose: Whose
    private let state: NotificationState?
    private let service: ServiceID?
    /// From 1 on.
    private let number: Int

    private static let pageSize = 25

    /// Who only reads follows nothing, and begins with all.
    init(_ form: Form, of person: Person) {
        whose = Whose(rawValue: form.text("chi_segue")) ?? (person.role.maySend ? .mine : .all)
        state = NotificationState(rawValue: form.text("stato")).flatMap { NotificationState.toFollow.contains($0) ? $0 : nil }
        service = form.id("servizio")
        number = max(1, Int(form.text("pagina")) ?? 1)
    }

    private init(whose: Whose, state: NotificationState?, service: ServiceID?, number: Int) {
        (self.whose, self.state, self.service, self.number) = (whose, state, service, number)
    }

    var isOfAll: Bool { whose == .all }
    var isNarrowed: Bool { state != nil || service != nil }
    var isOfAllStates: Bool { state == nil }
    func isOf(_ state: NotificationState) -> Bool { self.state == state }
    func isOfService(_ service: ServiceID) -> Bool { self.service == service }

    // The same list, chosen otherwise; from its beginning.
    func ofAll(_ ofAll: Bool) -> WorklistChoice { WorklistChoice(whose: ofAll ? .all : .mine, state: nil, service: service, number: 1) }
    func of(_ state: NotificationState?) -> WorklistChoice { WorklistChoice(whose: whose, state: state, service: service, number: 1) }
    func page(_ number: Int) -> WorklistChoice { WorklistChoice(whose: whose, state: state, service: service, number: number) }

    func isOfWhom(_ entry: WorklistEntry, _ person: PersonID) -> Bool { whose == .all || entry.person == person }
    func isOfItsService(_ entry: WorklistEntry) -> Bool { service == nil || entry.service == service }

    func takes(_ entry: WorklistEntry, of person: PersonID) -> Bool {
        isOfWhom(entry, person) && isOfItsService(entry) && (state == nil || entry.state == state)
    }

    /// The page that is asked for, or the last where there are fewer by now.
    func page(of count: Int) -> (number: Int, last: Int, indices: Range<Int>) {
        let last = max(1, (count + Self.pageSize - 1) / Self.pageSize), number = min(number, last), start = (number - 1) * Self.pageSize
        return (number, last, start..<min(start + Self.pageSize, count))
    }

    /// As a form carries it along.
    var typedFields: [TypedField] {
        [("chi_segue", whose.rawValue), ("stato", state?.rawValue ?? ""), ("servizio", service?.description ?? ""),
         ("pagina", number == 1 ? "" : String(number))].map { TypedField(name: $0, value: $1) }
            .filter { !$0.value.isEmpty }
    }

    /// The same rows as the archive finds them, for Excel.
    func archiveFields(of person: PersonID) -> [TypedField] {
        let whose = whose == .all ? TypedField(name: "seguire", value: Following.open.rawValue)
            : TypedField(name: "seguita", value: person.description)
        return [whose] + typedFields.filter { ["stato", "servizio"].contains($0.name) }
    }

    var address: String { WorklistPage.address + "?" + Form(typedFields.map { ($0.name, $0.value) }).urlEncoded }
}

extension NotificationID {
    /// Those that a form chose, as many as are decided on at once.
    static func chosen(_ form: Form, _ name: String) -> [NotificationID] {
        form.fields.filter { $0.name == name }.prefix(TenantStore.mostDecidedAtOnce).compactMap { NotificationID($0.value) }
    }
}
