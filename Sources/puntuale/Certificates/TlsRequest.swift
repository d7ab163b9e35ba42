import ArgumentParser
import Certificates
import Domain
@preconcurrency import Glibc

/// `puntuale tls request`: a certificate from an authority that speaks ACME, by certbot, which renews it too.
struct TlsRequest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Chiede un certificato con certbot, che poi lo rinnova da sé.",
        discussion: """
            Il nome deve già portare a questa macchina: l'autorità ne legge la prova sulla porta 80.
            Ciò che segue -- è per certbot, come in: puntuale tls request nome.example.it -- --server https://acme.example/directory
            \(ConfigurationOption.exitCodes)
            """)

    @Argument(help: "Il nome host.") var nome: String
    @Option(help: "A chi l'autorità scrive.") var email: String?
    @Argument(parsing: .postTerminator, help: .hidden) var certbot: [String] = []
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let configuration = try option.read { configuration throws(ConfigurationFaults) in try configuration.administration() }
        try option.answer(for: configuration.database) {
            let name = try checkedHost(nome).value
            try makeDirectory(configuration.acmeDirectory)
            let contact = email.map { ["--email", $0] } ?? ["--register-unsafely-without-email"]
            let request = ExternalProgram("certbot", [
                "certonly", "--non-interactive", "--agree-tos", "--keep-until-expiring", "--webroot",
                "--webroot-path", configuration.acmeDirectory, "--domain", name, "--cert-name", name, "--deploy-hook", hook,
            ] + contact + certbot)
            let status: Int32
            do { status = try request.run(output: STDERR_FILENO) } catch is CommandError {
                throw CommandError("Manca certbot: apt install certbot. Un certificato ottenuto altrove si dà con puntuale tls add.")
            }
            guard status == 0 else { throw CommandError("certbot non ha ottenuto il certificato (codice \(status)): sopra dice perché.") }
            guard let chain = configuration.certificates.chain(of: name) else {
                throw CommandError("certbot ha il certificato, ma non ne ha fatto uso: sopra dice perché.")
            }
            Record(chain.first, of: name).show(asJSON: json)
        }
    }

    /// A line for a shell: certbot keeps it and runs it at each renewal. Its first word it looks for as it stands, quotes included.
    private var hook: String {
        let program = (try? linkTarget("/proc/self/exe")) ?? CommandLine.arguments[0]
        return "\(program) tls deploy --config '\(option.path.replacing("'", with: "'\\''"))'"
    }
}

/// A certificate as certbot keeps it.
struct Lineage {
    let directory: String

    /// - Throws: `CommandError` for the first name that it is not for.
    func put(for names: [String], in certificates: CertificateDirectory) throws {
        let offered = try OfferedCertificate(chain: "\(directory)/fullchain.pem", key: "\(directory)/privkey.pem")
        for name in names { try offered.put(for: checkedHost(name), in: certificates) }
    }
}

/// - Returns: `nil` when it is not set.
func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// Where a symbolic link leads, as it stands in it.
///
/// - Throws: `CommandError` when it is none.
func linkTarget(_ path: String) throws -> String {
    var target = [UInt8](repeating: 0, count: 4_096)
    let count = target.withUnsafeMutableBytes { readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count) }
    guard count > 0 else { throw CommandError("\(path) non è un collegamento: \(lastSystemError()).") }
    return String(decoding: target[..<count], as: UTF8.self)
}
