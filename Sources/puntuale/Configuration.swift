import Logging

/// A configuration file that was read; each program takes its section, and only what a section
/// needs must be there.
struct Configuration {
    let file: ConfigurationFile

    /// - Throws: `ConfigurationFaults` when the file cannot be read. What is wrong inside it is
    ///   thrown by the sections, together with their own faults.
    static func load(_ path: String) throws(ConfigurationFaults) -> Configuration {
        Configuration(file: try ConfigurationFile(path: path))
    }

    /// For `puntuale web`. It has the key that seals, never the one that opens.
    func web() throws(ConfigurationFaults) -> WebConfiguration {
        var reader = ConfigurationReader(file)
        return try reader.value(WebConfiguration(
            database: reader.database(.web),
            socket: reader.has(.webSocket) ? reader.socket(.webSocket) : nil,
            threads: reader.number(.webThreads, in: 1...256),
            templates: reader.directory(.webTemplates),
            statics: reader.urlPrefix(.webStatics),
            secret: reader.secret(.webSecretFile, minimum: 32),
            publicKey: reader.readableFile(.keysPublicFile),
            doorbell: reader.socket(.doorbellSocket),
            logLevel: reader.logLevel()))
    }

    /// For `puntuale worker`.
    func worker() throws(ConfigurationFaults) -> WorkerConfiguration {
        var reader = ConfigurationReader(file)
        return try reader.value(WorkerConfiguration(
            database: reader.database(.worker),
            publicKey: reader.readableFile(.keysPublicFile),
            privateKey: reader.secret(.keysPrivateFile, minimum: 32),
            doorbell: reader.socket(.doorbellSocket),
            realAppIO: reader.address(.appIOReal, plainOnLoopback: false),
            trialAppIO: reader.address(.appIOTrial, plainOnLoopback: true),
            authorities: reader.has(.appIOAuthorities) ? reader.readableFile(.appIOAuthorities) : nil,
            exportDirectory: reader.directory(.exportDirectory, writable: true),
            logLevel: reader.logLevel()))
    }

    /// For `puntuale sandbox`.
    func sandbox() throws(ConfigurationFaults) -> SandboxConfiguration {
        var reader = ConfigurationReader(file)
        return try reader.value(SandboxConfiguration(
            socket: reader.has(.sandboxSocket) ? reader.socket(.sandboxSocket) : nil,
            threads: reader.number(.sandboxThreads, in: 1...1024),
            directory: reader.directory(.sandboxDirectory, writable: true),
            servicesFile: reader.readableFile(.sandboxServicesFile),
            templates: reader.directory(.sandboxTemplates),
            statics: reader.urlPrefix(.webStatics),
            logLevel: reader.logLevel()))
    }

    /// For the host's administrator: `ente`, `servizio`, `utente`.
    func administration() throws(ConfigurationFaults) -> AdministrationConfiguration {
        var reader = ConfigurationReader(file)
        return try reader.value(AdministrationConfiguration(
            database: reader.database(.admin),
            publicKey: reader.readableFile(.keysPublicFile),
            doorbell: reader.socket(.doorbellSocket)))
    }

    /// For `migrate`, which must work before there is anything else.
    func migration() throws(ConfigurationFaults) -> DatabaseConfiguration {
        var reader = ConfigurationReader(file)
        return try reader.value(reader.database(.admin))
    }

    /// For `keys create`: where the two files are to lie. Whether they are there is not asked.
    func keyPaths() throws(ConfigurationFaults) -> KeyPaths {
        var reader = ConfigurationReader(file)
        return try reader.value(KeyPaths(
            publicKey: reader.absolutePath(.keysPublicFile),
            privateKey: reader.absolutePath(.keysPrivateFile)))
    }
}
