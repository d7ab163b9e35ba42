import Certificates
import Logging
import Store

/// A configuration file that was read; each program takes its section, and only what a section
/// needs must be there.
struct Configuration {
    let file: ConfigurationFile
    var view = ConfigurationView()

    /// - Throws: `ConfigurationFaults` when the file cannot be read. What is wrong inside it is
    ///   thrown by the sections, together with their own faults.
    static func load(_ path: String, from view: ConfigurationView = ConfigurationView()) throws(ConfigurationFaults) -> Configuration {
        Configuration(file: try ConfigurationFile(path: path), view: view)
    }

    /// For `puntuale web`. It has the key that seals, never the one that opens.
    func web() throws(ConfigurationFaults) -> WebConfiguration {
        try section { reader in
            WebConfiguration(
                database: reader.database(.web),
                socket: reader.has(.webSocket) ? reader.socket(.webSocket) : nil,
                threads: reader.number(.webThreads, in: 1...256),
                templates: reader.directory(.webTemplates),
                statics: reader.statics(),
                secret: reader.secret(.webSecretFile, minimum: 32),
                securityContact: reader.has(.webSecurityContact) ? reader.contact(.webSecurityContact) : nil,
                publicKey: reader.publicKeyFile(.keysPublicFile),
                doorbell: reader.socket(.doorbellSocket),
                certificates: reader.has(.certificatesDirectory) ? reader.directory(.certificatesDirectory) : nil,
                log: reader.log(),
                inUse: reader.file.entries(of: .web))
        }
    }

    /// For `puntuale host`, of which nothing secret is the web's.
    func host() throws(ConfigurationFaults) -> WebConfiguration {
        try section { reader in
            WebConfiguration(
                database: reader.database(.hostAdmin),
                socket: reader.has(.hostSocket) ? reader.socket(.hostSocket) : nil,
                threads: reader.number(.hostThreads, in: 1...256, default: 4),
                templates: reader.directory(.webTemplates),
                statics: reader.statics(),
                secret: reader.secret(.hostSecretFile, minimum: 32),
                securityContact: reader.has(.webSecurityContact) ? reader.contact(.webSecurityContact) : nil,
                publicKey: reader.readableFile(.keysPublicFile),
                doorbell: reader.socket(.doorbellSocket),
                certificates: reader.has(.certificatesDirectory) ? reader.directory(.certificatesDirectory) : nil,
                log: reader.log(),
                inUse: reader.file.entries(of: .host))
        }
    }

    /// For `puntuale worker`.
    func worker() throws(ConfigurationFaults) -> WorkerConfiguration {
        try section { reader in
            WorkerConfiguration(
                database: reader.database(.worker),
                publicKey: reader.publicKeyFile(.keysPublicFile),
                privateKey: reader.privateKeyFile(.keysPrivateFile),
                doorbell: reader.socket(.doorbellSocket),
                realAppIO: reader.address(.appIOReal, plainOnLoopback: false),
                trialAppIO: reader.address(.appIOTrial, plainOnLoopback: true),
                toAppIO: reader.wayToAppIO(),
                toMailServer: reader.wayToMailServer(),
                connectSeconds: reader.number(.appIOConnectSeconds, in: 1...60, default: 10),
                submitSeconds: reader.number(.appIOSubmitSeconds, in: 1...300, default: 60),
                askSeconds: reader.number(.appIOAskSeconds, in: 1...60, default: 15),
                markFile: reader.fileToWrite(.workerMarkFile),
                journal: reader.journal(writable: true),
                exportDirectory: reader.directory(.exportDirectory, writable: true),
                log: reader.log(),
                inUse: reader.file.entries(of: .worker))
        }
    }

