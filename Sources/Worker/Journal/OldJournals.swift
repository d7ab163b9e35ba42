import Domain
import Text

/// Which journals are older than any backup that is worth restoring. One clock that is months ahead for a while must not cost them:
/// this host's and the database's must both say so, and still say so an hour later.
struct OldJournals {
    static let keptDays = 60
    private static let patience = Duration.seconds(3_600)

    private var found: Set<String> = []
    private var lastLook: ContinuousClock.Instant?

    /// - Parameters:
    ///   - here: what this host's clock says.
    ///   - now: by a clock that nobody sets.
    /// - Returns: the names of those that may go.
    mutating func names(in directory: String, here: Moment, database: Moment, _ now: ContinuousClock.Instant) -> [String] {
        if let lastLook, now - lastLook < Self.patience { return [] }
        lastLook = now
        let oldest = min(here, database).microseconds - Int64(Self.keptDays) * 86_400_000_000
        let day = RomeTime(Moment(microseconds: oldest)).date.iso
        let names = (try? JournalDirectory(directory))?.names ?? []
        let old = Set(names.filter { JournalFile.day(of: $0).map { $0 < day } == true })
        defer { found = old }
        return old.intersection(found).sorted()
    }
}
