import Domain
import Secrets
import Store

/// Keys of App IO on their way from the administrator to the database: sealed before they get there.
struct ServiceKeySealer {
    private let key: SealingKey

    /// - Parameter path: of a file with the 32 bytes of a public key.
    /// - Throws: `Refusal` when it holds something else.
    init(publicKeyFile path: String) throws {
        guard let key = contents(ofFile: path, atMost: 4_096).flatMap(SealingKey.init(bytes:)) else {
            throw Refusal("Il file \(path) non contiene una chiave pubblica: si crea con puntuale keys create.")
        }
        self.key = key
    }

    /// - Throws: `Refusal` when it cannot be a key of App IO, without saying what it holds.
    func seal(_ typed: String, tenant: Identifier, service: Identifier) throws -> SealedKey {
        let bytes = Array(typed.utf8)
        guard !bytes.isEmpty else { throw Refusal("La chiave è vuota.") }
        guard bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw Refusal("La chiave contiene spazi o caratteri non stampabili: copiarla di nuovo.")
        }
        // The last four characters are shown: of a shorter key they would be too much.
        guard (16...256).contains(bytes.count) else { throw Refusal("La chiave deve avere da 16 a 256 caratteri.") }
        return SealedKey(bytes: key.seal(bytes, for: SealedKey.place(tenant: tenant, service: service)), last4: String(typed.suffix(4)))
    }
}
