import Domain
import Secrets
import Store

extension Exchange {
    /// What the audit keeps of a codice fiscale, or its beginning, that somebody looked for: of another tenant, or of an installation
    /// with another secret, it is another one.
    ///
    /// - Parameter code: in capitals.
    func digest(of code: String) -> CitizenDigest {
        let signature = site.signer.sign([Array("citizen".utf8), tenant.id.bytes, Array(code.utf8)])
        return CitizenDigest(bytes: Array(signature.prefix(16)))!
    }

    /// Of a codice fiscale and of all its beginnings that may be searched for.
    func digests(of code: String) -> Set<CitizenDigest> {
        let least = FiscalCode.Prefix.leastCharacters
        return Set((least...max(code.count, least)).map { digest(of: String(code.prefix($0))) })
    }
}
