import ArgumentParser
import Domain
import Secrets
import Store

import Text
@preconcurrency import Glibc

/// `puntuale ente export`: everything of a tenant, in files that any program can read.
struct EnteExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Scrive tutto ciò che è di un ente in una directory nuova, in formati aperti.",
        discussion: """
            L'ente deve essere sospeso, anche in sola lettura, e nulla deve essere in volo: ciò che attende di partire va in un posto \
            solo. Le chiavi di App IO non escono in chiaro: con --per-chiave vengono sigillate per l'host che riceve, altrimenti si \
            reinseriscono. Le password restano qui.
            \(ConfigurationOption.exitCodes)
            """)

    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Option(name: .customLong("in"), help: ArgumentHelp("La directory da creare.", valueName: "directory")) var directory: String
    @Option(name: .customLong("per-chiave"), help: ArgumentHelp(
        "La chiave pubblica dell'host che riceve: il suo keys.public_file.", valueName: "file"))
    var recipient: String?
    @Option(name: .customLong("chiave-privata"), help: ArgumentHelp(
        "Con --per-chiave, il file della chiave privata di qui, se keys.private_file indica una credenziale.", valueName: "file"))
    var privateFile: String?
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let seal = try recipient.map(resealer)
        try option.administer { installation, _ in
            let tenant = try quiet(installation)
            guard mkdir(directory, 0o700) == 0 else {
                throw CommandError("La directory \(directory) non si può creare: \(lastSystemError()).") }
            let files = try installation.snapshot { try write(installation, seal) }
            try installation.audit(.tenantExported, on: tenant.id, by: nil)
            try finish(ExportedFiles.manifestText(tenant, files, hasKeys: seal != nil),
                       ExportedFiles.readmeText(tenant, hasKeys: seal != nil))
            Record(fields: [
                "codice": .string(codice), "directory": .string(directory),
                "righe": .object(files.map { ($0.name, .number($0.rows)) }),
            ]).show(asJSON: json)
        }
    }

    /// The tenant, when nothing of it leaves.
    private func quiet(_ installation: InstallationStore) throws -> Tenant {
        let tenant = try installation.requiredTenant(codice)
        guard tenant.kind == .publicBody else { throw CommandError("L'amministrazione dell'host non si esporta.") }
        guard tenant.state != .active else {
            throw CommandError("L'ente è attivo: prima puntuale ente suspend \(codice) --sola-lettura.")
        }
        let inFlight = try installation.inFlight(of: tenant.id)
        guard inFlight == 0 else { throw CommandError("In volo: \(inFlight). Attenderne l'esito e ripetere.") }
        return tenant
    }

    /// Of a tenant and a service.
    private typealias Reseal = (TenantID, ServiceID, [UInt8]) throws -> [UInt8]

    private func write(_ installation: InstallationStore, _ seal: Reseal?) throws -> [TenantManifest.File] {
        let tenant = try quiet(installation), store = installation.store(of: tenant.id)
        var files: [TenantManifest.File] = []
        for table in TenantTable.moving {
            let file = try DigestedFile(ExportedFiles.name(of: table), in: directory)
            try store.export(table) { try file.add(line: $0) }
            files.append(try file.finish())
        }
        if let logo = try store.logo() {
            let file = try DigestedFile(ExportedFiles.name(ofLogo: logo.mediaType), in: directory)
            try file.add(logo.bytes)
            files.append(try file.finish())
        }
        if let seal {
            let file = try DigestedFile(ExportedFiles.keys, in: directory)
            for key in try store.sealedKeys() {
                let line = JSON.object([
                    ("service_id", JSON(key.service)), ("slot", .string(key.slot.rawValue)),
                    ("sealed", .string(try seal(tenant.id, key.service, key.sealed).hexadecimal)), ("last4", .string(key.last4)),
                ])
                try file.add(line: Array(line.description.utf8))
            }
            files.append(try file.finish())
        }
        return files
    }

    /// Opens what is sealed for this host's worker and seals it for another's.
    private func resealer(to publicKey: String) throws -> Reseal {
        let paths = try option.read { configuration throws(ConfigurationFaults) in try configuration.keyPaths(privateFile: privateFile) }
        let opening = try KeyFiles(paths).readPrivate()
        guard let sealing = contents(ofFile: publicKey, atMost: 4_096).flatMap(SealingKey.init(bytes:)) else {
            complain("Il file \(publicKey) non contiene una chiave pubblica.")
            throw ExitCode.refused
        }
        return { tenant, service, sealed in
            let binding = SealedKey.binding(tenant: tenant, service: service)
            guard let key = opening.open(sealed, for: binding) else {
                throw CommandError("Una chiave di App IO non si apre con \(paths.privateKey): sostituirla, o esportare senza --per-chiave.")
            }
            return sealing.seal(key, for: binding)
        }
    }

    /// The manifest comes last: a directory without it is no export.
    private func finish(_ manifest: String, _ readme: String) throws {
        for (name, text) in [(ExportedFiles.readme, readme), (ExportedFiles.manifest, manifest)] {
            let file = try DigestedFile(name, in: directory)
            try file.add(Array(text.utf8))
            _ = try file.finish()
        }
    }
}
