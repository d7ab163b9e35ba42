/// What an e-mail says: a subject of one line, and a body. It holds numbers, names of services and addresses of pages; nothing of a
/// citizen or of what is written to one.
package struct MailText: Sendable, Equatable {
    package var subject: String
    package var body: String

    package init(subject: String, body: String) { (self.subject, self.body) = (subject, body) }

    /// - Parameters:
    ///   - lines: of the body; an empty one parts what belongs together.
    ///   - tenant: whose e-mail it is; `nil`: of the installation.
    private init(_ subject: String, _ lines: [String], of tenant: String?) {
        self.subject = tenant.map { "\($0): \(subject)" } ?? subject
        let end = tenant == nil ? "" : "\nA chi arriva lo decide un amministratore dell’ente, in Impostazioni, Avvisi per e-mail.\n"
        body = lines.joined(separator: "\n") + "\n\n-- \nE-mail automatica di Notifiche App IO: non rispondere.\(end)"
    }

    /// The trial of a server.
    package static let ofServer = MailText(
        "Prova del server di posta", [
            "Il server di posta accetta le e-mail di Notifiche App IO: da ora gli avvisi partono da qui.",
        ], of: nil)

    /// The trial of an address.
    ///
    /// - Parameter site: the address of the tenant's pages, without a slash at its end.
    package static func ofAddress(tenant: String, site: String) -> MailText {
        MailText("avvisi per e-mail", [
            "Da ora questo indirizzo riceve gli avvisi delle Notifiche App IO di \(tenant).", "", site,
        ], of: tenant)
    }

    package static func stopped(
        _ service: String, _ kind: StopKind, because reason: String, since: Moment, tenant: String, page: String
    ) -> MailText {
        MailText("il servizio \(service) è fermo", [
            "Dal \(since.italianInSentence) gli invii del servizio «\(service)» sono fermi.", "", kind.sentence(because: reason), "", page,
        ], of: tenant)
    }

    package static func resumed(_ service: String, since: Moment, tenant: String, page: String) -> MailText {
        MailText("il servizio \(service) invia di nuovo", [
            "Il servizio «\(service)», fermo dal \(since.italianInSentence), invia di nuovo.", "", page,
        ], of: tenant)
    }

    /// - Parameter lines: of each change, who did what to whom and when.
    package static func access(_ lines: [String], tenant: String, site: String) -> MailText {
        MailText("accessi cambiati", [
            "Altri hanno cambiato come queste persone entrano nelle Notifiche App IO di \(tenant), o che cosa possono fare:", "",
        ] + lines + ["", "Chi è indicato dovrebbe saperlo. Se qualcosa non torna, vedere il Registro:", "\(site)/registro"], of: tenant)
    }

    package static func digest(_ digest: Digest, tenant: String, site: String) -> MailText {
        MailText("riepilogo del \(digest.day.italian)", digest.lines(site: site), of: tenant)
    }
}
