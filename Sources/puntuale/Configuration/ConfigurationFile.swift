import Logging
import Text
@preconcurrency import Glibc

/// The file as it was read: for each key its value and line, and what is wrong with its form.
///
/// A line is `key = value`, empty, or a comment (its first character other than a space is `#`).
/// A value runs to the end of its line, without the spaces around it; there is no quoting.
struct ConfigurationFile {
    struct Entry {
        let value: String
        let line: Int
    }

    private(set) var entries: [ConfigurationKey: Entry] = [:]
    private(set) var faults: ConfigurationFaults

    /// - Throws: `ConfigurationFaults` when the file cannot be read at all.
    init(path: String) throws(ConfigurationFaults) {
        guard let bytes = contents(ofFile: path, atMost: 1 << 20) else {
            let way = errno == ENOENT && path == ConfigurationOption.standardPath ? "; lo scrive puntuale setup" : ""
            let text = "il file non si può leggere: \(lastSystemError())\(way)"
            throw ConfigurationFaults(path: path, faults: [.init(line: nil, text: text)])
        }
        self.init(path: path, text: String(decoding: bytes, as: UTF8.self))
    }

    init(path: String, text: String) {
        faults = ConfigurationFaults(path: path)
        // isNewline, not "\n": in a file that came from Windows "\r\n" is one Character.
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            read(line, number: index + 1)
        }
    }

    /// The programs that run for long.
    enum Program: String { case web, host, worker }

    /// What a program reads of it, for its log.
    func entries(of program: Program) -> Logger.Metadata {
        let account = program == .host ? "database.host_admin." : "database.\(program.rawValue)."
        let read: [String] = switch program {
        case .web: ["web.", "keys.public_file", "certificates.directory"]
        case .host: ["host.", "web.templates", "web.statics", "web.security_contact", "keys.public_file",
                    "certificates.directory"]
        case .worker: ["keys.", "appio.", "mail.", "worker.", "export."]
        }
        let shared: Set<ConfigurationKey> = [
            .databaseSocket, .databaseHost, .databasePort, .databaseTLS, .databaseAuthorities, .databaseName, .doorbellSocket,
        ]
        let used = entries.filter { key, _ in
            shared.contains(key) || (read + [account, "log."]).contains { key.rawValue.hasPrefix($0) }
        }
        return Dictionary(uniqueKeysWithValues: used.map { ($0.key.rawValue, "\($0.value.value)") })
    }

    private mutating func read(_ line: Substring, number: Int) {
        let line = line.trimmed()
        if line.isEmpty || line.first == "#" { return }
        guard let equals = line.firstIndex(of: "=") else {
            return faults.note("la riga non ha la forma «chiave = valore»", line: number)
        }
        let name = line[..<equals].trimmed()
        let value = line[line.index(after: equals)...].trimmed()
        guard let key = ConfigurationKey(rawValue: name) else {
            return faults.note("chiave sconosciuta «\(name)»", line: number)
        }
        if let earlier = entries[key] {
            return faults.note("\(name) c'è già alla riga \(earlier.line)", line: number)
        }
        guard !value.isEmpty else { return faults.note("\(name) è senza valore", line: number) }
        entries[key] = Entry(value: value, line: number)
    }
}
