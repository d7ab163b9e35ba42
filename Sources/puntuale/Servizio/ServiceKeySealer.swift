import Domain
import Secrets
import Store

/// Keys of App IO on their way from the administrator to the database: sealed before they get there.
struct ServiceKeySealer {
    private let key: SealingKey

    /// - Parameter path: of a file with the 32 bytes of a public key.
    /// - Throws: `CommandError` when it holds something else.
    init(publicKeyFile path: String) throws {
        guard let key = contents(ofFile: path, atMost: 4_096).flatMap(SealingKey.init(bytes:)) else {
            throw CommandError("Il file \(path) non contiene una chiave pubblica: si crea con puntuale keys create.")
        }
        self.key = key
    }

    /// - Throws: `CommandError` when it cannot be a key of App IO, without saying what it holds.
    func seal(_ typed: String, tenant: TenantID, service: ServiceID) throws -> SealedKey {
        switch TypedKey.read(typed) {
        case .failure(let fault): throw CommandError(fault.sentence)
        case .success(let key): return seal(key, tenant: tenant, service: service)
        }
    }

    func seal(_ typed: TypedKey, tenant: TenantID, service: ServiceID) -> SealedKey {
        SealedKey(bytes: key.seal(typed.bytes, for: SealedKey.binding(tenant: tenant, service: service)), last4: typed.last4)
    }
}
