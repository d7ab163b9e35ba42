import AppIO
import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

@preconcurrency import Glibc

/// A worker that dies, and a database that goes away or back in time, around the moment at which a message leaves.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct CrashTests {
    @Test func `a worker that dies after it took a notification has not sent it, and the next one does`() throws {
        try Workplace.run { place in
            let taken = try place.add(), dead = try place.worker()
            _ = try place.claim(by: dead)
            place.bury()
            try place.work()
            #expect(try place.now(taken).state == .queued && place.appIO.asked.isEmpty, "while its lease lasts")
            try place.workLater()
            #expect(try place.now(taken).state == .accepted && place.now(taken).attempt == 1)
        }
    }

    @Test func `a worker that dies between commit and POST leaves a doubt, which nobody sends again`() throws {
        try Workplace.run { place in
            let begun = try place.add(), dead = try place.worker()
            try place.begin(by: dead)
            #expect(try place.now(begun).state == .sending && place.now(begun).attempt == 1)
            #expect(try place.marks() == (file: 2, database: 2), "the mark was written before anything could leave")
            place.bury()
            try place.work()
            #expect(try place.now(begun).state == .sending, "while its lease lasts")
            try place.workLater()
            try place.workLater()
            #expect(try place.now(begun).state == .uncertain && place.now(begun).reason == .interrupted)
            #expect(place.appIO.asked(.message).isEmpty)
            #expect(place.log.lines.contains("sends without an answer became doubts count=1"))
            #expect(try place.send().state == .accepted, "and the next one sends what is new")
        }
    }

    @Test func `a worker that dies before it wrote its mark is behind the database, and the next one goes on`() throws {
        try Workplace.run { place in
            try place.work()
            let before = Migrations.text(place.markFile), begun = try place.add(), dead = try place.worker()
            try place.begin(by: dead)
            place.bury(leaving: before)
            #expect(try place.marks() == (file: 1, database: 2))
            let next = try place.send()
            #expect(try next.state == .accepted && place.now(begun).state == .sending)
            #expect(try place.marks() == (file: 3, database: 3))
        }
    }

    @Test func `after a restored backup nothing leaves until what may have left is a doubt`() throws {
        try Workplace.run { place in
            _ = try place.send()
            let waiting = try place.add()
            try place.db.execute("UPDATE send_mark SET number = number - 1")
            let new = try place.add()
            for _ in 0..<2 { try place.workLater() }
            #expect(try place.now(waiting).state == .queued && place.now(new).state == .queued)
            #expect(place.appIO.asked(.message).count == 1)
            #expect(place.log.lines.contains { $0.hasPrefix("the database is older than what was sent") })
            try place.db.execute("UPDATE notification SET queued_at = NOW(6) WHERE id = \(new.id)")
            #expect(try place.database.installation.settleRestore(epoch: 7).lines.map(\.uncertain) == [1])
            try place.workLater()
            #expect(try place.now(waiting).state == .uncertain && place.now(waiting).reason == .restored)
            #expect(try place.now(new).state == .accepted && place.appIO.asked(.message).count == 2)
        }
    }

    @Test func `the log says that sends go on after a restore`() throws {
        try Workplace.run { place in
            _ = try place.send()
            try place.db.execute("UPDATE send_mark SET number = number - 1")
            try place.whileWorking {
                try place.until("it is noticed") { place.log.lines.contains { $0.hasPrefix("the database is older") } }
                _ = try place.database.installation.settleRestore(epoch: 7)
                try place.until("it goes on") { place.log.lines.contains("sends go on: puntuale after-restore has run") }
            }
        }
    }

    @Test func `a mark that was lost between claim and gate lets nothing leave`() throws {
        try Workplace.run { place in
            _ = try place.send()
            place.meanwhile(.profile) { try $0.db.execute("UPDATE send_mark SET number = number - 1") }
            let held = try place.send()
            #expect(held.state == .queued && held.attempt == 0 && place.appIO.asked(.message).count == 1)
            #expect(try place.number("owner IS NULL", of: held) == 1)
        }
    }

    @Test func `an answer that comes while the database is away is not lost`() throws {
        try Workplace.run { place in
            place.meanwhile(.message) { store in
                let others = try store.db.rows("""
                    SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()
                    """) { $0.next(Int.self) }
                for other in others { try store.db.script(SQL(trusted: "KILL CONNECTION \(other)")) }
            }
            let sent = try place.add()
            try place.database.installation.fillBudgets()
            try place.work(rested: false)
            let found = try #require(try place.database.connect().store(of: place.one.id).notification(sent.id))
            #expect(found.state == .accepted && found.ioID == "01MESSAGE1" && found.attempt == 1)
            #expect(place.appIO.asked(.message).count == 1)
        }
    }

    @Test func `a late answer of a POST whose lease was over turns the doubt into what is known`() throws {
        try Workplace.run { place in
            place.meanwhile(.message) { installation in
                try installation.db.execute("UPDATE notification SET due_at = NOW(6) - INTERVAL 1 SECOND WHERE state = 'sending'")
                try Unexpected.unless(installation.expireSending() == 1, "its lease was not over")
            }
            let sent = try place.send()
            #expect(sent.state == .accepted && sent.reason == nil && sent.ioID == "01MESSAGE1")
        }
    }
}

extension Workplace {
    /// What is due, in the hands of a worker.
    fileprivate func claim(by worker: Engine) throws -> [(claim: Claim, owner: WorkerID)] {
        try worker.sendCommit.reconcile()
        let owner = WorkerID.make(), lanes = try database.installation.lanes(with: .sends).map { (lane: $0, most: 8) }
        return try worker.installation.claim(.sends, from: lanes, owner: owner, lease: 60, under: worker.sendCommit.mark)
            .flatMap(\.claims).map { ($0, owner) }
    }

    /// A worker commits that what is due leaves now, and does not come to let it.
    fileprivate func begin(by worker: Engine) throws {
        try database.installation.fillBudgets()
        for (claim, owner) in try claim(by: worker) { Send(claim, owner: owner, engine: worker).start() }
        while worker.io.inFlight > 0 { _ = try worker.io.wait(upTo: .seconds(1)) }
        worker.sendCommit.open(worker)
    }

    /// The worker that had the mark is dead, and its lock with it: the file is as it left it.
    ///
    /// - Parameter text: what is in it; `nil`: what it wrote last.
    fileprivate func bury(leaving text: String? = nil) {
        let text = text ?? Migrations.text(markFile)
        unlink(markFile)
        let file = fopen(markFile, "w")!
        fputs(text, file)
        fclose(file)
    }

    /// How far the sends have come.
    fileprivate func marks() throws -> (file: Int?, database: Int?) {
        let file = Migrations.text(markFile).split(whereSeparator: \.isWhitespace)
        return (Int(file[2]), try db.first("SELECT number FROM send_mark") { $0.next(Int.self) })
    }
}
