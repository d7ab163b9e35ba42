import ArgumentParser
import Certificates
@preconcurrency import Glibc

/// `puntuale tls prepare`: what nginx shows to a client that asks for no name; it signs itself.
struct TlsPrepare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare", abstract: "Crea, se mancano, la directory dei certificati e quello per chi non dice che nome cerca.",
        discussion: ConfigurationOption.exitCodes)

    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let configuration = try option.read { configuration throws(ConfigurationFaults) in try configuration.administration() }
        try option.answer(for: configuration.database) {
            let directory = configuration.certificates
            try makeDirectory(directory.path)
            guard directory.chain(of: CertificateDirectory.nameless) == nil else { return }
            let file = "\(directory.path)/\(CertificateDirectory.nameless)"
            try ExternalProgram("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "\(file).key").succeed()
            try ExternalProgram(
                "openssl", "req", "-x509", "-key", "\(file).key", "-days", "36500", "-subj", "/CN=Puntuale", "-out", "\(file).pem"
            ).succeed()
            guard let group = getgrnam("www-data") else { return }
            guard geteuid() != 0 || chown("\(file).key", 0, group.pointee.gr_gid) == 0, chmod("\(file).key", 0o640) == 0 else {
                throw CommandError("Il file \(file).key non si può dare a nginx: \(lastSystemError()).")
            }
        }
    }
}
