import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What MariaDB reads for a page of a long archive, and whether the pages of a filter are all that it finds.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ArchiveBoundTests {
    @Test func `no statement for a page reads 5,000 entries, whatever one, two or three filters`() throws { try LongArchive.run { archive in
        let ids = archive.entries[archive.database.one.id]!.map(\.id)
        let positions = [ArchivePosition.newest, .olderThan(ids[25_000]), .newerThan(ids[25_000])]
        var chance = Chance()
        let ones = [[]] + archive.changes.indices.map { [$0] }
        let twos = archive.changes.indices.flatMap { one in archive.changes.indices.filter { $0 > one }.map { [one, $0] } }
        let threes = (0..<80).map { _ in archive.changes.indices.shuffled(using: &chance).prefix(3) }.map(Array.init)
        var most = (look: 0, page: 0)
        for chosen in ones + twos + threes {
            var filter = ArchiveFilter()
            for number in chosen { archive.changes[number].apply(&filter) }
            let names = chosen.map { "\(archive.changes[$0].criterion) \(archive.changes[$0].name)" }
            for position in positions {
                for scope in [Scope.all, .only([archive.services[1], archive.services[2]])] {
                    let limit = !filter.states.isEmpty && chosen.count > 1 && Bool.random(using: &chance)
                        ? TenantStore.mostCounted + 1 : TenantStore.archivePageSize + 1
                    let cost = try Self.cost(filter, position, scope, archive, limit: limit)
                    most = (max(most.look, cost.look), max(most.page, cost.page))
                    #expect(cost.look < TenantStore.entriesBound && cost.page < TenantStore.entriesBound, "\(cost): \(names) \(position)")
                    // In an order of its own, and on paper.
                    let whole = try Self.cost(filter, position, scope, archive, limit: ArchiveOrder.most + 1)
                    #expect(whole.look < TenantStore.entriesBound && whole.page < TenantStore.entriesBound, "\(whole): \(names)")
                    #expect(cost.statements <= 2 && (chosen.count > 1 || scope != .all || cost.statements == 1 || cost.isRange), "\(names)")
                }
            }
        }
        // The bound is one because some come near it.
        #expect(most.look > 2_000 && most.page > 2_000, "\(most)")
    } }

    @Test func `the pages of a filter, one after the other, are what it finds, in each tenant`() throws { try LongArchive.run { archive in
        let changes = archive.changes
        var chance = Chance(), ends = 0
        let name = { (change: LongArchive.Change) in "\(change.criterion) \(change.name)" }
        // What the one has the other has not.
        let apart = [
            ["stato alcuni", "oggetto tari"], ["servizio molti", "oggetto unita\u{300}", "stato alcuni"], ["stato alcuni", "avviso uno"],
            ["servizio alcuni", "operatore alcuni", "oggetto n"], ["oggetto avviso comunicazione"],
            ["cf molti", "servizio alcuni", "oggetto 7"], ["stato tre", "servizio due"], ["errata corregge", "stato tre"],
            ["errata corretta", "modello alcuni"], ["errata corretta"], ["errata corregge"], ["fine una", "stato molti"],
        ]
        let some = (0..<60).map { _ in changes.shuffled(using: &chance).prefix(Int.random(in: 1...3, using: &chance)).map(name) }
        for (number, names) in (apart + some).enumerated() {
            var filter = ArchiveFilter()
            let chosen = changes.filter { names.contains(name($0)) }
            for change in chosen { change.apply(&filter) }
            for tenant in [archive.database.one, archive.database.other] {
                let scope = number < apart.count || Bool.random(using: &chance) ? Scope.all : .only(Set(archive.services[1...]))
                let expected = archive.found(filter, of: tenant.id, scope: scope)
                let store = archive.database.installation.store(of: tenant.id, scope: scope)
                let down = try Self.follow(store, filter, most: 600)
                #expect(down.ids.prefix(600) == expected.prefix(600), "\(names) \(scope)")
                ends += down.ends
                if expected.count < 600, let last = archive.entries[tenant.id]!.last {
                    let up = try Self.follow(store, filter, from: last.id.previous, most: 600)
                    #expect(up.ids == expected.reversed(), "\(names) \(scope)")
                }
                let exported = try Self.export(store, filter, most: 600)
                #expect(exported.prefix(600) == expected.prefix(600), "\(names) \(scope)")
            }
        }
        #expect(ends >= 5, "a search that ends before its time is among them: \(ends)")
    } }

    @Test func `a page deep in the archive costs what it shows, of some services a page of each`() throws { try LongArchive.run { archive in
        let ids = archive.entries[archive.database.one.id]!.map(\.id)
        // 26 notifications and, for each, its service.
        let deep = try Self.cost(ArchiveFilter(), .olderThan(ids[29_000]), .all, archive)
        #expect(deep.page <= 60 && deep.look == 0, "\(deep)")
        for services in [[0], [1], [2], [1, 2], [0, 1, 2], []] {
            let scope = Scope.only(Set(services.map { archive.services[$0] }))
            let cost = try Self.cost(ArchiveFilter(), .newest, scope, archive)
            // Ids of each service, their table, and 26 notifications with their service; beside that what is counted.
            #expect(cost.page <= 100 * services.count + 2_400 && cost.look == 0, "\(cost) of \(services)")
        }
    } }

    @Test func `what stands beside the archive costs the same however long it is`() throws { try LongArchive.run { archive in
        let store = archive.database.one.store, db = archive.database.db
        let id = archive.entries[archive.database.one.id]![15_000].id
        let asking = try -(Self.read(db) - Self.read(db))
        let pieces: [(name: String, ask: () throws -> Void)] = [
            ("directory", { _ = try store.directory() }), ("detail", { _ = try store.detailed(id) }),
            ("chronicle", { _ = try store.chronicle(of: id) }),
            ("numbers", { _ = try store.tallies(since: CalendarDate(year: 2026, month: 1, day: 1)!) }),
        ]
        for piece in pieces {
            let before = try Self.read(db)
            try piece.ask()
            let cost = try Self.read(db) - before - asking
            #expect(cost < 300, "\(piece.name) reads \(cost)")
        }
    } }

    /// The ids of all pages, in the order in which they came, and how many pages ended before their time.
    private static func follow(
        _ store: TenantStore, _ filter: ArchiveFilter, from oldest: NotificationID? = nil, most: Int
    ) throws -> (ids: [NotificationID], ends: Int) {
        var (ids, ends): ([NotificationID], Int) = ([], 0), position = oldest.map { ArchivePosition.newerThan($0) } ?? .newest
        while ids.count < most {
            let page = try store.archive(filter, at: position), shown = page.rows.map(\.id)
            ids += oldest == nil ? shown : shown.reversed()
            let further = page.searchedThrough ?? ((oldest == nil ? page.hasOlder : page.hasNewer) ? ids.last : nil)
            ends += page.searchedThrough == nil ? 0 : 1
            guard let further else { break }
            position = oldest == nil ? .olderThan(further) : .newerThan(further)
        }
        return (ids, ends)
    }

    private static func export(_ store: TenantStore, _ filter: ArchiveFilter, most: Int) throws -> [NotificationID] {
        var ids: [NotificationID] = [], last: NotificationID?
        repeat {
            let some = try store.records(filter, olderThan: last, limit: 200)
            ids += some.rows.map(\.id)
            last = some.last
        } while last != nil && ids.count < most
        return ids
    }

    private struct Cost { var look = 0, page = 0, statements = 0, isRange = false }

    /// Entries that MariaDB reads for a page, by statement.
    private static func cost(
        _ filter: ArchiveFilter, _ position: ArchivePosition, _ scope: Scope, _ archive: LongArchive, limit: Int = 26
    ) throws -> Cost {
        let db = archive.database.db, store = archive.database.installation.store(of: archive.database.one.id, scope: scope)
        var cost = Cost()
        // No index has what these ask for, or has it among other things.
        cost.isRange = filter.subject != nil || (filter.fiscalCode?.count ?? 16) < 16 || filter.idEnd != nil || filter.correction != nil
        let asking = try -(read(db) - read(db)), before = try read(db), run = db.statementsRun
        let plan = try store.plan(filter, at: position, limit: limit)
        cost.statements = db.statementsRun - run
        let between = try read(db)
        cost.look = between - before - asking
        guard let plan else { return cost }
        cost.statements += 1
        _ = try db.rows(store.statement(
            "n.id, s.name", joining: NotificationRecord.service, plan, limit: limit,
            counting: position == .newest && limit < 100 ? plan.mostCounted : nil)) { $0.next(NotificationID.self) }
        cost.page = try read(db) - between - asking
        return cost
    }

    /// What is read so far; each question reads as much itself.
    private static func read(_ db: Connection) throws -> Int {
        try db.rows("SHOW SESSION STATUS LIKE 'Handler_read%'") { row in
            _ = row.next(String.self)
            return Int(row.next(String.self))!
        }.reduce(0, +)
    }
}
