import AppIO
import Domain
import Secrets
import Store

/// The keys of one service, opened for one piece of work.
struct Keys {
    let base: BaseAddress
    let preferred: KeySlot
    private let opened: [KeySlot: APIKey]

    /// - Returns: `nil` when the service has no key that opens: none was set, or it was sealed for another
    ///   worker or another service.
    init?(_ access: ServiceAccess?, tenant: Identifier, service: Identifier, options: EngineOptions) {
        guard let access else { return nil }
        base = access.environment == .live ? options.live : options.trial
        let place = SealedKey.place(tenant: tenant, service: service)
        opened = access.sealedKeys.compactMapValues { sealed in
            options.openingKey.open(sealed, for: place).flatMap { APIKey(String(decoding: $0, as: UTF8.self)) }
        }
        guard let slot = [access.preferred, access.preferred.other].first(where: { [opened] in opened[$0] != nil }) else { return nil }
        preferred = slot
    }

    func account(_ slot: KeySlot) -> Account? {
        opened[slot].map { Account(base: base, key: $0) }
    }
}
