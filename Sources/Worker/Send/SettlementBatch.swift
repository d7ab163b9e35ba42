import Domain
import Logging
import Store

/// What App IO has answered and the database has not yet taken: nothing of it may be lost.
final class SettlementBatch {
    private let installation: InstallationStore
    private let logger: Logger
    private var acts: [(act: () throws -> Void, tenant: TenantID?)] = []
    /// Of whom something was written since somebody asked last.
    private var written: Set<TenantID> = []

    /// In one transaction: its commit, not its statements, is what costs.
    private static let batch = 100

    init(_ installation: InstallationStore, _ logger: Logger) { (self.installation, self.logger) = (installation, logger) }

    /// Keeps an act until the database has taken it. One whose commit nobody knows of is made again, so it must do no harm
    /// the second time.
    ///
    /// - Parameter tenant: one whose people may be waiting for it.
    func note(for tenant: TenantID? = nil, _ act: @escaping () throws -> Void) { acts.append((act, tenant)) }

    /// The tenants of whom something has been written since this was asked last.
    func takeWritten() -> Set<TenantID> {
        defer { written = [] }
        return written
    }

    var isEmpty: Bool { acts.isEmpty }

    /// Writes all that there is, many acts in one commit.
    ///
    /// - Throws: when the database is away, full, read-only, restarting…: what it has not taken is kept.
    func flush() throws {
        while !acts.isEmpty {
            let batch = acts.prefix(Self.batch)
            do {
                try installation.together {
                    for (act, _) in batch { try act() }
                    CrashPoint.beforeSettleCommit.reach()
                }
            } catch where batch.count > 1 && StoreFault.isRefusal(error) {
                try flushOneByOne(batch.count)
                continue
            } catch where StoreFault.isRefusal(error) {
                refuse(error)
            }
            written.formUnion(batch.compactMap(\.tenant))
            acts.removeFirst(batch.count)
            CrashPoint.settled.reach()
        }
    }

    /// One act that the database will never take must not keep the others.
    private func flushOneByOne(_ count: Int) throws {
        for _ in 0..<count {
            do { try installation.together(acts[0].act) } catch where StoreFault.isRefusal(error) { refuse(error) }
            if let tenant = acts.removeFirst().tenant { written.insert(tenant) }
        }
    }

    /// Its lease ends and makes a doubt of it, which people see.
    private func refuse(_ error: any Error) {
        logger.error("an answer could not be settled", metadata: ["error": "\(error)"])
    }
}
