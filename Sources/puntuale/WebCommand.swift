import ArgumentParser
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
        discussion: "Uscita: 0 fermato con SIGTERM, 69 base dati non adatta, 78 configurazione o modelli di pagina errati.")

    /// Seconds. A search that takes longer is given up, with a sentence.
    private static let longestStatement = 6

    /// For the tests, which try every address.
    @Flag(help: .hidden) var routes = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let web = try option.read { configuration throws(ConfigurationFaults) in try configuration.web() }
        RomeTime.prepare()
        try requireSchema(web.database)
        let site = try starting {
            try Site(
                database: web.database.connectionOptions(longestStatement: Self.longestStatement), templates: web.templates,
                statics: web.statics, secret: Signer.secret(from: web.secret.bytes()), sealingKey: { try sealingKey(web.publicKey) },
                securityContact: web.securityContact, doorbell: web.doorbell, desks: web.threads, logger: .program("web", web.logLevel))
        }
        if routes { return print(JSON(site)) }
        // The largest form is some 100 kB; nginx refuses more before we see it.
        let server = try starting {
            try Server(socket: web.socket, threads: site.threads, maximumBody: 256 << 10, makeHandler: site.makeHandler)
        }
        server.run()
    }
}

extension JSON {
    fileprivate init(_ site: Site) {
        self = .array(site.addresses.map { route in
            .object([
                ("method", JSON(route.method)), ("pattern", JSON(route.pattern)), ("role", JSON(route.role)),
                ("identifiers", .array(route.identifiers.map { .array([JSON($0.name), JSON($0.kind)]) })),
            ])
        })
    }
}
