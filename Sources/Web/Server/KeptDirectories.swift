import Domain
import Store
import Synchronization

/// The directories of tenants that this process was asked for, each as long as it is right: see `Directory`.
final class KeptDirectories: Sendable {
    private struct Kept {
        var version: Int64
        var at: ContinuousClock.Instant
        var directory: Directory
    }

    private let kept = Mutex<[TenantID: Kept]>([:])

    /// Some megabytes: a directory of 50 services and people takes about 10 kB.
    private static let most = 1_000
    /// What somebody changes with SQL by hand renews no version.
    private static let longest = Duration.seconds(60)

    /// - Parameters:
    ///   - tenant: as this request's first statement has found it. What is loaded after that is at least as new.
    ///   - load: asks the database.
    func directory(of tenant: Tenant, _ load: () throws -> Directory) rethrows -> Directory {
        if let found = kept.withLock({ $0[tenant.id] }), found.version == tenant.directoryVersion, .now - found.at < Self.longest {
            return found.directory
        }
        let loaded = Kept(version: tenant.directoryVersion, at: .now, directory: try load())
        kept.withLock { kept in
            if kept.count >= Self.most, kept[tenant.id] == nil { kept.removeAll() }
            kept[tenant.id] = loaded
        }
        return loaded.directory
    }
}
