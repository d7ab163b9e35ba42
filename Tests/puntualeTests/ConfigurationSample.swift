@testable import puntuale

@preconcurrency import Glibc

/// A directory of its own with every file that a whole configuration names.
final class ConfigurationSample {
    let directory: String

    init() {
        var template = Array("/tmp/puntuale-configuration.XXXXXX".utf8CString)
        directory = String(cString: mkdtemp(&template)!)
        for name in ["templates", "export", "sandbox"] { mkdir("\(directory)/\(name)", 0o700) }
        for name in ["web.secret", "private.key", "public.key", "services.json"] {
            write(name, String(repeating: "k", count: 32))
        }
        write("web.password", "parola d'ordine\n")
    }

    deinit {
        for name in ["web.secret", "private.key", "public.key", "services.json", "web.password"] { unlink("\(directory)/\(name)") }
        for name in ["templates", "export", "sandbox"] { rmdir("\(directory)/\(name)") }
        rmdir(directory)
    }

    /// Lines that no section finds fault with, from the second of the file on.
    var lines: [String] {
        """
        database.socket = \(directory)/mariadb.sock
        database.name = puntuale
        database.web.user = web
        database.web.password_file = \(directory)/web.password
        database.worker.user = worker
        database.admin.user = admin
        web.threads = 8
        web.templates = \(directory)/templates
        web.statics = /statico/0a1b2c
        web.secret_file = \(directory)/web.secret
        keys.public_file = \(directory)/public.key
        keys.private_file = \(directory)/private.key
        doorbell.socket = \(directory)/doorbell.sock
        appio.real = https://api.io.pagopa.it/api/v1
        appio.trial = http://127.0.0.1:9080/api/v1/
        worker.mark_file = \(directory)/worker.mark
        export.directory = \(directory)/export
        sandbox.threads = 32
        sandbox.directory = \(directory)/sandbox
        sandbox.services_file = \(directory)/services.json
        sandbox.templates = \(directory)/templates
        """.split(separator: "\n").map(String.init)
    }

    /// The whole configuration, in which some keys have another line, or none (`nil`).
    func configuration(_ changes: [String: String?] = [:]) -> Configuration {
        var lines = lines
        for (key, line) in changes {
            lines.removeAll { $0.hasPrefix("\(key) = ") }
            if let line { lines.append(line) }
        }
        let text = "# esempio\n" + lines.joined(separator: "\n") + "\n"
        return Configuration(file: ConfigurationFile(path: "puntuale.conf", text: text))
    }

    func write(_ name: String, _ text: String, mode: mode_t = 0o600) {
        let file = open("\(directory)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, mode)
        precondition(file >= 0)
        precondition(Glibc.write(file, text, text.utf8.count) == text.utf8.count)
        fchmod(file, mode)
        close(file)
    }
}
