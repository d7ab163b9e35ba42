@preconcurrency import Glibc

/// Takes values out of a file and notes every fault on the way.
///
/// Each function gives a value of its type in any case, so that reading goes on and the next
/// fault is found too; whoever reads throws `faults` at the end, and the stand-ins are never seen.
struct ConfigurationReader {
    let file: ConfigurationFile
    private let view: ConfigurationView
    private(set) var faults: ConfigurationFaults

    init(_ file: ConfigurationFile, from view: ConfigurationView = ConfigurationView()) {
        self.file = file
        self.view = view
        faults = file.faults
    }

    func has(_ key: ConfigurationKey) -> Bool { file.entries[key] != nil }

    mutating func fault(_ key: ConfigurationKey, _ text: String) {
        faults.note("\(key.rawValue): \(text)", line: file.entries[key]?.line)
    }

    /// Notes something that no line of the file stands for.
    mutating func missing(_ text: String) { faults.note(text) }

    mutating func text(_ key: ConfigurationKey) -> String {
        if let entry = file.entries[key] { return entry.value }
        missing("manca \(key.rawValue)")
        return ""
    }

    mutating func number(_ key: ConfigurationKey, in range: ClosedRange<Int>, default standard: Int? = nil) -> Int {
        if let standard, !has(key) { return standard }
        let text = text(key)
        if let number = Int(text), range.contains(number) { return number }
        if has(key) { fault(key, "«\(text)» non è un numero intero da \(range.lowerBound) a \(range.upperBound)") }
        return range.lowerBound
    }

    /// Two numbers, as `1000-3000`.
    mutating func range(
        _ key: ConfigurationKey, in range: ClosedRange<Int>, default standard: ClosedRange<Int>
    ) -> ClosedRange<Int> {
        guard has(key) else { return standard }
        let text = text(key)
        let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        if numbers.count == 2, let least = numbers[0], let most = numbers[1], least <= most, range.contains(least), range.contains(most) {
            return least...most
        }
        fault(key, "«\(text)» non è un intervallo da \(range.lowerBound) a \(range.upperBound), come 1000-3000")
        return standard
    }

    /// An absolute path that fits `sockaddr_un` (107 bytes and a NUL), in a directory that is there.
    mutating func socket(_ key: ConfigurationKey) -> String {
        let path = absolutePath(key)
        guard !path.isEmpty else { return path }
        if path.utf8.count > 107 { fault(key, "il percorso di un socket è al più di 107 byte, questo è di \(path.utf8.count)") }
        let directory = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
        if !isDirectory(directory.isEmpty ? "/" : String(directory)) { fault(key, "la directory \(directory) non c'è") }
        return path
    }

    mutating func directory(_ key: ConfigurationKey, writable: Bool = false) -> String {
        let path = absolutePath(key)
        guard !path.isEmpty else { return path }
        if !isDirectory(path) {
            fault(key, "la directory \(path) non c'è")
        } else if !view.allows(writable ? R_OK | W_OK | X_OK : R_OK | X_OK, of: path) {
            fault(key, "la directory \(path) non si può \(writable ? "scrivere" : "leggere")\(view.byWhom): \(lastSystemError())")
        } else if writable {
            requireWritableFiles(of: key, in: path)
        }
        return path
    }

    /// A file of another's, left by somebody who once ran the program as root, stops it as surely as a directory of another's.
    private mutating func requireWritableFiles(of key: ConfigurationKey, in directory: String) {
        let files = (view.look { entries(of: directory) } ?? []).map { "\(directory)/\($0)" }
        guard let file = files.first(where: { !view.allows(W_OK, of: $0) }) else { return }
        fault(key, "il file \(file) non si può scrivere\(view.byWhom): \(lastSystemError())")
    }

    mutating func readableFile(_ key: ConfigurationKey, remedy: String = "") -> String {
        let path = absolutePath(key)
        guard !path.isEmpty else { return path }
        if let bytes = view.look({ contents(ofFile: path, atMost: 1 << 20) }) {
            if bytes.isEmpty { fault(key, "il file \(path) è vuoto") }
        } else {
            let remedy = errno == EACCES ? remedy : ""
            fault(key, "il file \(path) non si può leggere\(view.byWhom): \(lastSystemError())\(remedy)")
        }
        return path
    }

    /// A file that only root, or who runs this program, can have written: whoever puts another key there reads what is
    /// sealed from then on.
    mutating func publicKeyFile(_ key: ConfigurationKey) -> String {
        let path = readableFile(key, remedy: ": serve chmod 644")
        var status = stat()
        guard !path.isEmpty, stat(path, &status) == 0 else { return path }
        if !belongsToUs(status) { fault(key, "il file \(path) non appartiene a root") }
        if status.st_mode & 0o022 != 0 { fault(key, "il file \(path) può essere scritto da altri: serve chmod 644") }
        // One that cannot be read may well hold a key that must not be made anew.
        if view.allows(R_OK, of: path), (try? sealingKey(path)) == nil {
            fault(key, "il file \(path) non contiene una chiave: crearla con puntuale keys create")
        }
        return path
    }

