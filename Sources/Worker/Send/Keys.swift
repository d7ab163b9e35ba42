import AppIO
import Domain
import Secrets
import Store

/// The keys of one service, opened for one piece of work.
struct Keys {
    let base: BaseAddress
    let preferred: KeySlot
    let access: ServiceAccess
    private let opened: [KeySlot: APIKey]

    /// - Returns: `nil` when the service has no key that opens: none was set, or it was sealed for another
    ///   worker or another service.
    init?(_ access: ServiceAccess?, tenant: TenantID, service: ServiceID, from keychain: Keychain) {
        guard let access else { return nil }
        self.access = access
        base = keychain.base(access.environment)
        let binding = SealedKey.binding(tenant: tenant, service: service)
        opened = access.sealedKeys.compactMapValues { keychain.open($0, for: binding) }
        guard let slot = [access.preferred, access.preferred.other].first(where: { [opened] in opened[$0] != nil }) else { return nil }
        preferred = slot
    }

    func credentials(_ slot: KeySlot) -> Credentials? {
        opened[slot].map { Credentials(base: base, key: $0) }
    }
}

/// Opens sealed keys, and remembers for a minute what it opened: opening costs more than the rest of a send.
final class Keychain {
    let live: BaseAddress
    let trial: BaseAddress
    private let readKeys: () throws -> OpeningKeys
    private(set) var keys: OpeningKeys
    private var opened: [Sealed: APIKey?] = [:]
    private var lastForgotten = ContinuousClock.now

    private static let memory = Duration.seconds(60)

    private struct Sealed: Hashable {
        let bytes: [UInt8]
        let binding: [UInt8]
    }

    /// - Throws: when the keys cannot be read.
    init(_ options: EngineOptions) throws {
        (live, trial, readKeys) = (options.live, options.trial, options.openingKeys)
        keys = try readKeys()
    }

    func base(_ environment: Environment) -> BaseAddress { environment == .live ? live : trial }

    /// - Returns: `nil` when it does not open there.
    func open(_ bytes: [UInt8], for binding: [UInt8]) -> APIKey? {
        let sealed = Sealed(bytes: bytes, binding: binding)
        if let known = opened[sealed] { return known }
        let key = keys.open(bytes, for: binding).flatMap { APIKey(String(decoding: $0, as: UTF8.self)) }
        opened[sealed] = .some(key)
        return key
    }

    /// Reads the keys again: `puntuale keys rotate` puts a new one beside the old one, and later takes the old one away.
    ///
    /// - Throws: when they cannot be read; those that it has stay.
    func refresh() throws {
        let found = try readKeys()
        guard found != keys else { return }
        (keys, opened) = (found, [:])
    }

    func forgetOld() {
        guard ContinuousClock.now - lastForgotten > Self.memory else { return }
        opened = [:]
        lastForgotten = .now
    }
}
