import Domain
import FastCGI
import Store
import Template

/// A person of the tenant, and all that an administrator can do to them.
struct PersonPage: Sendable {
    private let template: CompiledTemplate<PersonView, Layout>
    private let invitation: InvitationPage

    init(_ library: Library, _ invitation: InvitationPage) throws(TemplateError) {
        template = try library.template("person", PersonView.self, within: Layout.self)
        self.invitation = invitation
    }

    func show(_ exchange: Exchange) throws -> Response {
        let person = try found(exchange)
        return try render(exchange, person, PersonFormView(exchange, of: person))
    }

    func save(_ exchange: Exchange) throws -> Response {
        let person = try found(exchange)
        var form = try PersonFormView(exchange, of: person)
        form.read(exchange.request.form)
        if let role = form.chosenRole, form.faults.isEmpty {
            if try exchange.store.changePerson(
                person.id, name: form.name.value, role: role, services: form.scope, by: exchange.person.id) {
                // Who has given up administering may not see this page any more.
                let maySee = person.id != exchange.person.id || role == person.role
                return maySee ? done(exchange, person, .personSaved) : exchange.redirect(to: ProfilePage.address, saying: .ownRoleChanged)
            }
            form.role.error = Self.isLast
        }
        return try render(
            exchange, person, form,
            faults: Faults(form.faults, heading: "Le modifiche non sono state salvate: correggere quanto indicato."))
    }

    func disable(_ exchange: Exchange) throws -> Response {
        let person = try found(exchange)
        guard exchange.isConfirmed else {
            return try exchange.ask(Question(
                "Disattivare \(person.name)?",
                (person.id == exchange.person.id ? "Questa è la propria utenza. " : "")
                    + "Chi è disattivato esce subito da tutte le sessioni e non può più entrare.",
                "Ciò che ha fatto rimane nell’archivio e nel registro. Si può riattivare in ogni momento.", button: "Disattiva"))
        }
        guard try exchange.store.setDisabled(true, person: person.id, by: exchange.person.id) else {
            return try refuse(exchange, person, Self.isLast)
        }
        return done(exchange, person, .personDisabled)
    }

    func enable(_ exchange: Exchange) throws -> Response {
        let person = try found(exchange)
        do { try exchange.store.setDisabled(false, person: person.id, by: exchange.person.id) } catch is NoRoomForPerson {
            return try refuse(exchange, person, PeoplePage.isFull)
        }
        return done(exchange, person, .personEnabled)
    }

    /// Only who has a password loses something by it.
    func invite(_ exchange: Exchange) throws -> Response {
        let person = try other(exchange)
        let hasPassword = try exchange.store.entry(of: person.id, idle: Session.idle, whole: Session.whole).hasPassword
        guard exchange.isConfirmed || !hasPassword else {
            return try exchange.ask(Question(
                "Reimpostare la password di \(person.name)?",
                "La password di ora non vale più e le sessioni aperte si chiudono.",
                "Si crea un collegamento da consegnare alla persona, che imposta da sé la nuova.", button: "Reimposta password"))
        }
        return try resetting(exchange, person) { try invitation.make(exchange, for: person) }
    }

    func removeSecondFactor(_ exchange: Exchange) throws -> Response {
        let person = try other(exchange)
        guard exchange.isConfirmed else {
            let next = person.needsSecondFactor(at: exchange.tenant) ? " Al prossimo accesso ne va impostato uno nuovo." : ""
            return try exchange.ask(Question(
                "Azzerare il secondo fattore di \(person.name)?",
                "Si azzera a chi ha perso il telefono e i codici di recupero, dopo averlo riconosciuto.",
                "Le sessioni aperte si chiudono." + next, button: "Azzera secondo fattore"))
        }
        return try resetting(exchange, person) {
            try exchange.store.removeSecondFactor(of: person.id, keeping: nil, by: exchange.person.id)
            return done(exchange, person, .secondFactorReset)
        }
    }

    private func resetting(_ exchange: Exchange, _ person: Person, _ act: () throws -> Response) throws -> Response {
        do { return try act() } catch ResetRefusal.lastAdministrator {
            return try refuse(exchange, person, Self.isLast)
        } catch ResetRefusal.otherWasReset {
            return try refuse(exchange, person, Self.wasReset)
        }
    }

    func endSessions(_ exchange: Exchange) throws -> Response {
        let person = try found(exchange)
        try exchange.store.endAllSessions(of: person.id, keeping: nil, by: exchange.person.id)
        return done(exchange, person, .personSessionsEnded)
    }

    private func found(_ exchange: Exchange) throws -> Person {
        guard let id: PersonID = exchange.id(), let person = try exchange.store.person(id) else { throw HTTPRefusal.notFound }
        return person
    }

    /// Somebody else: one's own password and second factor are in the profile, where they are asked for first.
    private func other(_ exchange: Exchange) throws -> Person {
        let person = try found(exchange)
        guard person.id != exchange.person.id else { throw HTTPRefusal.notFound }
        return person
    }

    private func done(_ exchange: Exchange, _ person: Person, _ notice: Notice) -> Response {
        exchange.redirect(to: "\(PeoplePage.address)/\(person.id)", saying: notice)
    }

    private func refuse(_ exchange: Exchange, _ person: Person, _ sentence: String) throws -> Response {
        try render(exchange, person, PersonFormView(exchange, of: person), faults: Faults(saying: sentence))
    }

    private func render(
        _ exchange: Exchange, _ person: Person, _ form: PersonFormView, faults: Faults = .none
    ) throws -> Response {
        let entry = try exchange.store.entry(of: person.id, idle: Session.idle, whole: Session.whole)
        let view = PersonView(
            person: person, isSelf: person.id == exchange.person.id, needsSecondFactor: person.needsSecondFactor(at: exchange.tenant),
            form: form, hasPassword: entry.hasPassword, invitationEnds: entry.invitationEnds, sessions: entry.sessions)
        return try exchange.page(template, view, title: person.name, faults: faults)
    }

    private static let wasReset = "Di password e secondo fattore se ne reimposta uno solo finché la persona non è entrata di nuovo, perché "
        + "nessuno possa entrare al suo posto. Se li ha persi entrambi, rivolgersi a chi gestisce il servizio."
    private static let isLast = "È l’unico amministratore attivo dell’ente: prima nominarne un altro."
}

private struct PersonView: View {
    var person: Person
    /// An administrator looks at their own page.
    var isSelf: Bool
    var needsSecondFactor: Bool
    var form: PersonFormView
    var hasPassword: Bool
    var invitationEnds: Moment?
    var sessions: Int

    static let fields: Fields<Self> = [
        "id": .shown { $0.person.id },
        "title": .text { $0.person.name },
        "username": .text { $0.person.username },
        "isDisabled": .flag { $0.person.isDisabled },
        "isSelf": .flag { $0.isSelf },
        "hasSecondFactor": .flag { $0.person.hasSecondFactor },
        "needsSecondFactor": .flag { $0.needsSecondFactor },
        "form": .view { $0.form },
        "hasPassword": .flag { $0.hasPassword },
        "invitationEnds": .text { $0.invitationEnds.map(\.italianInSentence) ?? "" },
        "sessions": .text { $0.sessions == 0 ? "" : String($0.sessions) },
    ]
}
