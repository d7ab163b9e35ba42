import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What is to leave at a time of its own, in a database that came from a backup.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ScheduledRestoreTests {
    @Test func `what was to leave before the restore was noticed may have left, what is to leave later stays`() throws {
        try TestDatabase.run { database in
            let (one, other, installation) = (database.one, database.other, database.installation)
            let between = try one.add(sendAt: .ahead()), promoted = try one.add(sendAt: .ahead()), later = try one.add(sendAt: .ahead())
            let theirs = try other.add(sendAt: .ahead())
            try database.bringTime(of: promoted, ago: 7_200)
            try installation.queueScheduled()
            try database.bringTime(of: between, ago: 3_600)
            try database.db.execute("UPDATE host SET restored_at = NOW(6) - INTERVAL 30 MINUTE")
            try database.db.execute("UPDATE notification SET updated_at = NOW(6) - INTERVAL 1 DAY")
            // Its time came while nothing could leave, and this one was added then.
            let meanwhile = try other.add(sendAt: .ahead()), new = try other.add(sendAt: .ahead())
            try database.bringTime(of: meanwhile, ago: 600)

            let settlement = try installation.settleRestore(epoch: 5)
            #expect(settlement.unheard.isEmpty)
            #expect(settlement.lines == [.init(code: one.code, uncertain: 2, scheduled: 1), .init(code: other.code, scheduled: 1)])
            for id in [between, promoted] {
                let record = try #require(try one.store.notification(id))
                #expect(record.state == .uncertain && record.reason == .restored && record.attempt == 1 && record.dueAt == nil)
            }
            #expect(try one.state(later) == .scheduled)
            for id in [theirs, meanwhile, new] { #expect(try other.state(id) == .scheduled) }
            #expect(try one.store.auditLines(limit: 2).compactMap(\.detail).contains(.stillScheduled(1)))
            #expect(try installation.queueScheduled() == 1 && other.state(meanwhile) == .queued, "it leaves after all")
        }
    }

    @Test func `one that a person had moved to an earlier time has left, as the journal says; without it, it is a doubt`() throws {
        for isHeard in [true, false] {
            try TestDatabase.run { database in
                let (one, mark) = (database.one, try database.installation.newMark())
                let moved = try one.add(sendAt: .ahead()), other = try one.add(sendAt: .ahead())
                try database.db.execute("UPDATE notification SET updated_at = NOW(6) - INTERVAL 1 DAY")
                let departure = Departure(tenant: one.id, notification: moved, attempt: 1, ioID: "IO1", at: .now(), digest: "")
                let settlement = try database.installation.settleRestore(
                    epoch: 5, departures: isHeard ? [departure] : [], of: isHeard ? [mark.id] : [], evenUnnoticed: true)
                #expect(settlement.unheard == (isHeard ? [] : [mark.id]))
                #expect(try one.state(moved) == (isHeard ? .accepted : .uncertain))
                #expect(try one.state(other) == (isHeard ? .scheduled : .uncertain))
            }
        }
    }
}
