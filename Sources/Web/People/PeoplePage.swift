import Domain
import FastCGI
import Store
import Template

/// The people of the tenant: list and add. What else can be done to one is on a page of the person's own.
struct PeoplePage: Sendable {
    static let address = "/utenti"

    private let template: CompiledTemplate<PeopleView, Layout>
    private let invitation: InvitationPage

    init(_ library: Library, _ invitation: InvitationPage) throws(TemplateError) {
        template = try library.template("people", PeopleView.self, within: Layout.self)
        self.invitation = invitation
    }

    func list(_ exchange: Exchange) throws -> Response { try render(exchange, PersonFormView(exchange)) }

    func add(_ exchange: Exchange) throws -> Response {
        var form = try PersonFormView(exchange)
        form.read(exchange.request.form)
        guard let role = form.chosenRole, form.faults.isEmpty else { return try render(exchange, form) }
        do {
            let id = try exchange.store.addPerson(
                username: form.username.value, name: form.name.value, role: role, services: form.scope ?? .all, passwordHash: nil,
                by: exchange.person.id)
            guard let person = try exchange.store.person(id) else { throw HTTPRefusal.notFound }
            return try invitation.make(exchange, for: person)
        } catch where StoreFault.isNameTaken(error) {
            form.username.error = "C’è già una persona con questo nome utente."
        } catch is NoRoomForPerson {
            form.username.error = Self.isFull
        }
        return try render(exchange, form)
    }

    static let isFull = "L’ente ha già tutte le persone che la sua quota prevede: prima disattivarne una."

    private func render(_ exchange: Exchange, _ form: PersonFormView) throws -> Response {
        try exchange.page(
            template, PeopleView(people: exchange.store.people(), form: form), title: "Utenti",
            faults: Faults(form.faults, heading: "L’utente non è stato aggiunto: correggere quanto indicato."))
    }
}

private struct PersonRow: View {
    var person: Person

    static let fields: Fields<Self> = [
        "id": .shown { $0.person.id },
        "name": .text { $0.person.name },
        "username": .text { $0.person.username },
        "role": .text { $0.person.role.label },
        "hasSecondFactor": .flag { $0.person.hasSecondFactor },
        "lastLogin": .text { $0.person.lastLogin.map(\.italian) ?? "mai" },
        "isDisabled": .flag { $0.person.isDisabled },
    ]
}

private struct PeopleView: View {
    var people: [Person]
    var form: PersonFormView

    /// Who is the only one may be ill, or lose the telephone.
    private var wantsSecondAdministrator: Bool { people.count { $0.role.mayAdminister && !$0.isDisabled } == 1 }

    static let fields: Fields<Self> = [
        "people": .list { $0.people.map(PersonRow.init) },
        "form": .view { $0.form },
        "wantsSecondAdministrator": .flag { $0.wantsSecondAdministrator },
    ]
}
