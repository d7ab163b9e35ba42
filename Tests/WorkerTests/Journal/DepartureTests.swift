import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker
@preconcurrency import Glibc

/// That what App IO takes is in the journal, before its row and whatever becomes of that.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct DepartureTests {
    @Test func `a message that App IO took is in the journal with its id, and one that it refused is not`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            place.appIO.answers(.message, .problem("400 Bad Request"))
            let refused = try place.send(of: place.other)
            #expect(sent.state == .accepted && refused.state == .refused)
            let departures = try place.departures()
            #expect(departures.map(\.notification) == [sent.id])
            #expect(departures[0].tenant == place.one.id && departures[0].attempt == 1 && departures[0].ioID == sent.ioID)
            #expect(departures[0].digest == sent.content.digest && sent.content.digest != refused.content.digest)
        }
    }

    @Test func `it is there though its row is refused`() throws {
        try Workplace.run { place in
            place.meanwhile(.message) {
                try $0.db.execute("ALTER TABLE notification ADD CONSTRAINT none CHECK (state <> 'accepted')")
            }
            let record = try place.send()
            #expect(record.state == .sending)
            #expect(try place.departures().count == 1)
        }
    }

    @Test func `while the journal cannot be written nothing leaves and monitoring is told, until it can`() throws {
        try Workplace.run { place in
            let directory = try place.options.journal
            place.meanwhile(.message) { _ in rmdir(directory) }
            try place.standsStill { mkdir(directory, 0o700) }
            #expect(try place.departures().count == 2)
        }
    }

    @Test func `while the mark cannot be written nothing leaves and monitoring is told, until it can`() throws {
        try Workplace.run { place in
            let path = place.markFile
            place.meanwhile(.message) { _ in putInPlaceOf(path, "/dev/full") }
            try place.standsStill { putInPlaceOf("/dev/full", path) }
            #expect(!place.log.lines.contains { $0.contains("database away") })
        }
    }

    @Test func `an answer is settled though the journal cannot be written, and the log says that nothing leaves`() throws {
        try Workplace.run { place in
            let directory = try place.options.journal
            place.meanwhile(.message) { _ in rmdir(directory) }
            #expect(try place.send().state == .accepted)
            #expect(place.log.lines.contains { $0.contains("nothing leaves") })
        }
    }
}

/// This process's descriptor of a file becomes one of another.
private func putInPlaceOf(_ path: String, _ other: String) {
    let new = open(other, O_RDWR | O_CLOEXEC)
    precondition(new >= 0, other)
    for descriptor in 0..<Int32(1024) where descriptor != new {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/self/fd/\(descriptor)", &target, Int(PATH_MAX))
        guard count > 0, String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) == path else { continue }
        dup2(new, descriptor)
    }
    close(new)
}

extension Workplace {
    /// After the first send the worker cannot write: a second one leaves when that is mended, and once.
    fileprivate func standsStill(until mend: () -> Void) throws {
        let first = try add(), installation = database.installation
        try installation.fillBudgets()
        try whileWorking {
            try until("monitoring is told") { installation.standstill() == .noWorkerWrites }
            #expect(try [.accepted, .processed].contains(now(first).state) && installation.metrics().workersUnable == 1)
            let second = try add()
            usleep(1_000_000)
            #expect(try now(second).state == .queued && appIO.asked(.message).count == 1)
            #expect(log.lines.contains { $0.contains("nothing leaves") })
            mend()
            try until("it leaves") { try now(second).state == .accepted }
            #expect(installation.standstill() == nil && appIO.asked(.message).count == 2)
        }
    }

    /// What the workers of this place have written down.
    fileprivate func departures() throws -> [Departure] {
        let directory = try options.journal
        return journalNames(in: directory).flatMap {
            journalFile("\(directory)/\($0)", keys: [pair.opening])?.departures ?? []
        }
    }
}
