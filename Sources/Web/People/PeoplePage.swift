import Domain
import FastCGI
import Store
import Template

/// The people of the tenant: list and add. What else can be done to one is on a page of the person's own.
struct PeoplePage: Sendable {
    private let template: CompiledTemplate<PeopleView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("people", PeopleView.self, within: Layout.self)
    }

    func list(_ exchange: Exchange) throws -> Response {
        try render(exchange, PeopleView(at: exchange.tenant))
    }

    func add(_ exchange: Exchange) throws -> Response {
        var view = PeopleView(at: exchange.tenant)
        view.form = PersonFormView(exchange.request.form, at: exchange.tenant)
        view.form.services = try exchange.servicesToAllow()
        view.form.checkUsername()
        guard let role = view.form.checkedRole(), !view.form.hasErrors else { return try render(exchange, view, status: 422) }
        do {
            let id = try exchange.store.addPerson(
                username: view.form.username, name: view.form.name, role: role, services: view.form.scope ?? .all,
                passwordHash: nil, by: exchange.person.id)
            guard let person = try exchange.store.person(id) else { throw HTTPRefusal.notFound }
            return try exchange.site.pages.invitation.make(exchange, for: person)
        } catch where StoreFault.isNameTaken(error) {
            view.form.usernameError = "C’è già una persona con questo nome utente."
            return try render(exchange, view, status: 422)
        } catch is NoRoomForPerson {
            view.form.usernameError = Self.isFull
            return try render(exchange, view, status: 422)
        }
    }

    static let isFull = "L’ente ha già tutte le persone che la sua quota prevede: prima disattivarne una."

    private func render(_ exchange: Exchange, _ view: PeopleView, status: Int = 200) throws -> Response {
        var view = view
        view.form.services = try exchange.servicesToAllow()
        view.people = try exchange.store.people().map(PersonRow.init)
        view.wantsSecondAdministrator = view.people.count { $0.person.role.mayAdminister && !$0.person.isDisabled } == 1
        return try exchange.page(template, view, title: "Utenti", status: status)
    }
}

private struct PersonRow: View {
    var person: Person

    static let fields: Fields<Self> = [
        "id": .text { $0.person.id.description },
        "name": .text { $0.person.name },
        "username": .text { $0.person.username },
        "role": .text { $0.person.role.label },
        "hasSecondFactor": .flag { $0.person.hasSecondFactor },
        "lastLogin": .text { $0.person.lastLogin.map(\.italian) ?? "mai" },
        "isDisabled": .flag { $0.person.isDisabled },
    ]
}

private struct PeopleView: View {
    var people: [PersonRow] = []
    var form: PersonFormView
    /// Who is the only one may be ill, or lose the telephone.
    var wantsSecondAdministrator = false

    init(at tenant: Tenant) { form = PersonFormView(at: tenant) }

    static let fields: Fields<Self> = [
        "people": .list { $0.people },
        "form": .view { $0.form },
        "hasErrors": .flag { $0.form.hasErrors },
        "wantsSecondAdministrator": .flag { $0.wantsSecondAdministrator },
    ]
}
