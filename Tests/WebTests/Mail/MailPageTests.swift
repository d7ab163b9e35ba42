import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct MailPageTests {
    /// What is typed into the form, one field otherwise than it should be.
    private static func typed(_ wrong: String = "", _ value: String = "") -> KeyValuePairs<String, String?> {
        func text(_ name: String, _ good: String) -> String { name == wrong ? value : good }
        return [
            "posta_server": text("posta_server", "smtp.example.it"), "posta_porta": text("posta_porta", "587"),
            "posta_sicurezza": text("posta_sicurezza", "starttls"), "posta_utente": "avvisi",
            "posta_password": text("posta_password", "segreta-e-lunga"), "posta_mittente": text("posta_mittente", "avvisi@example.it"),
            "posta_prova": text("posta_prova", "gina@example.it"),
        ]
    }

    @Test func `a server is kept for the worker to try, its password sealed, and what went wrong stands beside its field`() throws {
        try TestSite.run { site in
            let gina = site.visitor(.installation, of: site.administration)
            let page = gina.follow(gina.press(gina.get("/posta"), "Prova e salva", Self.typed()))
            #expect(page.text.contains("è in corso"))
            let trial = try #require(try site.installation.claimMailServerTrial(lease: 60))
            #expect(trial.server.username == "avvisi" && trial.sealed.map { !$0.contains(Array("segreta".utf8)) } == true)
            try site.installation.refuse(trial, .login, reply: "535 5.7.8 no")
            let refused = gina.get("/posta")
            #expect(refused.beside("posta_password").contains("non accetta utente e password") && !refused.html.contains("segreta"))
            #expect(refused.html.contains("smtp.example.it") && refused.html.contains("avvisi@example.it"), "nothing typed is lost")
        }
    }

    @Test(arguments: [
        ("posta_server", "smtp .it"), ("posta_porta", "0"), ("posta_sicurezza", "none"), ("posta_mittente", "avvisi"),
        ("posta_prova", "a@b\r\nBcc: c@d.it"), ("posta_password", ""),
    ]) func `what cannot be is refused beside its field`(field: String, value: String) throws {
        let site = try TestSite.shared()
        let gina = site.visitor(.installation, of: site.administration)
        let page = gina.press(gina.get("/posta"), "Prova e salva", Self.typed(field, value))
        #expect(page.status == 422 && !page.beside(field).isEmpty, "\(page.status)")
    }

    @Test func `an ente says whom to tell, sees how its addresses fare, and nothing of another's`() throws {
        try TestSite.run { site in
            let carla = site.visitor(.administrator), address = "/impostazioni/avvisi"
            #expect(carla.get(address).text.contains("non ha ancora un server di posta"))
            let wrong = carla.press(carla.get(address), "Prova e salva", ["avvisi_indirizzi": "ufficio@comune.example.it\nsindaco"])
            #expect(wrong.status == 422 && wrong.beside("avvisi_indirizzi").contains("«sindaco»") && wrong.html.contains("ufficio@comune"))
            let saved = carla.follow(carla.press(carla.get(address), "Prova e salva", [
                "avvisi_indirizzi": "ufficio@comune.example.it, Ufficio@COMUNE.example.it", "avvisi_ora": "7", "avvisi_fermi": "1",
            ]))
            #expect(saved.text.contains("In prova"))
            let alerts = try site.installation.store(of: site.one.id).mailSettings().alerts
            #expect(alerts.addresses.count == 2 && alerts.digestHour == 7 && alerts.tellsStops)
            #expect(!site.get(address, as: .administrator, of: site.other).html.contains("ufficio@comune"))
        }
    }

    @Test func `that e-mails have not left for minutes is said on every page to administrators of an ente that wants some`() throws {
        try TestSite.run { site in
            let said = "Le e-mail di avviso non partono"
            let server = MailServer(host: "smtp.example.it", port: 587, security: .startTLS, username: nil, sender: Self.sender)
            _ = try site.installation.proposeMailServer(server, sealed: nil, tryingWith: Self.sender, by: nil)
            try site.installation.install(#require(try site.installation.claimMailServerTrial(lease: 60)))
            let found = try #require(try site.installation.mailServer())
            try site.installation.noteMailServer(found, .login, reply: "535 no")
            try site.installation.store(of: site.one.id).setMailAlerts(MailAlerts(addresses: [Self.sender]), now: .now(), by: nil)
            #expect(!site.get("/oggi", as: .administrator).text.contains(said))
            try site.installation.db.execute("UPDATE mail_server SET troubled_since = NOW(6) - INTERVAL 6 MINUTE")
            #expect(site.get("/oggi", as: .administrator).text.contains(said))
            #expect(!site.get("/oggi", as: .operator).text.contains(said))
            #expect(!site.get("/oggi", as: .administrator, of: site.other).text.contains(said))
            #expect(site.get("/stato", as: .installation, of: site.administration).text.contains("Le e-mail non partono dal"))
            try site.installation.noteMailServer(found, nil)
            #expect(!site.get("/oggi", as: .administrator).text.contains(said))
        }
    }

    private static let sender = MailAddress("avvisi@example.it")!
}
