import Domain
import MariaDB
import Store
import Testing
import TestSupport

/// The archive in another order than that in which its notifications were inserted.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ArchiveOrderTests {
    @Test func `what a filter finds comes in the order that was asked for, of each tenant its own`() throws {
        try TestDatabase.run { database in
            var chance = Chance()
            let enti = [database.one, database.other]
            for _ in 0..<120 {
                let tenant = enti.randomElement(using: &chance)!, id = try tenant.add()
                let due = Bool.random(using: &chance) ? CalendarDate(year: 2027, month: Int.random(in: 1...3, using: &chance), day: 1) : nil
                let state = [NotificationState.cancelled, .unreachable].randomElement(using: &chance)!
                try database.db.execute("""
                    UPDATE notification SET due_date = \(due), state = \(state), due_at = NULL,
                      updated_at = NOW(6) - INTERVAL \(Int.random(in: 0...9, using: &chance)) DAY WHERE id = \(id)
                    """)
            }
            for tenant in enti {
                for states in [[], [NotificationState.unreachable]] as [Set<NotificationState>] {
                    var filter = ArchiveFilter()
                    filter.states = states
                    for (order, column) in [(ArchiveOrder.dueDate, "due_date IS NULL, due_date"), (.change, "updated_at DESC")] {
                        let found = try #require(try tenant.store.archive(filter, in: order)).map(\.row.id)
                        let expected = try database.db.rows("""
                            SELECT id FROM notification WHERE tenant_id = \(tenant.id) AND (\(states.isEmpty) OR state = 'unreachable')
                            ORDER BY \(SQL(trusted: column)), id DESC
                            """) { $0.next(NotificationID.self) }
                        #expect(found == expected && !found.isEmpty, "\(order) \(states)")
                    }
                }
            }
        }
    }

    @Test func `more than two hundred are not sorted`() throws { try LongArchive.run { archive in
        let store = archive.database.one.store
        for order in ArchiveOrder.allCases { #expect(try store.archive(ArchiveFilter(), in: order) == nil) }
        for change in archive.changes {
            var filter = ArchiveFilter()
            change.apply(&filter)
            let (found, all) = (try store.archive(filter, in: .change), archive.found(filter, of: archive.database.one.id))
            let page = try store.archive(filter, at: .newest, counts: false, size: ArchiveOrder.most)
            #expect((found == nil) == (page.hasOlder || page.searchedThrough != nil), "\(change.name)")
            if let found { #expect(Set(found.map(\.row.id)) == Set(all), "\(change.name)") }
        }
    } }
}
