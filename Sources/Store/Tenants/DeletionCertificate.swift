package import Domain
import MariaDB

/// What is left of a tenant that was deleted. It names no person but who asked for it.
package struct DeletionCertificate: Sendable {
    package var id: CertificateID
    package var tenant: TenantID
    package var code: String
    package var name: String
    package var hostNames: [String]
    package var requestedAt: Moment
    package var requestedBy: String
    /// `nil`: the deletion goes on.
    package var finishedAt: Moment?
    /// POSTs of which nobody learned whether they had arrived.
    package var uncertain: Int
    /// The digest of the certificate before, as hexadecimal digits; `nil`: there is none.
    package var previous: String?
    /// SHA-256 of its text, once it is finished.
    package var digest: String?
    /// Whether its text still has this digest.
    package var isIntact = true
    /// Rows by table.
    package var removed: [(table: String, count: Int)] = []

    /// What its digest is of.
    package var text: String {
        """
        CERTIFICATO DI CANCELLAZIONE \(id)

        Ente: \(name)
        Codice: \(code)
        Identificativo: \(tenant)
        Nomi host: \(hostNames.joined(separator: ", "))
        Richiesta: \(requestedAt.italian) da \(requestedBy)
        Conclusa: \(finishedAt.map(\.italian) ?? "in corso")
        Invii di cui non si è saputo l’esito: \(uncertain)
        Righe cancellate, per tabella:
        \(removed.map { "  \($0.table) \($0.count)" }.joined(separator: "\n"))
        Certificato precedente: \(previous ?? "nessuno")

        """
    }
}

extension InstallationStore {
    /// All certificates, the oldest first.
    package func certificates() throws -> [DeletionCertificate] {
        let certificates = try db.rows("""
            SELECT id, ente, code, name, hostnames, requested_at, requested_by, finished_at, doubts, LOWER(HEX(previous)),
                   LOWER(HEX(digest))
            FROM deletion_certificate ORDER BY requested_at, id
            """) { row in
            DeletionCertificate(
                id: row.next(), tenant: row.next(), code: row.next(), name: row.next(),
                hostNames: row.next(String.self).split(separator: " ").map(String.init), requestedAt: row.next(),
                requestedBy: row.next(), finishedAt: row.next(), uncertain: row.next(), previous: row.next(), digest: row.next())
        }
        return try certificates.map { certificate in
            var certificate = certificate
            certificate.removed = try db.rows("""
                SELECT name, removed FROM deletion_count WHERE certificate_id = \(certificate.id) ORDER BY name
                """) { ($0.next(), $0.next()) }
            certificate.isIntact = try certificate.digest == nil || certificate.digest == sha256(certificate.text)
            return certificate
        }
    }

    private func sha256(_ text: String) throws -> String? {
        try db.first("SELECT SHA2(\(text), 256)") { $0.next(String.self) }
    }
}
