import Domain
import MariaDB

/// The database came from a backup and does not know what has left since: nobody decides on what it says before `after-restore`.
package struct RestoreIsPending: Error {
    /// What who decided reads.
    package static let sentence = """
        L’operazione non è stata eseguita: la base dati viene da una copia e quanto mostra può essere già partito. Si decide dopo la \
        verifica dell’amministratore del sistema.
        """
}

extension TenantStore {
    /// As the first part of the transaction that takes a decision: a worker that notices a restore, and `after-restore`, wait for its
    /// end.
    ///
    /// - Throws: `RestoreIsPending`.
    func requireNoRestore() throws {
        let isPending = try db.first("""
            SELECT restored_at IS NOT NULL OR NOT \(SQL.isWhole) FROM host WHERE id = 1 LOCK IN SHARE MODE
            """) { $0.next(Bool.self) }
        if isPending ?? true { throw RestoreIsPending() }
    }
}
