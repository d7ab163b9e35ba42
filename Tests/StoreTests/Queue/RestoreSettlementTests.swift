import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What `puntuale after-restore` makes of what a backup could not know.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct RestoreSettlementTests {
    private let owner = WorkerID.make()

    @Test func `what a journal says has left is sent again, what none says is a doubt, and what is not here is listed`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other), now = Moment.now()
            let known = try one.add()
            try database.put(known, of: one, in: .accepted, attempt: 1)
            try database.db.execute("UPDATE notification SET accepted_at = NOW(6) - INTERVAL 1 HOUR")
            let (left, changed, silent) = (try one.add(), try one.add(), try other.add())
            let onItsWay = try other.add()
            try database.put(onItsWay, of: other, in: .sending, attempt: 2)
            func departure(
                _ id: NotificationID, of tenant: TestTenant, attempt: Int = 1, ioID: String? = "IO1", ago: Int64 = 60
            ) -> Departure {
                Departure(tenant: tenant.id, notification: id, attempt: attempt, ioID: ioID,
                          at: Moment(microseconds: now.microseconds - ago * 1_000_000), digest: id == changed ? "another" : "same")
            }
            let gone = departure(.make(), of: one), removed = departure(.make(), of: one, ago: 86_400)
            let settlement = try database.installation.settleRestore(
                epoch: 5,
                departures: [departure(known, of: one), departure(left, of: one), departure(changed, of: one), gone, removed,
                             departure(onItsWay, of: other, attempt: 2, ioID: nil), departure(left, of: one)],
                of: [.make()]) { $1.digest == "same" }

            #expect(settlement.lines == [
                .init(code: one.code, sent: 1, uncertain: 1, missing: 1), .init(code: other.code, sent: 1, uncertain: 1)])
            #expect(settlement.missing == [gone])
            let sent = try #require(try one.store.notification(left))
            #expect(sent.state == .accepted && sent.ioID == "IO1" && sent.attempt == 1 && sent.dueAt != nil)
            #expect(try one.store.attempts(of: left).first?.title == "Dal diario degli invii, dopo il ripristino della base dati")
            let unnamed = try #require(try other.store.notification(onItsWay))
            #expect(unnamed.state == .accepted && unnamed.ioID == nil && unnamed.dueAt == nil)
            #expect(try one.state(changed) == .uncertain && other.state(silent) == .uncertain)
            #expect(try one.store.auditLines(limit: 3).map(\.detail).contains(.notInArchive(1)))
        }
    }

    @Test func `what a person has decided stays so, and a place without a journal is named`() throws {
        try TestDatabase.run { database in
            let (one, mark) = (database.one, try database.installation.newMark())
            _ = try one.add()
            let claim = try #require(try database.installation.claimQueued(limit: 1, owner: owner, lease: 60).first)
            _ = try database.installation.begin(
                [SendRequest(claim, owner: owner, after: .asked)], lease: 60, on: .someDay, under: mark)
            let decided = try one.add()
            try database.put(decided, of: one, in: .assumed, attempt: 1)
            let departure = Departure(tenant: one.id, notification: decided, attempt: 1, ioID: "IO", at: .now(), digest: "")
            let settlement = try database.installation.settleRestore(epoch: 6, departures: [departure])
            #expect(try one.state(decided) == .assumed)
            #expect(settlement.unheard.contains(mark.id))
            let silent = try database.installation.newMark(), heard = try database.installation.newMark()
            let next = try database.installation.settleRestore(epoch: 7, of: [heard.id])
            #expect(next.unheard == [silent.id], "one that had sent nothing by the backup may have since")
        }
    }
}
