import Domain
import MariaDB
import Otp
import Secrets
import Store
import Testing
import TestSupport
@testable import Web

/// A form that does something when the right person sends it, of an address that writes.
struct Act: CustomStringConvertible {
    let pattern: String
    let who: Who
    let tenant: SiteTenant
    let path: String
    /// As they are at the moment of sending: a code holds for a minute.
    let fields: () -> [(String, String)]
    /// What must be so for it to do something, and what was so before.
    var needs: (on: SQL, off: SQL)?

    var description: String { "POST \(pattern) as \(who)" }

    /// Sends it.
    func send(_ site: TestSite) -> Page {
        let token = site.token(of: who, at: tenant), own = ["Origin": "https://\(tenant.host)"]
        return site.visitor(who, of: tenant).ask("POST", path, [("_token", token)] + fields(), headers: own)
    }
}

/// The acts of a site, found by what their addresses say. What they need is there from the start, so that sending one that is refused
/// leaves the database as it is.
struct Acts {
    let site: TestSite
    let tenant: SiteTenant
    private(set) var all: [Act] = []
    private var store: TenantStore { site.installation.store(of: tenant.id) }
    private static let password = "abbastanza-lunga"

    /// Those that write nothing, or nothing that a right decides: the log in and the way out, looks, and what stays in the browser
    /// or the session. A
    /// file is sent in another encoding than these are; it is written as its removal is.
    static let writingNothing: Set<String> = [
        "/entra", "/invito", "/esci", "/profilo/tasti", "/profilo/cambiamenti", "/seguire/contatto", "/servizi/importa",
        "/modelli/nuovo/anteprima",
        "/modelli/{id}/anteprima", "/impostazioni/logo",
    ]

    init(_ site: TestSite, _ tenant: SiteTenant) throws {
        (self.site, self.tenant) = (site, tenant)
        if tenant.kind == .publicBody { try addOfTenant() } else { try addOfInstallation() }
    }

    private mutating func add(
        _ pattern: String, _ who: Who, of id: (any CustomStringConvertible)? = nil, needs: (on: SQL, off: SQL)? = nil,
        _ fields: [(String, String)] = [], later: @escaping () -> [(String, String)] = { [] }
    ) {
        let path = id.map { pattern.replacing("{id}", with: $0.description) } ?? pattern
        all.append(Act(pattern: pattern, who: who, tenant: tenant, path: path, fields: { fields + later() }, needs: needs))
    }

