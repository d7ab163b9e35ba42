/// Every key that a configuration file may hold. Any other one in a file is a fault: a slip of
/// the pen must not leave a default in force unseen.
enum ConfigurationKey: String, CaseIterable {
    case databaseSocket = "database.socket"
    case databaseHost = "database.host"
    case databasePort = "database.port"
    case databaseTLS = "database.tls"
    case databaseAuthorities = "database.ca_file"
    case databaseName = "database.name"
    case databaseMigrations = "database.migrations"
    case databaseWebUser = "database.web.user"
    case databaseWebPasswordFile = "database.web.password_file"
    case databaseWorkerUser = "database.worker.user"
    case databaseWorkerPasswordFile = "database.worker.password_file"
    case databaseHostAdminUser = "database.host_admin.user"
    case databaseHostAdminPasswordFile = "database.host_admin.password_file"
    case databaseAdminUser = "database.admin.user"
    case databaseAdminPasswordFile = "database.admin.password_file"

    case webSocket = "web.socket"
    case webThreads = "web.threads"
    case webTemplates = "web.templates"
    case webStatics = "web.statics"
    case webStaticsLink = "web.statics_link"
    case webSecretFile = "web.secret_file"
    case webSecurityContact = "web.security_contact"

    case hostSocket = "host.socket"
    case hostThreads = "host.threads"
    case hostSecretFile = "host.secret_file"

    case keysPublicFile = "keys.public_file"
    case keysPrivateFile = "keys.private_file"

    case doorbellSocket = "doorbell.socket"

    case appIOReal = "appio.real"
    case appIOTrial = "appio.trial"
    case appIOAuthorities = "appio.ca_file"
    case appIOProxy = "appio.proxy"
    case appIOProxyLogin = "appio.proxy_login_file"
    case appIOClientCertificate = "appio.client_certificate_file"
    case appIOClientKey = "appio.client_key_file"
    case appIOConnectSeconds = "appio.connect_seconds"
    case appIOSubmitSeconds = "appio.submit_seconds"
    case appIOAskSeconds = "appio.ask_seconds"

    case mailAuthorities = "mail.ca_file"
    case mailProxy = "mail.proxy"
    case mailProxyLogin = "mail.proxy_login_file"

    case certificatesDirectory = "certificates.directory"
    case certificatesACME = "certificates.acme_directory"

    case workerMarkFile = "worker.mark_file"
    case workerJournal = "worker.journal_directory"

    case exportDirectory = "export.directory"

    case sandboxSocket = "sandbox.socket"
    case sandboxThreads = "sandbox.threads"
    case sandboxDirectory = "sandbox.directory"
    case sandboxServicesFile = "sandbox.services_file"
    case sandboxCodesFile = "sandbox.codes_file"
    case sandboxTemplates = "sandbox.templates"
    case sandboxSeed = "sandbox.seed"
    case sandboxHangSeconds = "sandbox.hang_seconds"
    case sandboxProcessing = "sandbox.processing_ms"

    case logLevel = "log.level"
    case logReader = "log.reader"
}
