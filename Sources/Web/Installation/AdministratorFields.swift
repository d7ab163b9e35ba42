import Domain
import FastCGI
import Secrets
import Store

/// Whom the host makes an administrator of a tenant, as typed.
struct AdministratorFields: Sendable {
    var name: FieldView
    var username = FieldView(
        name: "utente", label: "Nome utente", kind: .exact(), help: "Come mario.rossi: non cambia più.", isRequired: true)

    init(nameLabel: String) { name = FieldView(name: "amministratore", label: nameLabel, isRequired: true) }

    var list: [FieldView] { [name, username] }

    mutating func read(_ form: Form) {
        name.value = form.text("amministratore")
        username.value = form.text("utente").lowercased()
        name.error = PersonFormView.fault(ofName: name.value)
        username.error = PersonFormView.fault(ofUsername: username.value)
    }

    func invited(by token: Token) -> InvitedAdministrator {
        InvitedAdministrator(username: username.value, name: name.value, digest: token.digest)
    }

    /// The page with the link, this once.
    func hand(
        over token: Token, to tenant: Tenant, _ exchange: Exchange, _ invitation: InvitationPage, backTo address: String
    ) throws -> Response {
        try invitation.hand(over: token, at: tenant.canonicalHost, exchange, InvitationMadeView(
            name: name.value, username: username.value, list: .init(label: "Enti", address: "/enti"),
            origin: .init(label: tenant.name, address: address)))
    }
}
