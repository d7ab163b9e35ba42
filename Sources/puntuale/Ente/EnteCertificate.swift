import ArgumentParser
import Domain
import Store

/// `puntuale ente certificate`: what is left of tenants that were deleted.
struct EnteCertificate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate", abstract: "Mostra i certificati degli enti cancellati.", discussion: """
            Ogni certificato porta l'impronta SHA-256 del proprio testo e quella del precedente: uno cambiato o tolto si nota.
            \(ConfigurationOption.exitCodes)
            """)

    @Argument(help: "Il codice IPA dell'ente cancellato, o list per tutti.") var codice: String
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { installation, _ in
            let certificates = try installation.certificates()
            if codice == "list" {
                let unbroken = Set(certificates.compactMap(\.digest))
                Record.list(certificates.map { Record($0, follows: unbroken) }, asJSON: json, empty: "Nessun ente è stato cancellato.")
            } else if let certificate = certificates.last(where: { $0.code == codice }) {
                certificate.show(asJSON: json)
            } else {
                throw CommandError("Non c'è nessun certificato di un ente con il codice «\(codice)».")
            }
        }
    }
}

extension DeletionCertificate {
    /// Prints it: its text and its digest, which is what to keep.
    func show(asJSON: Bool) {
        if asJSON { return Record(self, follows: nil).show(asJSON: true) }
        print(text, terminator: "")
        if let digest { print("SHA-256 del testo fin qui: \(digest)\(isIntact ? "" : " (NON CORRISPONDE)")") }
    }
}

extension Record {
    /// - Parameter digests: of all certificates, to say whether the one before it is still there; `nil`: not asked.
    fileprivate init(_ certificate: DeletionCertificate, follows digests: Set<String>?) {
        let isBroken = digests.map { digests in certificate.previous.map { !digests.contains($0) } ?? false } ?? false
        fields = [
            "id": JSON(certificate.id), "codice": .string(certificate.code), "nome": .string(certificate.name),
            "richiesta": .string(Self.time(certificate.requestedAt)), "da": .string(certificate.requestedBy),
            "conclusa": JSON(certificate.finishedAt.map(Self.time)),
            "esiti_ignoti": .number(certificate.uncertain),
            "righe": .object(certificate.removed.map { ($0.table, .number($0.count)) }),
            "precedente": JSON(certificate.previous), "sha256": JSON(certificate.digest),
            "integro": .bool(certificate.isIntact && !isBroken),
        ]
    }

    private static func time(_ moment: Moment) -> String { "\(RomeTime(moment).date.iso)T\(RomeTime(moment).italianTime)" }
}
