import Store
@preconcurrency import Glibc

/// One backup: a directory with these files.
struct Backup {
    let path: String

    static let dump = "database.sql.gz"
    static let manifest = "manifest.json"
    static let publicKey = "keys.public"
    static let configuration = "puntuale.conf"
    static let journals = "diario"
    /// Of all others, as sha256sum writes and reads it: a backup that was changed shows.
    static let sums = "SHA256SUMS"
    /// Of what it does not hold.
    static let secrets = "segreti.impronte"

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Reads all of it: each file, the dump to its last line.
    ///
    /// - Returns: what the dump has.
    /// - Throws: `CommandError` that says what is wrong.
    func check() throws -> DumpText {
        let wanted = try checkSums(), there = try files()
        for name in there where wanted[name] == nil { throw CommandError("In \(path) c'è \(name), che non è della copia.") }
        for name in [Self.dump, Self.manifest, Self.publicKey, Self.configuration] where wanted[name] == nil {
            throw CommandError("\(file(Self.sums)) non nomina \(name).")
        }
        for (name, digest) in wanted.sorted(by: { $0.key < $1.key }) {
            guard there.contains(name) else { throw CommandError("In \(path) manca \(name).") }
            guard try ExportedFile(path: file(name)).measure().digest == digest else {
                throw CommandError("\(file(name)) non è più quello che è stato scritto: l'impronta non corrisponde.")
            }
        }
        return try DatabaseDump.read(file(Self.dump))
    }

    /// Whether all its files are there; none is read.
    var looksWhole: Bool {
        guard let wanted = try? checkSums(), let there = try? files() else { return false }
        return Set(wanted.keys) == Set(there)
    }

    /// By name, the digests that were written.
    func checkSums() throws -> [String: String] {
        guard let bytes = contents(ofFile: file(Self.sums), atMost: 1 << 24), !bytes.isEmpty else {
            throw CommandError("In \(path) non c'è una copia: manca \(Self.sums).")
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.split(separator: "  ", maxSplits: 1) }
        guard lines.allSatisfy({ $0.count == 2 && $0[0].utf8.count == 64 }) else {
            throw CommandError("\(file(Self.sums)) non si può leggere.")
        }
        return Dictionary(lines.map { (String($0[1]), String($0[0])) }, uniquingKeysWith: { one, _ in one })
    }

    /// The names of those that the check sums are to name.
    private func files() throws -> [String] {
        guard let names = entries(of: path) else { throw CommandError("\(path) non si può leggere: \(lastSystemError()).") }
        let journals = (entries(of: file(Self.journals)) ?? []).map { "\(Self.journals)/\($0)" }
        return names.filter { ![Self.sums, Self.secrets, Self.journals].contains($0) } + journals
    }

    /// - Returns: the secrets of which none that is here is the one of the backup.
    func foreignSecrets(among secrets: [BackupSecret]) throws -> [BackupSecret] {
        let sums = contents(ofFile: file(Self.sums), atMost: 1 << 24) ?? []
        let text = String(decoding: contents(ofFile: file(Self.secrets), atMost: 1 << 16) ?? [], as: UTF8.self)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        let wanted = Dictionary(grouping: lines.filter { $0.count == 2 }, by: { $0[0] })
        return secrets.filter { secret in
            let known = wanted[Substring(secret.key.rawValue)]?.map { String($0[1]) } ?? []
            return known.isEmpty || Set(known).isDisjoint(with: secret.fingerprints(of: sums))
        }
    }
}
