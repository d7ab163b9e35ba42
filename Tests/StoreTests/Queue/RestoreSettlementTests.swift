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
            // As a clock that was a day ahead leaves it.
            try database.db.execute("UPDATE notification SET accepted_at = NOW(6) + INTERVAL 1 DAY")
            let (left, changed, silent) = (try one.add(), try one.add(), try other.add())
            let onItsWay = try other.add()
            try database.put(onItsWay, of: other, in: .sending, attempt: 2)
            func departure(
                _ id: NotificationID, of tenant: TestTenant, attempt: Int = 1, ioID: String? = "IO1", ago: Int64 = 60
            ) -> Departure {
                Departure(tenant: tenant.id, notification: id, attempt: attempt, ioID: ioID,
                          at: Moment(microseconds: now.microseconds - ago * 1_000_000), digest: id == changed ? "another" : "same")
            }
            let gone = departure(.make(), of: one), longGone = departure(.make(), of: one, ago: 86_400)
            let settlement = try database.installation.settleRestore(
                epoch: 5,
                departures: [departure(known, of: one), departure(left, of: one), departure(changed, of: one), gone, longGone,
                             departure(onItsWay, of: other, attempt: 2, ioID: nil), departure(left, of: one)],
                of: [.make()], evenUnnoticed: true) { $1.digest == "same" }

            #expect(settlement.lines == [
                .init(code: one.code, sent: 1, uncertain: 1, missing: 2), .init(code: other.code, sent: 1, uncertain: 1)])
            #expect(settlement.missing == [longGone, gone])
            #expect(settlement.contradicted.map(\.notification) == [changed])
            let sent = try #require(try one.store.notification(left))
            #expect(sent.state == .accepted && sent.ioID == "IO1" && sent.attempt == 1 && sent.dueAt != nil)
            let line = try #require(try one.store.chronicle(of: left).calls.first)
            #expect(line.title == "Dal diario degli invii, dopo il ripristino della base dati")
            #expect(line.beganAt == departure(left, of: one).at, "when it was sent, not when it was read of")
            let unnamed = try #require(try other.store.notification(onItsWay))
            #expect(unnamed.state == .accepted && unnamed.ioID == nil && unnamed.dueAt == nil)
            #expect(try one.state(changed) == .uncertain && other.state(silent) == .uncertain)
            #expect(try one.store.auditLines(limit: 3).map(\.detail).contains(.notInArchive(2)))
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
            let settlement = try database.installation.settleRestore(epoch: 6, departures: [departure], evenUnnoticed: true)
            #expect(try one.state(decided) == .assumed)
            #expect(settlement.unheard.contains(mark.id) && settlement.contradicted == [departure])
            let silent = try database.installation.newMark(), heard = try database.installation.newMark()
            let next = try database.installation.settleRestore(epoch: 7, of: [heard.id], evenUnnoticed: true)
            #expect(next.unheard == [silent.id], "one that had sent nothing by the backup may have since")
        }
    }

    @Test(arguments: [
        NotificationState.failed, .unreachable, .refused, .queued, .cancelled, .accepted, .undetermined, .sending, .uncertain,
    ])
    func `what left after the backup is sent, wherever the backup has it, and nobody can try it again`(state: NotificationState) throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] {
                let (left, old) = (try tenant.add(), try tenant.add())
                for id in [left, old] { try database.put(id, of: tenant, in: state, attempt: 2) }
                let settlement = try database.installation.settleRestore(epoch: 5, departures: [
                    departure(left, of: tenant, attempt: 3), departure(left, of: tenant), departure(old, of: tenant),
                ], evenUnnoticed: true)
                let record = try #require(try tenant.store.notification(left))
                #expect(record.state == .accepted && record.attempt == 3 && record.ioID == "IO3" && record.reason == nil)
                #expect(settlement.lines.first?.sent == 1 && settlement.contradicted.isEmpty)
                #expect(try tenant.store.retry(left, attempt: 3, by: tenant.operator_) == false)
                let stays = [.queued, .sending].contains(state) ? .uncertain : state
                #expect(try tenant.state(old) == stays, "an older line moves nothing")
            }
        }
    }

    @Test func `a message that the archive has under another id has left twice, which is said`() throws {
        try TestDatabase.run { database in
            let one = database.one, id = try one.add()
            try database.put(id, of: one, in: .processed, attempt: 2)
            try database.db.execute("UPDATE notification SET io_id = 'IO2'")
            let other = Departure(tenant: one.id, notification: id, attempt: 2, ioID: "IO9", at: .now(), digest: "")
            let settlement = try database.installation.settleRestore(epoch: 5, departures: [departure(id, of: one, attempt: 2), other])
            #expect(settlement.contradicted == [other] && settlement.lines.isEmpty)
        }
    }

    @Test func `what a rule had removed before the backup is not listed, what was registered after it is, with its tenant`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            let (removed, doubt, young) = (try one.add(), try one.add(), try one.add())
            try database.put(doubt, of: one, in: .uncertain, attempt: 1)
            let again = try #require(try one.store.resend(doubt, attempt: 1, by: one.operator_))
            try database.db.execute("UPDATE audit SET at = NOW(6) - INTERVAL 40 DAY WHERE subject <> \(young)")
            _ = try database.db.transaction { try one.store.remove(notifications: [removed, again, young]) }
            let deleted = TenantID.make(), new = TenantID.make()
            try database.db.execute("""
                INSERT INTO deletion_certificate (id, ente, code, name, hostnames, requested_at, requested_by)
                VALUES (\(TenantID.make()), \(deleted), 'c_c003', 'C', '', NOW(6), '')
                """)
            func of(_ tenant: TenantID) -> Departure {
                Departure(tenant: tenant, notification: .make(), attempt: 1, ioID: nil, at: .now(), digest: "")
            }
            let ofNew = of(new), settlement = try installation.settleRestore(epoch: 5, departures: [
                departure(removed, of: one), departure(again, of: one), departure(young, of: one), of(deleted), ofNew,
            ])
            #expect(Set(settlement.missing.map(\.notification)) == [young, ofNew.notification])
        }
    }

    @Test func `asked for again it lists the same and settles what a late journal knows, and makes no new doubt`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            let waited = try one.add(), gone = departure(.make(), of: one)
            try database.db.execute("UPDATE host SET restored_at = NOW(6)")
            let first = try installation.settleRestore(epoch: 5)
            #expect(first.isOfRestore && first.lines == [.init(code: one.code, uncertain: 1)])
            let mark = try #require(try installation.reconcile(SendMark(id: .make(), epoch: 0, number: 0)))
            let (new, foreign) = (try one.add(), try database.other.add())
            for _ in 1...2 {
                let next = try installation.settleRestore(epoch: 6, departures: [departure(waited, of: one), gone])
                #expect(!next.isOfRestore && next.missing == [gone] && next.unheard.isEmpty)
            }
            #expect(try one.state(waited) == .accepted && one.state(new) == .queued && database.other.state(foreign) == .queued)
            #expect(try installation.reconcile(mark) == mark, "sends go on as they did")
        }
    }

    @Test func `a backup that no worker has noticed yet is one`() throws {
        try TestDatabase.run { database in
            let waited = try database.one.add()
            try database.db.execute("UPDATE known_server SET queue_made_at = queue_made_at - INTERVAL 1 DAY")
            #expect(try database.installation.settleRestore(epoch: 5).isOfRestore)
            #expect(try database.one.state(waited) == .uncertain)
        }
    }

    private func departure(_ id: NotificationID, of tenant: TestTenant, attempt: Int = 1) -> Departure {
        Departure(tenant: tenant.id, notification: id, attempt: attempt, ioID: "IO\(attempt)", at: .now(), digest: "")
    }
}
