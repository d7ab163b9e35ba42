import ArgumentParser
import Certificates
import Domain
import FastCGI
import Logging
import Secrets
import Store
import Web

/// `puntuale web`: the pages.
struct WebCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "web", abstract: "Serve le pagine dietro nginx, per FastCGI.",
        discussion: """
            Uscita: 0 fermato con SIGTERM, 69 base dati non adatta, 78 configurazione o modelli di pagina errati, \
            o nessun socket in ascolto.
            """)

    /// For the tests, which try every address.
    @Flag(help: .hidden) var routes = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let web = try option.read { configuration throws(ConfigurationFaults) in try configuration.web() }
        try web.serve(.publicBody, as: "web", saysRoutes: routes)
    }
}

extension WebConfiguration {
    /// Seconds. A search that takes longer is given up, with a sentence.
    private static let longestStatement = 6

    /// Serves the pages of the tenants or those of the installation's administration, until SIGTERM.
    ///
    /// - Parameter saysRoutes: only prints every address.
    func serve(_ kind: Tenant.Kind, as program: String, saysRoutes: Bool) throws {
        RomeTime.prepare()
        let logger = log.logger(of: program)
        try requireSchema(database)
        let site = try starting {
            try Site(
                of: kind, database: database.connectionOptions(longestStatement: Self.longestStatement), templates: templates,
                statics: statics, secret: Signer.secret(from: secret.bytes()), sealingKey: { try sealingKey(publicKey) },
                securityContact: securityContact, doorbell: doorbell, slots: threads,
                certificates: certificates.map { CertificateDirectory($0) }, logger: logger)
        }
        if saysRoutes { return print(JSON(site)) }
        // The largest form is some 100 kB; nginx refuses more before we see it.
        let server = try starting {
            try Server(
                socket: socket, threads: site.threads, maximumBody: 256 << 10,
                notAccepted: { logger.error("no connection was accepted", metadata: ["error": "\($0)"]) }, makeHandler: site.makeHandler)
        }
        logger.info("started", metadata: inUse.merging(["schema": "\(Schema.version)"]) { $1 })
        server.run()
        logger.info("stopped")
    }
}

extension JSON {
    fileprivate init(_ site: Site) {
        self = .array(site.addresses.map { route in
            .object([
                ("method", JSON(route.method)), ("pattern", JSON(route.pattern)), ("role", JSON(route.role)),
                ("needs_active_tenant", .bool(route.needsActiveTenant)),
                ("identifiers", .array(route.identifiers.map { .array([JSON($0.name), JSON($0.kind)]) })),
            ])
        })
    }
}