    /// What opens the keys of App IO: one key, or two while they are being rotated.
    mutating func privateKeyFile(_ key: ConfigurationKey) -> SecretFile {
        let before = faults.faults.count
        let file = secret(key, minimum: 32)
        guard !file.path.isEmpty, faults.faults.count == before else { return file }
        if (try? openingKeys(file)) == nil { fault(key, "il file \(file.path) non contiene una chiave: crearla con puntuale keys create") }
        return file
    }

    /// A file that need not be there yet, in a directory that is.
    mutating func fileToWrite(_ key: ConfigurationKey) -> String {
        let path = absolutePath(key)
        guard let slash = path.lastIndex(of: "/") else { return path }
        if isDirectory(path) {
            fault(key, "\(path) è una directory, serve un file")
            return path
        }
        let parent = slash == path.startIndex ? "/" : String(path[..<slash])
        if !isDirectory(parent) {
            fault(key, "la directory \(parent) non c'è")
        } else if !view.allows(W_OK | X_OK, of: parent) {
            fault(key, "la directory \(parent) non si può scrivere\(view.byWhom): \(lastSystemError())")
        } else if !view.allows(F_OK, of: path) && errno == ENOENT {
            return path
        } else if !view.allows(R_OK | W_OK, of: path) {
            fault(key, "il file \(path) non si può scrivere\(view.byWhom): \(lastSystemError())")
        }
        return path
    }

    /// The directory of the journal, beside the mark file unless another is given.
    ///
    /// - Parameter writable: by the worker; a backup only reads it.
    mutating func journal(writable: Bool) -> String {
        if has(.workerJournal) { return directory(.workerJournal, writable: writable) }
        let beside = absolutePath(.workerMarkFile) + ".diario"
        if writable && isDirectory(beside) { requireWritableFiles(of: .workerMarkFile, in: beside) }
        return beside
    }

    /// A file of at least `minimum` bytes that nobody but its owner can reach, or with `credential:` one that systemd has
    /// laid down for this service.
    mutating func secret(_ key: ConfigurationKey, minimum: Int) -> SecretFile {
        let credential = credentialPath(key)
        let secret = SecretFile(path: credential ?? absolutePath(key))
        guard !secret.path.isEmpty else { return secret }
        var status = stat()
        guard stat(secret.path, &status) == 0, let bytes = contents(ofFile: secret.path, atMost: 4_096) else {
            fault(key, "il file \(secret.path) non si può leggere: \(lastSystemError())")
            return secret
        }
        // systemd gives a credential of root's to the service by an access list, which shows as reading by the group.
        let others: mode_t = credential != nil && status.st_uid == 0 && status.st_gid == 0 ? 0o037 : 0o077
        if status.st_mode & others != 0 { fault(key, "il file \(secret.path) è accessibile ad altri: serve chmod 600") }
        // root looks at what another account runs with, and cannot know which.
        if geteuid() != 0, !belongsToUs(status) {
            fault(key, "il file \(secret.path) non appartiene né a root né a chi esegue il programma")
        }
        if bytes.count < minimum { fault(key, "il segreto in \(secret.path) ha \(bytes.count) byte, ne servono almeno \(minimum)") }
        return secret
    }

    private func belongsToUs(_ status: stat) -> Bool { status.st_uid == 0 || status.st_uid == geteuid() }

    /// - Returns: `nil` when the value is no credential.
    private mutating func credentialPath(_ key: ConfigurationKey) -> String? {
        let prefix = "credential:"
        guard let value = file.entries[key]?.value, value.hasPrefix(prefix) else { return nil }
        let name = value.dropFirst(prefix.count)
        guard !name.isEmpty, !name.contains("/"), let directory = view.credentials else {
            fault(key, "«\(value)» è una credenziale di systemd, che qui non c'è")
            return ""
        }
        return "\(directory)/\(name)"
    }

    /// Where a secret lies, whether or not it is there yet.
    mutating func secretPath(_ key: ConfigurationKey) -> String { credentialPath(key) ?? absolutePath(key) }

    mutating func absolutePath(_ key: ConfigurationKey) -> String {
        let path = text(key)
        guard has(key) else { return "" }
        if path.hasPrefix("/") && !path.utf8.contains(0) { return path }
        fault(key, "«\(path)» non è un percorso assoluto")
        return ""
    }
}

private func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