    /// The fields of the form that a page sends there, with what is typed in their place.
    private func form(_ page: String, _ path: String, _ who: Who, _ typed: [(String, String)] = []) throws -> [(String, String)] {
        let form = try #require(
            site.get(page, as: who, of: tenant).allPressed.first { $0.address == path }, "no form to \(path) on \(page)")
        let names = Set(typed.map(\.0) + ["_token"])
        return form.fields.filter { !names.contains($0.0) } + typed
    }

    private static let confirmed = [("confermato", "1")]

    private mutating func addOfTenant() throws {
        let db = site.installation.db, (viewer, administrator) = (try person("lea"), try person("capo")), row = tenant.rows[.operator]!
        let operator_ = try person("anna")
        try db.execute("UPDATE person SET password_hash = \(Password.hash(Self.password)) WHERE tenant_id = \(tenant.id)")
        let secret = [UInt8](repeating: 7, count: 20), telephone = OneTimePassword(secret: secret)
        let sealed = site.site(of: tenant).storage.seal(secret, for: SecondFactorBinding.bytes(tenant: tenant.id, person: viewer))
        try db.execute("UPDATE person SET totp = \(sealed), totp_counter = NULL WHERE id = \(viewer)")
        let code = { telephone.code(at: Moment.now().microseconds / 1_000_000) }
        let proposed = try #require(Telephone(site.get("/profilo/secondo-fattore", as: .operator)))

        add("/profilo/password", .viewer, [
            ("password", Self.password), ("password_nuova", "tutta-un-altra-cosa"), ("password_ripetuta", "tutta-un-altra-cosa")])
        add("/profilo/sessioni", .viewer, [("sessione", "00")])
        add("/profilo/sessioni/altre", .viewer)
        add("/profilo/secondo-fattore", .operator, [("password", Self.password)], later: { [("codice", proposed.code())] })
        add("/profilo/secondo-fattore/codici", .viewer, later: { [("codice", code())] })
        add("/profilo/secondo-fattore/rimozione", .viewer, later: { [("codice_di_ora", code())] })

        try addOfArchive(operator_, row)
        try addOfServices(administrator, row)
        try addOfPeople(row)
        try addOfSettings()
    }

    private mutating func addOfArchive(_ person: PersonID, _ row: [String: AnyID]) throws {
        let cf = ("cf", "RSSMRA80A01H501U")
        add("/notifiche", .viewer, [cf])
        let failed = try site.notification(in: .failed)
        add("/notifiche/insieme", .operator, [("quali", "tutte"), ("atto", "retry"), ("stato", "failed"), cf])
        let seen = try store.decidable(.retry, among: [failed])
        add("/notifiche/insieme/conferma", .operator, [("atto", "retry"), ("righe", SeenList.text(seen))])
        let compose = try #require(site.get("/notifiche/nuova", as: .operator).pressed("Aggiungi"))
        let typed = ["servizio": row["service"]!.description, "codice_fiscale": "RSSMRA80A01H501U", "oggetto": "Comunicazione mai inviata",
                     "contenuto": String(repeating: "Testo della comunicazione. ", count: 6)]
        add("/notifiche/nuova", .operator, compose.fields.filter { typed[$0.0] == nil && $0.0 != "_token" } + typed.map { ($0, $1) })
        add("/notifiche/bozze/{id}/elimina", .operator, of: row["draft"], Self.confirmed)
        let proof = site.get("/notifiche/\(row["notification"]!)/prova", as: .viewer).texts(of: "codice-prova").joined()
        add("/prova", .viewer, [("codice", proof)])
        add("/notifiche/{id}/verifica", .viewer, of: try site.notification(in: .accepted))
        let scheduled = try site.notification(in: .scheduled)
        for (pattern, state, more) in [
            ("/notifiche/{id}/ritenta", NotificationState.failed, [(String, String)]()),
            ("/notifiche/{id}/annulla", .queued, Self.confirmed),
            ("/notifiche/{id}/invio", .scheduled, [(String, String)]()), ("/notifiche/{id}/ora", .scheduled, [("azione", "conferma")]),
            ("/notifiche/{id}/risolvi", .uncertain, Self.confirmed + [("esito", "inviata")]),
        ] {
            let id = switch state {
            case .failed: failed
            case .scheduled: scheduled
            default: try site.notification(in: state)
            }
            add(pattern, .operator, of: id, try form("/notifiche/\(id)", pattern.replacing("{id}", with: id.description), .operator, more))
        }
        let (free, taken) = (try site.notification(in: .rejected), try site.notification(in: .rejected))
        try store.assign([free], to: nil, by: person)
        try store.assign([taken], to: person, by: person)
        add("/seguire/carico", .operator, [("scelta", free.description)])
        add("/seguire/rilascio", .operator, [("scelta", taken.description)])
        add("/seguire/contatto/conferma", .operator, try form(
            "/seguire/contatto?uuid=\(free)", "/seguire/contatto/conferma", .operator, [("canale", ContactChannel.allCases[0].rawValue)]))
        add("/esportazioni", .viewer)
        let waiting = try store.addExport(filter: ArchiveFilter(), by: self.person("lea"))
        add("/esportazioni/{id}/annulla", .viewer, of: waiting, Self.confirmed)
    }

    private mutating func addOfServices(_ person: PersonID, _ row: [String: AnyID]) throws {
        let service = row["service"]!, (standing, disabled) = (try addService("Fermo"), try addService("Disattivo"))
        try store.pause(service: standing, by: person)
        try store.setDisabled(true, service: disabled, by: person)
        try store.proposeKey(SealedKey(bytes: [1], last4: "abcd"), .secondary, of: ServiceID(service.value), by: person)
        let key = "0123456789abcdef0123456789abcdef"
        add("/servizi/nuovo", .administrator, try form("/servizi/nuovo", "/servizi/nuovo", .administrator, [
            ("nome", "Tributi nuovi"), ("id_servizio", "01ARZ3NDEKTSV4RRFFQ69G5FAV"), ("chiave_primaria", key), ("importo_massimo", "0")]))
        let list = "nome;id_servizio;chiave_primaria;importo_massimo\nTari nuova;01ARZ3NDEKTSV4RRFFQ69G5FAW;\(key);0"
        let looked = site.post("/servizi/importa", as: .administrator, of: tenant, ["elenco": list])
        let kept = try #require(looked.field("conservato"), "\(looked.text)")
        add("/servizi/importa/conferma", .administrator, [("conservato", kept)])
        let page = "/servizi/\(service)"
        let renamed = try form(page, "\(page)/dati", .administrator, [("nome", "Protocollo nuovo")])
        add("/servizi/{id}/dati", .administrator, of: service, renamed)
        add("/servizi/{id}/chiavi", .administrator, of: service, [("quale", "primary"), ("chiave", key)])
        // A key that was tried a moment ago is not tried again.
        try site.installation.db.execute("UPDATE ask SET created_at = created_at - INTERVAL 1 HOUR")
        add("/servizi/{id}/chiavi/prova", .administrator, of: service, [("quale", "primary")])
        add("/servizi/{id}/chiavi/nuova-prova", .administrator, of: service, [("quale", "secondary")])
        let asked = site.post("\(page)/chiavi/scarto", as: .administrator, of: tenant, ["quale": "secondary"])
        add("/servizi/{id}/chiavi/scarto", .administrator, of: service, [
            ("quale", "secondary"), try #require(asked.allPressed.flatMap(\.fields).first { $0.0 == "confermato" })])
        add("/servizi/{id}/sospensione", .administrator, of: service, Self.confirmed)
        add("/servizi/{id}/ripresa", .administrator, of: standing)
        add("/servizi/{id}/massimo", .administrator, of: service, [("massimo_giornaliero", "7")])
        add("/servizi/{id}/disattivazione", .administrator, of: service, Self.confirmed)
        add("/servizi/{id}/riattivazione", .administrator, of: disabled)
        let text = [("oggetto", "Avviso di prova"), ("contenuto", String(repeating: "Testo del modello. ", count: 8))]
        add("/modelli/nuovo", .administrator, [("nome", "Modello nuovo"), ("servizio", service.description)] + text)
        let template = row["template"]!, address = "/modelli/\(template)"
        let changed = try form(address, "\(address)/dati", .administrator, [("nome", "Altro nome")])
        add("/modelli/{id}/dati", .administrator, of: template, changed)
        add("/modelli/{id}/ritiro", .administrator, of: template, Self.confirmed)
        let withdrawn = try store.addMessageTemplate(
            MessageTemplate(stored: "Avviso di ieri", content: String(repeating: "Testo. ", count: 30), fields: []), name: "Ieri",
            service: ServiceID(service.value), by: person)
        try store.setWithdrawn(true, template: withdrawn, by: person)
        add("/modelli/{id}/ripristino", .administrator, of: withdrawn)
    }

    private func addService(_ name: String) throws -> ServiceID {
        let id = ServiceID.make()
        let description = ServiceDescription(
            name: name, ioServiceID: "01\(name.uppercased())", environment: .trial, maximumAmount: .maximum)
        try store.addService(id, description, by: nil)
        return id
    }

    private mutating func addOfPeople(_ row: [String: AnyID]) throws {
        let disabled = try store.addPerson(username: "ieri", name: "Ida Ieri", role: .viewer, passwordHash: "x", by: nil)
        try store.setDisabled(true, person: disabled, by: nil)
        let person = row["person"]!, page = "/utenti/\(person)"
        add("/utenti", .administrator, [("nome", "Nives"), ("utente", "nives"), ("ruolo", Role.operator.label), ("servizi", "tutti")])
        add("/utenti/{id}/dati", .administrator, of: person, try form(page, "\(page)/dati", .administrator, [("nome", "Nora Rosa")]))
        for act in ["invito", "secondo-fattore/rimozione", "sessioni/chiusura", "disattivazione"] {
            add("/utenti/{id}/\(act)", .administrator, of: person, Self.confirmed)
        }
        add("/utenti/{id}/riattivazione", .administrator, of: disabled)
        add("/registro", .administrator, [("su", "RSSMRA80A01H501U")])
        add("/registro/esportazione", .administrator)
    }

    private mutating func addOfSettings() throws {
        for setting in ["nome", "invio", "orario", "accesso", "massimo", "privacy", "accessibilita", "conservazione"] {
            let path = "/impostazioni/\(setting)"
            add(path, .administrator, try form(path, path, .administrator))
        }
        let paused = (on: "UPDATE tenant SET paused_at = '2026-01-01' WHERE id = \(tenant.id)" as SQL,
                      off: "UPDATE tenant SET paused_at = NULL WHERE id = \(tenant.id)" as SQL)
        add("/impostazioni/logo/rimozione", .administrator, Self.confirmed)
        add("/impostazioni/sospensione", .administrator, Self.confirmed)
        add("/impostazioni/ripresa", .administrator, needs: paused)
        add("/impostazioni/avvisi", .administrator, [
            ("avvisi_indirizzi", "ufficio@example.it"), ("avvisi_ora", "7"), ("avvisi_fermi", "1")])
    }

    private mutating func addOfInstallation() throws {
        let installation = site.installation, one = tenant.rows[.installation]!["tenant"]!
        let lonely = try installation.addTenant(code: "c_l001", name: "Comune Solo", canonicalHost: "l001.example.it", aliases: [])
        let quiet = try installation.addTenant(code: "c_q001", name: "Comune Fermo", canonicalHost: "q001.example.it", aliases: [])
        try installation.setState(.readOnly, of: quiet, because: "Prova")
        try installation.addAlias("alias.example.it", of: TenantID(one.value))
        let administrator = [("amministratore", "Ada Rossi"), ("utente", "ada.rossi")]
        add("/enti/nuovo", .installation, [("codice", "c_n001"), ("nome", "Comune Nuovo"), ("host", "n001.example.it")] + administrator)
        let suspension = [("livello", "sola_lettura"), ("motivo", "Trasloco")]
        add("/enti/{id}/sospensione", .installation, of: one, suspension + Self.confirmed)
        add("/enti/{id}/ripresa", .installation, of: quiet)
        add("/enti/{id}/quote", .installation, of: one, try form("/enti/\(one)", "/enti/\(one)/quote", .installation))
        add("/enti/{id}/nomi", .installation, of: one, [("host", "altro.example.it")])
        for act in ["principale", "rimozione"] {
            add("/enti/{id}/nomi/\(act)", .installation, of: one, [("nome_host", "alias.example.it")] + Self.confirmed)
        }
        add("/enti/{id}/amministratori", .installation, of: lonely, administrator)
        add("/enti/{id}/account", .installation, of: one, [("account", "c_b002")] + Self.confirmed)
        let server = MailServer(host: "smtp.example.it", port: 25, security: .none, username: nil, sender: MailAddress("a@example.it")!)
        _ = try installation.proposeMailServer(server, sealed: nil, tryingWith: MailAddress("b@example.it")!, by: nil)
        add("/posta", .installation, [
            ("posta_server", "smtp.example.it"), ("posta_porta", "587"), ("posta_sicurezza", "starttls"), ("posta_utente", "avvisi"),
            ("posta_password", "segreta-e-lunga"), ("posta_mittente", "a@example.it"), ("posta_prova", "b@example.it")])
        for act in ["scarto", "rimozione"] { add("/posta/\(act)", .installation, Self.confirmed) }
    }

    private func person(_ username: String) throws -> PersonID { try #require(try store.person(username: username)).id }
}
