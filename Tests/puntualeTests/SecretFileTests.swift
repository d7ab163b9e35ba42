import Testing

@testable import puntuale

struct SecretFileTests {
    let sample = ConfigurationSample()

    @Test(arguments: [0o640, 0o604, 0o644, 0o660])
    func `a private key that others can reach is refused`(mode: UInt32) {
        sample.write("private.key", String(repeating: "k", count: 32), mode: mode)
        #expect(texts { try sample.configuration().worker() }
            == ["keys.private_file: il file \(sample.directory)/private.key è accessibile ad altri: serve chmod 600"])
    }

    @Test func `a secret that is too short is refused`() {
        sample.write("web.secret", String(repeating: "k", count: 31))
        #expect(texts { try sample.configuration().web() }
            == ["web.secret_file: il segreto in \(sample.directory)/web.secret ha 31 byte, ne servono almeno 32"])
    }

    @Test func `a secret that is not there is told`() {
        let configuration = sample.configuration(["web.secret_file": "web.secret_file = /nowhere/secret"])
        #expect(texts { try configuration.web() }
            == ["web.secret_file: il file /nowhere/secret non si può leggere: No such file or directory"])
    }

    @Test func `a printed configuration shows where secrets are and not what they are`() throws {
        sample.write("web.secret", "the-very-secret-words-of-this-web")
        let printed = "\(try sample.configuration().web())"
        #expect(printed.contains("(segreto in \(sample.directory)/web.secret)"))
        #expect(!printed.contains("very-secret"))
        #expect(!printed.contains("parola"))
    }
}
