import Domain
@testable import Store

extension TenantStore {
    /// Stops a service whose present keys were all refused.
    func stop(_ service: ServiceID, because reason: String) throws {
        try stop(service, .keys, because: reason, tried: Array(access(to: service)?.sealedKeys.values ?? [:].values))
    }
}
