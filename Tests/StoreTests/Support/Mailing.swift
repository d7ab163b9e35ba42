import Domain
@testable import Store
import TestSupport

extension TestDatabase {
    /// A server in use, as the worker puts one there, so that e-mails are made.
    func useMailServer() throws {
        let sender = MailAddress("avvisi@example.it")!
        let server = MailServer(host: "smtp.example.it", port: 587, security: .startTLS, username: nil, sender: sender)
        _ = try installation.proposeMailServer(server, sealed: nil, tryingWith: sender, by: nil)
        try installation.install(installation.claimMailServerTrial(lease: 60)!)
    }

    /// Takes the e-mails that are due, and gives each the same end.
    @discardableResult
    func deliver(_ outcome: MailOutcome = .sent, pause: Int = 60) throws -> [ClaimedMail] {
        var delivered: [ClaimedMail] = []
        while let mail = try installation.claimMail(owner: .make()) {
            if try installation.letGo(mail) { try installation.settle(mail, outcome, pause: pause) }
            delivered.append(mail)
        }
        return delivered
    }
}

extension TestTenant {
    static let office = MailAddress("ufficio@comune.example.it")!
    static let mayor = MailAddress("sindaco@comune.example.it")!

    /// Its two addresses, both found good.
    func beTold(_ database: TestDatabase, digestHour: Int? = nil, tellsStops: Bool = false, at now: Moment = .now()) throws {
        try store.setMailAlerts(
            MailAlerts(addresses: [Self.office, Self.mayor], digestHour: digestHour, tellsStops: tellsStops), now: now, by: administrator)
        try database.installation.makeMails(now: now)
        try database.deliver()
    }
}
