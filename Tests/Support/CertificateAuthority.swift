@preconcurrency import Glibc

/// An authority with one intermediate below it, and what they sign, by openssl in a directory of its own.
package final class CertificateAuthority {
    package let directory: String

    /// - Throws: `Missing` without openssl.
    package init() throws {
        var template = Array("/tmp/puntuale-certificates.XXXXXX".utf8CString)
        directory = String(cString: mkdtemp(&template)!)
        try openssl(request("root", "/O=Autorità di prova/CN=Radice") + ["-x509", "-days", "30"], to: "root.pem")
        try sign("intermediate", "/O=Autorità di prova/CN=Intermedia", by: "root", ["basicConstraints=critical,CA:TRUE"], days: 20)
    }

    deinit { _ = run(["/bin/rm", "-r", directory]) }

    package func path(_ file: String) -> String { "\(directory)/\(file)" }

    package func text(_ file: String) -> [UInt8] {
        guard let file = fopen(path(file), "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
    }

    /// Makes `file.pem`, `file.crt`, which is the same, and `file.key`, signed by the intermediate.
    ///
    /// - Parameter days: for how long it is valid; -1: it has expired.
    package func issue(_ file: String, for names: [String], days: Int = 10) throws {
        let alternatives = names.map { "DNS:\($0)" }.joined(separator: ",")
        try sign(file, "/CN=\(names[0])", by: "intermediate", ["subjectAltName=\(alternatives)"], days: days)
        guard run(["/bin/cp", path("\(file).pem"), path("\(file).crt")]) == 0 else { throw Missing(what: "cp") }
    }

    private func sign(_ file: String, _ subject: String, by signer: String, _ extensions: [String], days: Int) throws {
        try openssl(request(file, subject), to: "\(file).csr")
        try extensions.joined(separator: "\n").write(to: path("\(file).ext"))
        try openssl(["x509", "-req", "-in", path("\(file).csr"), "-CA", path("\(signer).pem"), "-CAkey", path("\(signer).key"),
                     "-CAcreateserial", "-days", "\(days)", "-extfile", path("\(file).ext")], to: "\(file).pem")
    }

    private func request(_ file: String, _ subject: String) -> [String] {
        ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8", "-subj", subject, "-keyout", path("\(file).key")]
    }

    private func openssl(_ words: [String], to file: String) throws {
        guard run(["/usr/bin/openssl"] + words + ["-out", path(file)]) == 0 else { throw Missing(what: "openssl") }
    }
}

extension String {
    fileprivate func write(to path: String) throws {
        guard let file = fopen(path, "w") else { throw Missing(what: path) }
        fputs(self, file)
        fclose(file)
    }
}
