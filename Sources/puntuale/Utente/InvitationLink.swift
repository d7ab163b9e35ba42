import Domain
import Secrets
import Store

extension InstallationStore {
    /// Makes the link by which a person sets a password: within 24 hours, once. The one before it holds no longer.
    ///
    /// - Parameter code: the tenant's, or that of the administration of the installation.
    /// - Returns: the link at its canonical name. Behind another scheme or port, as in the demo, the rest of it stays.
    func invite(_ person: PersonID, to code: String) throws -> String {
        let employer = try employer(code), token = Token.random()
        try store(of: employer.id).invite(person, token.digest, by: nil)
        return "https://\(employer.canonicalHost)/invito?codice=\(token.hexadecimal)"
    }
}
