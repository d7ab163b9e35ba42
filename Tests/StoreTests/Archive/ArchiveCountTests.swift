import Domain
import Store
import Testing
import TestSupport

/// How many a filter finds, as its first page says; and that pages hold together while others arrive.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ArchiveCountTests {
    @Test func `the first page counts what its filter finds, up to a bound, in each tenant`() throws { try LongArchive.run { archive in
        var chance = Chance(), kinds: Set<String> = []
        let ones = archive.changes.map { [$0] }, some = (0..<60).map { _ in Array(archive.changes.shuffled(using: &chance).prefix(2)) }
        for chosen in [[]] + ones + some {
            var filter = ArchiveFilter()
            for change in chosen { change.apply(&filter) }
            for tenant in [archive.database.one, archive.database.other] {
                let page = try tenant.store.archive(filter, at: .newest), all = archive.found(filter, of: tenant.id)
                let count = all.filter { id in page.searchedThrough.map { id >= $0 } ?? true }.count
                switch page.total {
                case .exactly(let total): #expect(total == count, "\(chosen.map(\.name))")
                case .moreThan(let least): #expect(count > least && [100, 200, 1_000].contains(least), "\(chosen.map(\.name))")
                // It looks only so far, and there are more behind.
                case nil: #expect(page.hasOlder && chosen.count > 1 || chosen[0].criterion == "oggetto" || chosen[0].criterion == "errata")
                }
                kinds.insert("\(page.total.map { if case .exactly = $0 { "exactly" } else { "more" } } ?? "none")")
            }
        }
        #expect(kinds.isSuperset(of: ["exactly", "more"]))
    } }

    @Test func `no page repeats or skips a row while others arrive`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            var before: [NotificationID] = []
            for _ in 1...70 { before.append(try database.one.add()) }
            var seen: [NotificationID] = [], position = ArchivePosition.newest
            while true {
                let page = try store.archive(ArchiveFilter(), at: position)
                seen += page.rows.map(\.id)
                for tenant in [database.one, database.other] { try tenant.add() }
                guard page.hasOlder, let last = seen.last else { break }
                position = .olderThan(last)
            }
            #expect(seen == before.reversed())
        }
    }
}
