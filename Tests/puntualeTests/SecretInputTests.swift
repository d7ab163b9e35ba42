import Domain
import Secrets
import Store
@testable import puntuale
import Testing

@preconcurrency import Glibc

@Suite struct SecretInputTests {
    private let sample = ConfigurationSample()
    private var path: String { "\(sample.directory)/web.password" }

    @Test func `lines come without the white space at their ends`() throws {
        sample.write("web.password", "primaria \r\nseconda\t\n\n \n")
        #expect(try secretLines(from: path) == ["primaria", "seconda"])
        sample.write("web.password", "\n\n")
        #expect(try secretLines(from: path) == [])
    }

    @Test func `what cannot be read is refused without being told`() {
        sample.write("web.password", "segreto\nsegreto")
        let lines = #expect(throws: CommandError.self) { try secretLine(from: path) }
        sample.write("web.password", String(repeating: "segreto", count: 1_000))
        let long = #expect(throws: CommandError.self) { try secretLine(from: path) }
        sample.write("web.password", "segreto")
        let password = #expect(throws: CommandError.self) { try newPassword(from: path, for: "mario.rossi") }
        for refusal in [lines, long, password] { #expect(refusal?.sentence.contains("segreto\n") == false) }
        #expect(throws: CommandError.self) { try secretLine(from: "\(sample.directory)/nowhere") }
    }

    @Test func `a password has at least twelve characters, also beyond ASCII`() throws {
        sample.write("web.password", "perché così no\n")
        #expect(try newPassword(from: path, for: "mario.rossi") == "perché così no")
        sample.write("web.password", "perché così\n")
        #expect(throws: CommandError.self) { try newPassword(from: path, for: "mario.rossi") }
    }

    @Test func `a command refuses the passwords that the pages refuse`() {
        for password in ["mario.rossi1", String(repeating: "x", count: 201), "dodici\u{7}caratteri"] {
            sample.write("web.password", password + "\n")
            let refusal = #expect(throws: CommandError.self) { try newPassword(from: path, for: "mario.rossi") }
            #expect(refusal?.sentence == PasswordRule.fault(of: password, for: "mario.rossi"))
        }
    }

    @Test func `a key is sealed for its service, and shows four characters`() throws {
        let pair = OpeningKey.make(), tenant = TenantID.make(), service = ServiceID.make()
        let file = "\(sample.directory)/public.key"
        sample.write("public.key", String(repeating: "k", count: 31))
        #expect(throws: CommandError.self) { try ServiceKeySealer(publicKeyFile: file) }
        let stream = fopen(file, "w")!
        fwrite(pair.sealing.bytes, 1, pair.sealing.bytes.count, stream)
        fclose(stream)
        let sealer = try ServiceKeySealer(publicKeyFile: file)
        let key = "0123456789abcdefWXYZ"
        let sealed = try sealer.seal(key, tenant: tenant, service: service)
        #expect(sealed.last4 == "WXYZ")
        #expect(pair.opening.open(sealed.bytes, for: SealedKey.binding(tenant: tenant, service: service)) == Array(key.utf8))
        for typed in ["", "corta", "con uno spazio dentro", "con-un-accentò-dentro", "con-un-nul\0-dentro-ecco",
                      String(repeating: "x", count: 257)] {
            let refusal = #expect(throws: CommandError.self) { try sealer.seal(typed, tenant: tenant, service: service) }
            #expect(typed.isEmpty || refusal?.sentence.contains(typed) == false)
        }
    }
}
