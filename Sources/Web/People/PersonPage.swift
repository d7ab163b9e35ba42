import Domain
import FastCGI
import Store
import Template

/// A person of the tenant, and all that an administrator can do to them.
struct PersonPage: Sendable {
    private let template: CompiledTemplate<PersonView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("person", PersonView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        var view = PersonView(try found(exchange), exchange)
        view.message = Self.messages[exchange.request.query["esito"] ?? ""] ?? ""
        return try render(exchange, view)
    }

    func change(_ exchange: Exchange) throws -> Response {
        let person = try found(exchange)
        switch exchange.request.form["azione"] {
        case "salva": return try save(exchange, person)
        case "disattiva": return try disable(exchange, person)
        case "riattiva":
            do { try exchange.store.setDisabled(false, person: person.id, by: exchange.person.id) } catch is NoRoomForPerson {
                var view = PersonView(person, exchange)
                view.disablingError = PeoplePage.isFull
                return try render(exchange, view, status: 422)
            }
            return done(exchange, person, "riattivato")
        case "azzera" where person.id != exchange.person.id:
            try exchange.store.removeSecondFactor(of: person.id, keeping: nil, by: exchange.person.id)
            return done(exchange, person, "azzerato")
        case "invita" where person.id != exchange.person.id: return try exchange.site.pages.invitation.make(exchange, for: person)
        case "chiudi_sessioni":
            try exchange.store.endAllSessions(of: person.id, keeping: nil, by: exchange.person.id)
            return done(exchange, person, "sessioni")
        default: throw HTTPRefusal.notFound
        }
    }

    private func save(_ exchange: Exchange, _ person: Person) throws -> Response {
        var view = PersonView(person, exchange)
        view.form = PersonFormView(exchange.request.form, at: exchange.tenant)
        view.form.services = try exchange.servicesToAllow()
        if let role = view.form.checkedRole() {
            if try exchange.store.changePerson(
                person.id, name: view.form.name, role: role, services: view.form.scope, by: exchange.person.id) {
                // Who has given up administering may not see this page any more.
                let maySee = person.id != exchange.person.id || role == person.role
                return maySee ? done(exchange, person, "salvato") : exchange.redirect(to: "/profilo?esito=ruolo")
            }
            view.form.roleError = Self.isLast
        }
        return try render(exchange, view, status: 422)
    }

    private func disable(_ exchange: Exchange, _ person: Person) throws -> Response {
        guard try exchange.store.setDisabled(true, person: person.id, by: exchange.person.id) else {
            var view = PersonView(person, exchange)
            view.disablingError = Self.isLast
            return try render(exchange, view, status: 422)
        }
        return done(exchange, person, "disattivato")
    }

    private func found(_ exchange: Exchange) throws -> Person {
        guard let id = exchange.id, let person = try exchange.store.person(id) else { throw HTTPRefusal.notFound }
        return person
    }

    private func done(_ exchange: Exchange, _ person: Person, _ outcome: String) -> Response {
        exchange.redirect(to: "/utenti/\(person.id)?esito=\(outcome)")
    }

    private func render(_ exchange: Exchange, _ view: PersonView, status: Int = 200) throws -> Response {
        var view = view
        view.form.services = try exchange.servicesToAllow()
        view.hasPassword = try exchange.store.passwordHash(of: view.person.id) != nil
        view.invitationEnds = try exchange.store.invitationEnds(of: view.person.id)
        view.sessions = try exchange.store.sessions(of: view.person.id, idle: Session.idle, whole: Session.whole).count
        return try exchange.page(template, view, title: view.person.name, status: status)
    }

    private static let isLast = "È l’unico amministratore attivo dell’ente: prima nominarne un altro."

    private static let messages = [
        "salvato": "Le modifiche sono state salvate.",
        "disattivato": "La persona non può più entrare.",
        "riattivato": "La persona può di nuovo entrare.",
        "azzerato": "Il secondo fattore è stato azzerato e le sessioni aperte sono state chiuse.",
        "sessioni": "Le sessioni della persona sono state chiuse.",
    ]
}

private struct PersonView: View {
    var person: Person
    /// An administrator looks at their own page.
    var isSelf: Bool
    var needsSecondFactor: Bool
    var form: PersonFormView
    var message = ""
    var disablingError = ""
    var hasPassword = false
    var invitationEnds: Moment?
    var sessions = 0

    init(_ person: Person, _ exchange: Exchange) {
        self.person = person
        isSelf = person.id == exchange.person.id
        needsSecondFactor = person.needsSecondFactor(at: exchange.tenant)
        form = PersonFormView(at: exchange.tenant)
        form.name = person.name
        form.role = person.role.label
        form.scope = person.services
    }

    static let fields: Fields<Self> = [
        "id": .text { $0.person.id.description },
        "title": .text { $0.person.name },
        "username": .text { $0.person.username },
        "isDisabled": .flag { $0.person.isDisabled },
        "isSelf": .flag { $0.isSelf },
        "hasSecondFactor": .flag { $0.person.hasSecondFactor },
        "needsSecondFactor": .flag { $0.needsSecondFactor },
        "form": .view { $0.form },
        "hasErrors": .flag { $0.form.hasErrors },
        "message": .text { $0.message },
        "disablingError": .text { $0.disablingError },
        "hasPassword": .flag { $0.hasPassword },
        "invitationEnds": .text { $0.invitationEnds.map(\.italianInSentence) ?? "" },
        "sessions": .text { $0.sessions == 0 ? "" : String($0.sessions) },
    ]
}
