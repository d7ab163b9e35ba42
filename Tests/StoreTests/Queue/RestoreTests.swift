import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// A database that came from a backup is noticed before anything leaves a second time.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct RestoreTests {
    private let owner = WorkerID.make()

    @Test func `the mark grows with every departure, in its transaction`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            var mark = try installation.newMark()
            for expected in 2...4 {
                let id = try one.add()
                mark = try begin(id, database, under: mark)
                #expect(mark.number == expected)
            }
            #expect(throws: UnknownMark.self) { try begin(one.add(), database, under: SendMark(id: mark.id, epoch: 0, number: 2)) }
            #expect(try installation.reconcile(mark) == mark)
        }
    }

    @Test func `a database behind the mark stops all sends of all workers until after-restore`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            let other = try installation.newMark()
            var mark = try installation.newMark()
            let backup = try save(database)
            let left = try one.add()
            let waited = try one.add()
            mark = try begin(left, database, under: mark)
            try database.db.execute("UPDATE notification SET state = 'queued', attempt = 0, owner = NULL, due_at = NOW(6)")
            try restore(backup, database)

            #expect(throws: UnknownMark.self) { try installation.claim(.sends, from: lanes(installation), owner: owner, lease: 60,
                under: mark) }
            #expect(try installation.reconcile(mark) == nil)
            let others = try installation.claim(.sends, from: lanes(installation), owner: owner, lease: 60, under: other)
            #expect(others.isEmpty, "who noticed nothing stops too")
            #expect(try installation.reconcile(mark) == nil, "it does not heal by itself")
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.restored])
            #expect(try installation.metrics().awaitsAfterRestore)
            let late = try one.add()

            #expect(try installation.settleRestore(epoch: 1_000).lines.map(\.uncertain) == [2])
            for id in [left, waited] {
                let record = try #require(try one.store.notification(id))
                #expect(record.state == .uncertain && record.reason == .restored && record.attempt == 1 && record.dueAt == nil)
            }
            #expect(try one.state(late) == .queued, "registered after it was noticed: it has not left")
            #expect(try one.store.auditLines(limit: 1).map(\.action) == [.databaseRestored])
            for old in [mark, other] {
                let new = try #require(try installation.reconcile(old))
                #expect(new.epoch == 1_000 && new.number > old.number)
            }
            #expect(try installation.claimQueued(limit: 9, owner: owner, lease: 60).map(\.notification.id) == [late])
        }
    }

    @Test func `what was on its way when the backup was made becomes a doubt, what had ended does not`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let states: [NotificationState] = [.sending, .accepted, .processed, .refused, .uncertain, .cancelled]
            let ids = try states.map { state in
                let id = try one.add()
                try database.put(id, of: one, in: state, attempt: 1)
                return id
            }
            _ = try database.installation.settleRestore(epoch: 5, evenUnnoticed: true)
            #expect(try ids.map { try one.state($0) } == [.uncertain, .accepted, .processed, .refused, .uncertain, .cancelled])
        }
    }

    @Test func `a database restored to before an after-restore is noticed as well`() throws {
        try TestDatabase.run { database in
            let installation = database.installation
            let backup = try save(database)
            let mark = try installation.newMark()
            _ = try installation.settleRestore(epoch: 7, evenUnnoticed: true)
            let renewed = try #require(try installation.reconcile(mark))
            try restore(backup, database)
            #expect(try installation.reconcile(renewed) == nil)
        }
    }

    @Test func `a worker killed before it wrote its file is behind the database and goes on`() throws {
        try TestDatabase.run { database in
            let file = try database.installation.newMark()
            let ahead = try begin(database.one.add(), database, under: file)
            #expect(try database.installation.reconcile(file) == ahead)
        }
    }

    @Test func `a queue that was made anew stops the new worker as the one whose mark is in step, until after-restore`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            let mark = try installation.newMark()
            let claim = try #require(try claimed(one.add(), database))
            try makeQueueAnew(database)

            #expect(throws: UnknownMark.self) { try installation.beat(mark) }
            #expect(throws: UnknownMark.self) {
                try installation.begin([SendRequest(claim, owner: owner, after: .asked)], lease: 60, on: .someDay, under: mark)
            }
            #expect(try one.state(claim.notification.id) == .queued, "nothing of it was committed")
            #expect(try installation.reconcile(mark) == nil)
            #expect(throws: UnknownMark.self, "a cold one, and one that has lost its file") { try installation.newMark() }
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.restored])

            #expect(try installation.settleRestore(epoch: 9).lines.map(\.uncertain) == [1])
            let renewed = try #require(try installation.reconcile(mark))
            #expect(try installation.beat(renewed).number == renewed.number + 1)
        }
    }

    @Test func `a queue that denies what has left stops every worker, whatever its mark, until after-restore`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            let mark = try installation.newMark()
            let cold = try installation.newMark(), left = try one.add()
            let moved = try begin(left, database, under: mark)
            try database.db.execute("UPDATE notification SET state = 'queued', attempt = 0, owner = NULL, due_at = NOW(6)")

            #expect(throws: UnknownMark.self) { try installation.beat(moved) }
            #expect(throws: UnknownMark.self) { try begin(one.add(), database, under: cold) }
            #expect(throws: UnknownMark.self, "one that is new") { try installation.newMark() }
            #expect(try installation.settleRestore(epoch: 3).lines.map(\.uncertain) == [2])
            #expect(try installation.reconcile(moved) != nil)
        }
    }

    @Test(arguments: [0, 1]) func `a row that was loaded again stops every worker, though it says what it said`(row: Int) throws {
        try TestDatabase.run { database in
            let (installation, mark) = (database.installation, try database.installation.newMark())
            let moved = try begin(database.one.add(), database, under: mark)
            let places = try database.db.rows("SELECT place FROM last_sent ORDER BY place") { $0.next(MarkID.self) }
            #expect(places == [MarkID(0), mark.id])
            try loadAgain(places[row], database)
            #expect(throws: UnknownMark.self) { try installation.beat(moved) }
            #expect(throws: UnknownMark.self, "one that is new") { try installation.newMark() }
        }
    }

    @Test func `a database without the rows that its workers wrote is not the one that it was`() throws {
        try TestDatabase.run { database in
            try database.db.execute("DELETE FROM last_sent")
            #expect(throws: UnknownMark.self) { try database.installation.newMark() }
        }
    }

    @Test func `what a person had removed is not taken for what a backup denies`() throws {
        try TestDatabase.run { database in
            let (one, mark) = (database.one, try database.installation.newMark())
            let id = try one.add(), moved = try begin(id, database, under: mark)
            _ = try database.db.transaction { try one.store.remove(notifications: [id]) }
            #expect(try database.installation.beat(moved).number == moved.number + 1)
        }
    }

    @Test func `a migration does not make good what a backup brought back`() throws {
        try TestDatabase.run { database in
            try makeQueueAnew(database)
            #expect(try Schema.migrate(database.db, files: Migrations.files) == [])
            #expect(throws: UnknownMark.self) { try database.installation.newMark() }
        }
    }

    @Test func `the mark moves on while nothing leaves, so that a database from a moment ago is behind it`() throws {
        try TestDatabase.run { database in
            let old = try database.installation.newMark(), backup = try save(database)
            let mark = try database.installation.beat(old)
            #expect(mark.number == old.number + 1)
            try restore(backup, database)
            #expect(try database.installation.reconcile(mark) == nil)
        }
    }

    /// What `known_server` rests on. The server says the second.
    @Test func `a table that is loaded from a dump was made later`() throws {
        try TestDatabase.run { database in
            func made() throws -> Moment? {
                try database.db.first("""
                    SELECT create_time FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'again'
                    """) { $0.next(Moment.self) }
            }
            let create: SQL = "CREATE TABLE again (id INT PRIMARY KEY) ENGINE = InnoDB"
            try database.db.script(create)
            let first = try #require(try made())
            try database.db.execute("INSERT INTO again VALUES (1)")
            try database.db.execute("DO SLEEP(1.1)")
            #expect(try made() == first)
            try database.db.script("DROP TABLE again")
            try database.db.script(create)
            #expect(try #require(try made()).microseconds > first.microseconds)
        }
    }

    /// As a dump that is loaded does: the row comes back, the time does not.
    private func makeQueueAnew(_ database: TestDatabase) throws {
        try database.db.execute("UPDATE known_server SET queue_made_at = queue_made_at - INTERVAL 1 DAY")
    }

    /// As a dump does: the same values in a new row.
    private func loadAgain(_ place: MarkID, _ database: TestDatabase) throws {
        let row = try database.db.first("""
            SELECT CAST(born AS CHAR), notification_tenant, notification_id, attempt FROM last_sent WHERE place = \(place)
            """) {
            ($0.next(String.self), $0.next(TenantID?.self), $0.next(NotificationID?.self), $0.next(Int?.self))
        }!
        try database.db.execute("DELETE FROM last_sent WHERE place = \(place)")
        try database.db.execute("""
            INSERT INTO last_sent (place, born, notification_tenant, notification_id, attempt)
            VALUES (\(place), \(row.0), \(row.1), \(row.2), \(row.3))
            """)
    }

    private func claimed(_ id: NotificationID, _ database: TestDatabase) throws -> Claim? {
        try database.installation.claimQueued(limit: 99, owner: owner, lease: 60).first { $0.notification.id == id }
    }

    private func lanes(_ installation: InstallationStore) throws -> [(lane: Lane, most: Int)] {
        try installation.lanes(with: .sends).map { ($0, 9) } }

    private func begin(_ id: NotificationID, _ database: TestDatabase,
        under mark: SendMark) throws -> SendMark {
        let claim = try #require(try claimed(id, database))
        return try database.installation.begin([SendRequest(claim, owner: owner, after: .asked)], lease: 60, on: .someDay, under: mark).mark
    }

    private func save(_ database: TestDatabase) throws -> [(NotificationID, Int, Int)] {
        try database.db.rows("SELECT id, epoch, number FROM send_mark") { ($0.next(), $0.next(), $0.next()) }
    }

    private func restore(_ marks: [(NotificationID, Int, Int)], _ database: TestDatabase) throws {
        try database.db.execute("DELETE FROM send_mark")
        try database.db.execute("UPDATE host SET epoch = 0, restored_at = NULL")
        for (id, epoch, number) in marks {
            try database.db.execute("INSERT INTO send_mark (id, epoch, number) VALUES (\(id), \(epoch), \(number))")
        }
    }
}
