import Domain
import Store
import Synchronization

/// Which archives have more notifications than are counted: an archive loses them slowly, so that it is enough to look now and then.
final class LongArchives: Sendable {
    private let found = Mutex<[TenantID: (total: ArchiveTotal, at: ContinuousClock.Instant)]>([:])
    private static let lasts = Duration.seconds(600)

    /// What was counted a short while ago, of an archive that has more; `nil`: it is to be counted.
    func total(of tenant: TenantID) -> ArchiveTotal? {
        found.withLock { found in found[tenant].flatMap { .now - $0.at < Self.lasts ? $0.total : nil } }
    }

    func note(_ total: ArchiveTotal, of tenant: TenantID) { found.withLock { $0[tenant] = (total, .now) } }
}
