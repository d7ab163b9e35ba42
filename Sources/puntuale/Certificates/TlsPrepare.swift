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
            let (key, chain) = ("\(directory.path)/.key.new", "\(directory.path)/.chain.new")
            defer {
                unlink(key)
                unlink(chain)
            }
            try ExternalProgram("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key).succeed()
            try ExternalProgram(
                "openssl", "req", "-x509", "-key", key, "-days", "36500", "-subj", "/CN=Puntuale", "-out", chain
            ).succeed()
            guard let made = contents(ofFile: chain, atMost: 1 << 16), let secret = contents(ofFile: key, atMost: 1 << 16) else {
                throw CommandError("Il certificato per chi non dice un nome non si può leggere: \(lastSystemError()).")
            }
            try directory.put(chain: made, key: secret, for: CertificateDirectory.nameless)
        }
    }
}
