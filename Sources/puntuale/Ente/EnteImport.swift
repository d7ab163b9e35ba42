import ArgumentParser
import Domain
import Store

/// `puntuale ente import`: a tenant that another host has exported.
struct EnteImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Legge un ente da una directory scritta da puntuale ente export.",
        discussion: """
            L'ente risponde solo quando è tutto qui. Interrotto, si ripete lo stesso comando: ricomincia da capo. Ciò che attendeva di \
            partire diventa «Esito incerto»; le persone hanno bisogno di una nuova password.
            \(ConfigurationOption.exitCodes)
            """)

    @Argument(help: "La directory.") var directory: String
    @Option(name: .customLong("host"), help: ArgumentHelp("Il nome host a cui risponde qui, al posto dei suoi.", valueName: "nome"))
    var hostName: String?
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { installation, _ in
            let manifest = try checkedManifest(installation)
            let names = try hostNames(installation)
            if let obstacle = try installation.obstacle(toImporting: manifest.tenant, code: manifest.code, hostNames: names) {
                throw CommandError(obstacle)
            }
            try installation.removeUnfinishedImport(of: manifest.tenant)
            let store = installation.store(of: manifest.tenant)
            for table in TenantTable.moving where table.name != TenantTable.hostNames.name { try read(table, manifest, store) }
            try file(ExportedFiles.name(of: .tenant)).lines { try store.setPausedBy(from: Array($0.dropFirst().dropLast())) }
            if manifest.files.contains(where: { $0.name == ExportedFiles.keys }) {
                try file(ExportedFiles.keys).lines { rows in
                    for key in try installation.sealedKeys(in: rows) { try store.addKey(key.key, key.slot, of: key.service) }
                }
            }
            let uncertain = try store.doubtWhatWaited()
            try installation.open(manifest.tenant, hostNames: names)
            if uncertain > 0 { complain("Attendevano di partire e hanno ora esito incerto: \(uncertain).") }
            try installation.show(installation.requiredTenant(manifest.code), asJSON: json)
        }
    }

    private func file(_ name: String) -> ExportedFile { ExportedFile(path: "\(directory)/\(name)") }

    /// The manifest, when every file is as it says.
    private func checkedManifest(_ installation: InstallationStore) throws -> TenantManifest {
        let path = "\(directory)/\(ExportedFiles.manifest)"
        guard let bytes = contents(ofFile: path, atMost: 1 << 20),
            let manifest = try installation.manifest(String(decoding: bytes, as: UTF8.self))
        else { throw CommandError("In \(directory) non c'è un \(ExportedFiles.manifest) che si possa leggere.") }
        guard manifest.format == TenantManifest.format, manifest.schema == Schema.version else {
            throw CommandError("""
                L'ente è stato esportato con il formato \(manifest.format) e la base dati \(manifest.schema), qui servono \
                \(TenantManifest.format) e \(Schema.version): portare i due host alla stessa versione.
                """)
        }
        let needed = TenantTable.moving.map(ExportedFiles.name(of:))
        let found = manifest.files.map(\.name).filter { $0 != ExportedFiles.keys && !ExportedFiles.isLogo($0) }
        guard found.sorted() == needed.sorted() else { throw CommandError("Il manifest.json non elenca i file di un ente.") }
        for wanted in manifest.files {
            guard try matches(file(wanted.name).measure(), wanted) else {
                throw CommandError("Il file \(wanted.name) non è quello che è stato esportato: l'impronta non corrisponde.")
            }
        }
        return manifest
    }

    /// A picture has no lines.
    private func matches(_ found: TenantManifest.File, _ wanted: TenantManifest.File) -> Bool {
        found.bytes == wanted.bytes && found.digest == wanted.digest && (ExportedFiles.isLogo(wanted.name) || found.rows == wanted.rows)
    }

    private func hostNames(_ installation: InstallationStore) throws -> [String] {
        if let hostName {
            return [try checkedTenantHost(hostName).value]
        }
        var names: [String] = []
        try file(ExportedFiles.name(of: .hostNames)).lines { names += try installation.hostNames(in: $0) }
        guard !names.isEmpty, try names.allSatisfy({ try checkedTenantHost($0).value == $0 }) else {
            throw CommandError("L'ente non ha nomi host: usare --host.")
        }
        return names
    }

    private func read(_ table: TenantTable, _ manifest: TenantManifest, _ store: TenantStore) throws {
        var rows = 0
        try file(ExportedFiles.name(of: table)).lines { lines in
            rows += try store.add(lines, to: table, with: table.name == "tenant_logo" ? ["bytes": logo(manifest)] : [:])
        }
        guard rows == manifest.files.first(where: { $0.name == ExportedFiles.name(of: table) })?.rows else {
            throw CommandError("Non tutte le righe di \(table.name) sono entrate.")
        }
    }

    /// What the row of the logo says stands beside it as a picture.
    private func logo(_ manifest: TenantManifest) throws -> [UInt8] {
        guard let name = manifest.files.map(\.name).first(where: ExportedFiles.isLogo),
              let bytes = contents(ofFile: "\(directory)/\(name)", atMost: LogoImage.mostBytes) else {
            throw CommandError("Il file del logo non si può leggere: \(lastSystemError()).")
        }
        do { _ = try LogoImage(bytes) } catch { throw CommandError("Il file del logo non è quello di un ente: \(error.sentence)") }
        return bytes
    }
}
