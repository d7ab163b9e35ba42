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

    @Test func `an answer is settled though the journal cannot be written, and the log says that nothing leaves`() throws {
        try Workplace.run { place in
            let directory = try place.options.journal
            place.meanwhile(.message) { _ in rmdir(directory) }
            #expect(try place.send().state == .accepted)
            #expect(place.log.lines.contains { $0.contains("nothing leaves") })
        }
    }
}

extension Workplace {
    /// What the workers of this place have written down.
    fileprivate func departures() throws -> [Departure] {
        let directory = try options.journal
        return JournalFile.names(in: directory).flatMap {
            JournalFile(path: "\(directory)/\($0)", keys: [pair.opening])?.departures ?? []
        }
    }
}