    /// For `puntuale sandbox`.
    func sandbox() throws(ConfigurationFaults) -> SandboxConfiguration {
        try section { reader in
            SandboxConfiguration(
                socket: reader.has(.sandboxSocket) ? reader.socket(.sandboxSocket) : nil,
                threads: reader.number(.sandboxThreads, in: 1...1024),
                directory: reader.directory(.sandboxDirectory, writable: true),
                servicesFile: reader.readableFile(.sandboxServicesFile),
                codesFile: reader.has(.sandboxCodesFile) ? reader.readableFile(.sandboxCodesFile) : nil,
                templates: reader.directory(.sandboxTemplates),
                statics: reader.statics(),
                seed: reader.number(.sandboxSeed, in: 0...Int.max, default: 1),
                hangSeconds: reader.number(.sandboxHangSeconds, in: 1...170, default: 75),
                processingMilliseconds: reader.range(.sandboxProcessing, in: 0...600_000, default: 1_000...3_000),
                log: reader.log())
        }
    }

    /// For the installation's administrator: `ente`, `servizio`, `utente`.
    func administration() throws(ConfigurationFaults) -> AdministrationConfiguration {
        try section { reader in
            AdministrationConfiguration(
                database: reader.database(.admin),
                publicKey: reader.publicKeyFile(.keysPublicFile),
                doorbell: reader.socket(.doorbellSocket),
                certificates: CertificateDirectory(
                    reader.has(.certificatesDirectory) ? reader.absolutePath(.certificatesDirectory) : "/etc/puntuale/certificates"),
                acmeDirectory: reader.has(.certificatesACME) ? reader.absolutePath(.certificatesACME) : "/var/lib/puntuale/acme")
        }
    }

    /// For `--totp`: what the pages of the tenants, or those of the host, seal second factors with.
    func secret(of kind: Tenant.Kind) throws(ConfigurationFaults) -> SecretFile {
        try section { reader in reader.secret(kind == .publicBody ? .webSecretFile : .hostSecretFile, minimum: 32) }
    }

    /// For `backup` and `restore`: where one of the secrets lies that a backup does not hold.
    func secretFile(_ key: ConfigurationKey) throws(ConfigurationFaults) -> SecretFile {
        try section { reader in reader.secret(key, minimum: 32) }
    }

    /// For `migrate`, which must work before there is anything else.
    func migration() throws(ConfigurationFaults) -> DatabaseConfiguration {
        try section { reader in
            reader.database(.admin)
        }
    }

    /// For `accounts`: those of the programs that the file names.
    func accounts() throws(ConfigurationFaults) -> [DatabaseConfiguration] {
        try section { reader in
            let accounts = [DatabaseAccount.web, .hostAdmin, .worker].filter { reader.has($0.userKey) }
            if accounts.isEmpty { reader.missing("manca database.web.user, o quello di un altro programma") }
            return accounts.map { reader.database($0) }
        }
    }

    /// For `migrate` and `accounts`: the directory that holds the numbered files.
    func migrationFiles() throws(ConfigurationFaults) -> String {
        try section { reader in
            reader.directory(.databaseMigrations)
        }
    }

    /// For `keys create` and `keys rotate`: where the two files lie. Whether they are there is not asked.
    ///
    /// - Parameter privateFile: where the private one lies, said beside the file.
    func keyPaths(privateFile: String? = nil) throws(ConfigurationFaults) -> KeyPaths {
        try section { reader in
            KeyPaths(
                publicKey: reader.absolutePath(.keysPublicFile),
                privateKey: privateFile ?? reader.secretPath(.keysPrivateFile))
        }
    }

    /// For `puntuale after-restore`.
    ///
    /// - Returns: `nil` on a host that has no worker.
    func journal() throws(ConfigurationFaults) -> String? {
        try section { reader in reader.has(.workerMarkFile) || reader.has(.workerJournal) ? reader.journal(writable: false) : nil }
    }

    private func section<Section>(
        _ read: (inout ConfigurationReader) -> Section
    ) throws(ConfigurationFaults) -> Section {
        var reader = ConfigurationReader(file, from: view)
        let section = read(&reader)
        guard reader.faults.isEmpty else { throw reader.faults }
        return section
    }
}
