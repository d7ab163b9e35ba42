import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What monitoring is told, above all while something is wrong.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct MeasurementsTests {
    @Test func `the wait is counted from when a notification was queued, however often its try is put off`() throws {
        try TestDatabase.run { database in
            let (one, other, installation) = (database.one, database.other, database.installation)
            #expect(try installation.metrics().oldestWait == 0)
            let newer = try other.add(), waiting = try database.age(try one.add(), of: one, seconds: 600)
            try database.db.execute("UPDATE notification SET due_at = NOW(6) + INTERVAL 1 HOUR, tries = 4 WHERE id = \(waiting)")
            #expect((600...660).contains(try installation.metrics().oldestWait))
            // An old one that a person has just queued again waits since then.
            try database.age(newer, of: other, seconds: 90_000, queued: 20)
            #expect((600...660).contains(try installation.metrics().oldestWait))
            try database.put(waiting, of: one, in: .failed, attempt: 1)
            #expect((20...80).contains(try installation.metrics().oldestWait))
        }
    }

    @Test func `what somebody has told to stay does not count as waiting, and is counted by why it stays`() throws {
        try TestDatabase.run { database in
            let (one, installation) = (database.one, database.installation)
            try database.age(try one.add(), of: one, seconds: 600)
            func paused() throws -> [LanePause: Int] {
                let counts = try installation.measurements().paused.filter { $0.count > 0 }
                return Dictionary(uniqueKeysWithValues: counts.map { ($0.reason, $0.count) })
            }
            #expect(try paused() == [:])
            try one.store.stop(one.service, .refusals, because: "x")
            #expect(try paused() == [.refusals: 1] && installation.metrics().oldestWait == 0)
            try database.db.execute("""
                UPDATE service SET stopped_at = NULL, stop_kind = NULL, paused_at = NOW(6) WHERE tenant_id = \(one.id)
                """)
            #expect(try paused() == [.service: 1] && installation.metrics().oldestWait == 0)
            try database.db.execute("UPDATE service SET paused_at = NULL")
            try database.db.execute("UPDATE tenant SET paused_at = NOW(6) WHERE id = \(one.id)")
            #expect(try paused() == [.tenant: 1] && installation.metrics().oldestWait == 0)
            try database.db.execute("UPDATE tenant SET paused_at = NULL")
            try installation.setPaused(true)
            // The whole installation keeps nobody's wait from being seen.
            #expect(try paused() == [.installation: 2] && installation.metrics().oldestWait >= 600)
        }
    }

    @Test func `what ended badly within a day is counted by state, what is open by tenant`() throws {
        try TestDatabase.run { database in
            let (one, other, installation) = (database.one, database.other, database.installation)
            for state in [NotificationState.failed, .refused, .rejected, .unreachable, .undetermined] {
                try database.put(try one.add(), of: one, in: state, attempt: 1)
            }
            try database.put(try database.age(try other.add(), of: other, seconds: 90_000), of: other, in: .failed, attempt: 1)
            try database.put(try other.add(), of: other, in: .uncertain, attempt: 1)
            try database.db.execute("UPDATE notification SET updated_at = NOW(6) - INTERVAL 2 HOUR WHERE state = 'uncertain'")
            try one.add()
            let found = try installation.measurements()
            #expect(found.troubled.map(\.count) == [1, 1, 1, 1, 1])
            #expect(found.metrics.openOfTenants.map { "\($0.tenant) \($0.state) \($0.count)" } == ["c_a001 queued 1", "c_b002 uncertain 1"])
            #expect(found.metrics.open.map(\.count) == [0, 1, 0, 0, 1] && (7_200...7_260).contains(found.oldestDoubt))
        }
    }

    @Test func `what workers count adds up, from 0 on for all that can happen`() throws {
        try TestDatabase.run { database in
            let installation = database.installation
            #expect(try installation.measurements().counts.allSatisfy { $0.number == 0 })
            for _ in 1...2 {
                try installation.count([.call(.submit, .unknown): 3, .send(.uncertain): 3, .send(.queued): 1, .workerStart: 1])
            }
            let counts = Dictionary(uniqueKeysWithValues: try installation.measurements().counts.map { ($0.event, $0.number) })
            #expect(counts.filter { $0.value > 0 } == [
                .call(.submit, .unknown): 6, .send(.uncertain): 6, .send(.queued): 2, .workerStart: 2,
            ])
            #expect(Set(CountedEvent.all).count == CountedEvent.all.count)
        }
    }

    @Test func `a key that App IO refuses, a spent budget and a worker that has gone silent are seen`() throws {
        try TestDatabase.run { database in
            let (one, installation) = (database.one, database.installation)
            var found = try installation.measurements()
            #expect(found.keysRefused == 0 && found.budget == (CallBudget.burst, 0) && found.workers.isEmpty)
            #expect(try one.store.noteRefused([1, 2, 3], of: one.service) && !one.store.noteRefused([1, 2, 3], of: one.service))
            try installation.beat(worker: .make(), host: "b.example")
            let gone = WorkerID.make()
            try installation.beat(worker: gone, host: "a.example")
            try database.db.execute("UPDATE worker SET seen_at = NOW(6) - INTERVAL 1 MINUTE WHERE id = \(gone)")
            try database.db.execute("""
                INSERT INTO budget (account_id, environment, held_at, held_until)
                VALUES (\(one.id), 'live', NOW(6), NOW(6) + INTERVAL 10 SECOND)
                """)
            found = try installation.measurements()
            #expect(found.keysRefused == 1 && found.budget.left == 0 && (9_000...10_100).contains(found.budget.wait))
            #expect(found.workers.map(\.host) == ["a.example", "b.example"] && found.metrics.workersAlive == 1)
            #expect((60...90).contains(found.workers[0].age) && found.workers[1].age < 30)
            #expect(try installation.secondsSinceABeat().map { $0 < 30 } == true)
        }
    }

    @Test func `a worker that went without a word is forgotten once another of its host works, and told to one of them`() throws {
        try TestDatabase.run { database in
            let installation = database.installation, (lost, elsewhere) = (WorkerID.make(), WorkerID.make())
            try installation.beat(worker: lost, host: "a.example")
            try installation.beat(worker: elsewhere, host: "b.example")
            #expect(try installation.removeLostWorkers(of: "a.example") == 0, "it may yet live")
            try database.db.execute("UPDATE worker SET seen_at = NOW(6) - INTERVAL 20 SECOND")
            try installation.beat(worker: .make(), host: "a.example")
            #expect(try installation.removeLostWorkers(of: "a.example") == 1)
            #expect(try installation.removeLostWorkers(of: "a.example") == 0)
            #expect(try installation.measurements().workers.map(\.host) == ["a.example", "b.example"])
        }
    }

    @Test func `nothing leaves without a worker that can write its files, while all is paused, and after a restore`() throws {
        try TestDatabase.run { database in
            let installation = database.installation
            #expect(installation.standstill() == .noWorker)
            let one = WorkerID.make(), other = WorkerID.make()
            for (worker, cannotWrite) in [(one, false), (other, true)] {
                try installation.beat(worker: worker, host: "a.example", cannotWrite: cannotWrite)
            }
            #expect(installation.standstill() == nil)
            #expect(try installation.metrics().workersUnable == 1 && database.one.store.headerNotices().aWorkerSends)
            try installation.beat(worker: one, host: "a.example", cannotWrite: true)
            #expect(installation.standstill() == .noWorkerWrites)
            #expect(try !database.one.store.headerNotices().aWorkerSends)
            try installation.beat(worker: one, host: "a.example")
            #expect(installation.standstill() == nil)
            try installation.setPaused(true)
            #expect(installation.standstill() == .installationPaused)
            try database.db.execute("UPDATE host SET restored_at = NOW(6)")
            #expect(installation.standstill() == .afterRestore)
        }
    }

    @Test func `no question of monitoring reads the archive`() throws {
        try TestDatabase.run { database in
            /// Adds so many of two days ago, as their ids say, that are closed.
            func archive(_ number: Int) throws {
                for tenant in [database.one, database.other] { for _ in 1...number / 2 { try tenant.add() } }
                try database.db.execute("""
                    UPDATE notification SET state = 'failed', due_at = NULL, attempt = 1,
                           id = CONCAT(UNHEX(LPAD(HEX(CONV(HEX(LEFT(id, 6)), 16, 10) - 172800000), 12, '0')), SUBSTR(id, 7))
                    WHERE state = 'queued'
                    """)
                try database.db.execute("ANALYZE TABLE notification")
            }
            func read() throws -> Int {
                try database.db.rows("SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%'") { row in
                    _ = row.next(String.self)
                    return Int(row.next(String.self)) ?? 0
                }.reduce(0, +)
            }
            func readByMonitoring() throws -> Int {
                let before = try read()
                _ = try (database.installation.measurements(), database.installation.standstill())
                return try read() - before
            }
            try archive(200)
            for _ in 1...10 { try database.one.add() }
            let few = try readByMonitoring()
            try archive(600)
            for _ in 1...10 { try database.one.add() }
            let many = try readByMonitoring()
            #expect(many - few < 20, "\(few) rows and entries read with 200 in the archive, \(many) with 800")
        }
    }
}

extension TestDatabase {
    /// As if it had been registered so long ago, and queued then or later.
    ///
    /// - Returns: its id then.
    @discardableResult
    fileprivate func age(_ id: NotificationID, of tenant: TestTenant, seconds: Int, queued: Int? = nil) throws -> NotificationID {
        let older = NotificationID.first(at: Moment(microseconds: Moment.now().microseconds - Int64(seconds) * 1_000_000))
        try db.execute("""
            UPDATE notification SET id = \(older), queued_at = NOW(6) - INTERVAL \(queued ?? seconds) SECOND
            WHERE tenant_id = \(tenant.id) AND id = \(id)
            """)
        return older
    }
}
