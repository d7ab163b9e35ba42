import Domain
import Logging
import Otp
import Secrets
import Store
@preconcurrency import Glibc

/// What a person has beside the password: a telephone that makes codes, and ten codes on paper.
enum SecondFactor {
    /// Why what was typed is not taken: a recovery code has none after it to wait for.
    static func fault(of typed: String) -> String {
        recoveryCode(typed) == nil
            ? "Il codice non è valido, oppure è già stato usato: attendere il successivo."
            : "Codice di recupero non valido o già usato."
    }

    static let setUpFault = "Il codice non è quello che il telefono mostra ora: controllare anche che l’ora del telefono sia esatta."

    /// How many recovery codes there are, and what they are made of: no letter or digit that looks like another.
    static let recoveryCodes = 10
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")
    private static let length = 10

    /// In two halves, to be read and typed: 49 bits, which nobody tries all of at the speed of a log in.
    static func newRecoveryCodes() -> [String] {
        (0..<recoveryCodes).map { _ in
            let letters = (0..<length).map { _ in alphabet.randomElement()! }
            return String(letters[..<5]) + "-" + String(letters[5...])
        }
    }

    /// What was typed without what stands between, if it may be a recovery code.
    fileprivate static func recoveryCode(_ typed: String) -> String? {
        let code = typed.lowercased().filter { !$0.isWhitespace && $0 != "-" }
        return code.count == length ? code : nil
    }
}

extension Exchange {
    /// Takes a code of the telephone or a recovery code; the same one never again.
    func accepts(_ typed: String, of person: Person) throws -> LoginThrottle.Outcome {
        let outcome = try LoginThrottle(.code, of: person.username, self).tried { try holds(typed, of: person) }
        logRefusal(outcome, "code")
        return outcome
    }

    private func holds(_ typed: String, of person: Person) throws -> Bool {
        if let code = SecondFactor.recoveryCode(typed) {
            return try store.useRecoveryCode(recoveryDigest(of: code, person), of: person.id)
        }
        guard let sealed = try store.secondFactor(of: person.id) else { return false }
        guard let secret = site.storage.open(sealed, for: binding(of: person)) else {
            // The row was moved, or the web's secret is another one since: an administrator can reset it.
            site.logger.error("second factor does not open", metadata: ["tenant": "\(tenant.code)", "request": "\(request.id)"])
            return false
        }
        guard let counter = OneTimePassword(secret: secret).counter(of: typed, at: Int64(time(nil))) else { return false }
        return try store.useCode(counter: counter, of: person.id)
    }

    func binding(of person: Person) -> [UInt8] { SecondFactorBinding.bytes(tenant: tenant.id, person: person.id) }

    func recoveryDigests(of codes: [String], _ person: Person) -> [[UInt8]] {
        codes.compactMap(SecondFactor.recoveryCode).map { recoveryDigest(of: $0, person) }
    }

    private func recoveryDigest(of code: String, _ person: Person) -> [UInt8] {
        site.signer.sign([Array("recovery".utf8), tenant.id.bytes, person.id.bytes, Array(code.utf8)])
    }
}
