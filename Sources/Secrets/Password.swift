import CSodium
import Text

/// Passwords by Argon2id: 19 MiB and 2 passes, as OWASP's Password Storage Cheat Sheet gives for it;
/// about 20 ms of one core. Composed and decomposed letters are the same password: keyboards differ.
package enum Password {
    private static let passes = 2
    private static let memory = 19 << 20

    /// The text to keep: algorithm, costs, salt and hash.
    package static func hash(_ password: String) -> String {
        _ = Sodium.started
        let password = password.composed
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
        let failed = crypto_pwhash_str(&text, password, UInt64(password.utf8.count), UInt64(passes), memory)
        precondition(failed == 0, "out of memory")
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether the password gives the hash. Takes as long for a wrong password as for the right one.
    package static func verify(_ password: String, against hash: String) -> Bool {
        _ = Sodium.started
        let password = password.composed
        return crypto_pwhash_str_verify(hash, password, UInt64(password.utf8.count)) == 0
    }

    /// A hash that no password gives: verifying against it costs what a real one costs, so that the
    /// time of an answer does not tell which names exist.
    package static let decoy = hash(Token.random().hexadecimal)
}
