import Domain
import Doorbell

/// Who rang and waits for what becomes of it.
struct Ringers {
    private var waiting: [(ringer: Ringer, tenant: TenantID, since: Instant)] = []

    /// Longer than a page waits: after it nobody is there any more.
    private static let longest = Duration.seconds(2)

    mutating func add(_ ringer: Ringer, for tenant: TenantID, _ now: Instant) {
        waiting.removeAll { now - $0.since > Self.longest }
        waiting.append((ringer, tenant, now))
    }

    /// Those who wait for something of these tenants. They go on waiting: it may have been something else.
    func waiting(for tenants: Set<TenantID>) -> [Ringer] {
        tenants.isEmpty ? [] : waiting.filter { tenants.contains($0.tenant) }.map(\.ringer)
    }
}
