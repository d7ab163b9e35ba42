import Text

/// What a password must be: long, and none of those that are tried first; nothing else (NIST SP 800-63B-4 §3.1.1.2).
package enum PasswordRule {
    /// In code points, after the text was composed as it is hashed.
    package static let length = 12...200 // longer ones only cost time

    /// What is wrong with a new password and what to do, for the person who chose it; `nil`: nothing.
    ///
    /// - Parameters:
    ///   - username: the account's name; the first thing a guesser tries.
    ///   - names: of whose account it is and where: the person, the ente, its host.
    package static func fault(of password: String, for username: String, of names: [String] = []) -> String? {
        let password = password.composed, count = password.unicodeScalars.count
        switch count {
        case 0: return "Scrivere la password."
        case ..<length.lowerBound:
            return "La password ha \(countOf(count, "carattere", "caratteri")): ne servono almeno \(length.lowerBound)."
        case (length.upperBound + 1)...: return "La password ha \(count) caratteri: al massimo \(length.upperBound)."
        default: break
        }
        if password.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "La password contiene caratteri di controllo, che non si vedono: riscriverla."
        }
        if password.lowercased().contains(username.lowercased()) && password.count < username.count + 8 {
            return "La password ripete il nome utente: sceglierne una che non si indovini."
        }
        return CommonPassword.isOne(password, around: [username] + names) ? tooCommon : nil
    }

    private static let tooCommon = "La password è fra le prime che si provano: sceglierne un’altra, per esempio "
        + "tre o quattro parole a caso."
}
