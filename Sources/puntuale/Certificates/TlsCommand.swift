import ArgumentParser
import Certificates
import Domain
import Store

/// `puntuale tls`: the certificates by which nginx shows that a host name is ours.
struct TlsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tls", abstract: "I certificati dei nomi host: nginx li usa appena ci sono, senza ricaricare.",
        subcommands: [List.self, Add.self, TlsRequest.self, Deploy.self, TlsPrepare.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Elenca i certificati, e i nomi host che non ne hanno.", discussion: ConfigurationOption.exitCodes)

        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, configuration in
                let certificates = configuration.certificates
                let names = Set(try installation.hostNames()).union(certificates.names).sorted()
                Record.list(names.map { Record(certificates.chain(of: $0)?.first, of: $0) }, asJSON: json,
                            empty: "Non c'è nessun nome host, e nessun certificato.")
            }
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Dà a un nome host un certificato, o quello che ne prende il posto.", discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il nome host.") var nome: String
        @OptionGroup var files: CertificateFiles
        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func validate() throws {
            if !files.areGiven { throw ValidationError("Indicare --catena e --chiave.") }
        }

        func run() throws {
            try option.certify { directory in
                let name = try checkedHost(nome)
                let offered = try files.offered()
                try offered.put(for: name, in: directory)
                Record(offered.chain.first, of: name.value).show(asJSON: json)
            }
        }
    }

    /// What certbot calls when it has a certificate, and when it has renewed one.
    struct Deploy: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prende da certbot i certificati ottenuti o rinnovati: lo chiama certbot.", shouldDisplay: false)

        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.certify { directory in
                guard let lineage = environment("RENEWED_LINEAGE"), let names = environment("RENEWED_DOMAINS") else {
                    throw CommandError("Lo chiama certbot: per farlo a mano, puntuale tls add.")
                }
                try Lineage(directory: lineage).put(for: names.split(separator: " ").map(String.init), in: directory)
            }
        }
    }
}

/// `--catena` and `--chiave`: together, or neither.
struct CertificateFiles: ParsableArguments {
    @Option(name: .customLong("catena"), help: ArgumentHelp(
        "Il certificato e quelli intermedi, in quest'ordine, in PEM.", valueName: "file"))
    var chain: String?
    @Option(name: .customLong("chiave"), help: ArgumentHelp("La chiave privata del certificato, in PEM.", valueName: "file"))
    var key: String?

    var areGiven: Bool { chain != nil }

    func validate() throws {
        guard (chain == nil) == (key == nil) else { throw ValidationError("--catena e --chiave vanno insieme.") }
    }

    /// - Throws: `CommandError` for a certificate that will not do.
    func offered() throws -> OfferedCertificate { try OfferedCertificate(chain: chain ?? "", key: key ?? "") }
}

extension ConfigurationOption {
    /// A command's work with certificates, for which the database need not answer.
    func certify(_ work: (CertificateDirectory) throws -> Void) throws {
        let configuration = try read { configuration throws(ConfigurationFaults) in try configuration.administration() }
        try answer(for: configuration.database) { try work(configuration.certificates) }
    }
}

extension Record {
    /// - Parameter certificate: `nil`: there is none.
    init(_ certificate: Certificate?, of name: String) {
        let left = certificate.map { Int(($0.expires - Moment.now().seconds) / 86_400) }
        fields = [
            "nome": .string(name), "autorità": JSON(certificate?.issuer), "scade": JSON(certificate?.lastDay.iso),
            "giorni": JSON(number: left), "nomi": .array((certificate?.names ?? []).map { .string($0) }),
        ]
    }
}
