/// The configuration of an installation by the package: paths that the package lays down, secrets that systemd hands to each service.
struct StandardConfiguration {
    /// Hosts of the database's servers; `nil`: the one of this machine, by its socket.
    var databaseHosts: String?
    /// The authorities that sign their certificates; `nil`: the system's.
    var databaseAuthorities: String?
    var databaseAdministrator = "root"
    /// Whether the administrator's password is a credential too; else the server knows root of this machine.
    var hasAdministratorPassword = false

    /// The secrets that are made when they are missing.
    static let secrets = ["web.secret", "web.password", "host.secret", "host.password", "worker.password"]
    static let administratorPassword = "admin.password"

    var text: String {
        """
        # Scritto da puntuale setup, che non lo riscrive. Ogni chiave è in puntuale.conf(5).
        # Dopo una modifica: puntuale check-config, poi systemctl restart 'puntuale-*.service'.

        \(database)
        database.name = puntuale
        database.migrations = /usr/share/puntuale/sql
        database.web.user = puntuale_web
        database.web.password_file = credential:web.password
        database.worker.user = puntuale_worker
        database.worker.password_file = credential:worker.password
        database.host_admin.user = puntuale_host
        database.host_admin.password_file = credential:host.password
        database.admin.user = \(administrator)

        web.threads = 16
        web.templates = /usr/share/puntuale/templates/web
        web.statics_link = /usr/share/puntuale/statico/corrente
        web.secret_file = credential:web.secret
        # A chi si segnala una falla (security.txt):
        # web.security_contact = mailto:sicurezza@example.it

        host.secret_file = credential:host.secret

        keys.public_file = /etc/puntuale/keys.public
        keys.private_file = credential:keys.private
        doorbell.socket = /run/puntuale-worker/doorbell.sock

        # I servizi reali, e quelli di prova: la simulazione di questa macchina (puntuale-sandbox).
        appio.real = https://api.io.pagopa.it/api/v1
        appio.trial = http://127.0.0.1:8082/api/v1
        # appio.proxy = http://proxy.example.it:3128

        worker.mark_file = /var/lib/puntuale/worker/mark
        export.directory = /var/lib/puntuale/export
        certificates.directory = /etc/puntuale/certificates

        sandbox.threads = 16
        sandbox.directory = /var/lib/puntuale-sandbox
        sandbox.services_file = /etc/puntuale/sandbox-services.json
        sandbox.templates = /usr/share/puntuale/templates/sandbox

        """
    }

    private var administrator: String {
        guard hasAdministratorPassword else { return databaseAdministrator }
        return "\(databaseAdministrator)\ndatabase.admin.password_file = credential:\(Self.administratorPassword)"
    }

    private var database: String {
        guard let databaseHosts else { return "database.socket = /run/mysqld/mysqld.sock" }
        let authorities = databaseAuthorities.map { "\ndatabase.ca_file = \($0)" } ?? ""
        return "database.host = \(databaseHosts)\ndatabase.tls = verified\(authorities)"
    }
}
