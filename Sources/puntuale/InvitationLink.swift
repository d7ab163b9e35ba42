import Domain
import Secrets
import Store

extension HostStore {
    /// Makes the link by which a person sets a password: within 24 hours, once. The one before it holds no longer.
    ///
    /// - Parameter code: the ente's.
    /// - Returns: the link at the ente's canonical name. Behind another scheme or port, as in the demo, the rest of it stays.
    func invite(_ person: Identifier, to code: String) throws -> String {
        let ente = try ente(code), token = Token.random()
        try store(of: ente.id).invite(person, token.digest, by: nil)
        return "https://\(ente.canonicalHost)/invito?codice=\(token.hexadecimal)"
    }
}
