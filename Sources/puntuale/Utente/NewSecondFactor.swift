import Domain
import Otp
import Secrets
import Store

/// A second factor that a command sets up for a person, as the demo and tests need it: whoever runs the command reads its
/// secret, which a person's own set-up shows to nobody else.
struct NewSecondFactor {
    let password = OneTimePassword(secret: Array(Token.random().bytes.prefix(20)))
    let storage: StorageKey

    /// - Throws: `ConfigurationFaults` when the pages' secret cannot be read.
    init(_ option: ConfigurationOption, at kind: Tenant.Kind = .publicBody) throws {
        let file = try option.read { configuration throws(ConfigurationFaults) in try configuration.secret(of: kind) }
        storage = StorageKey(secret: Signer.secret(from: try file.bytes()))
    }

    func give(to person: PersonID, _ store: TenantStore) throws {
        let sealed = storage.seal(password.secret, for: SecondFactorBinding.bytes(tenant: store.tenant, person: person))
        try store.setSecondFactor(sealed, counter: nil, recoveryCodes: [], of: person, keeping: nil, by: nil)
    }
}
