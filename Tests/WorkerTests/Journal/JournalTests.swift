import Domain
import Secrets
import Testing
import TestSupport
@testable import Worker
@preconcurrency import Glibc

/// What is written down outside the database of what left.
struct JournalTests {
    private let scratch = Scratch()
    private let pair = OpeningKey.make()
    private let place = MarkID.make()
    private var directory: String { scratch.path + "/journal" }

    @Test func `what is noted is read back with the key that it was sealed for, and with no other`() throws {
        let departures = (1...3).map { departure($0) }
        let path = try write(departures)
        let file = try #require(JournalFile(path: path, keys: [OpeningKey.make().opening, pair.opening]))
        #expect(file.departures == departures && file.place == place && file.brokenAt == nil)
        #expect(JournalFile(path: path, keys: [OpeningKey.make().opening]) == nil)
        let text = Migrations.text(path)
        #expect(!text.contains(departures[0].notification.description) && !text.contains("IO-1"))
        var status = stat()
        #expect(stat(directory, &status) == 0 && status.st_mode & 0o777 == 0o700)
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func `one without an id of App IO is read back without one`() throws {
        let path = try write([departure(1, ioID: nil)])
        #expect(JournalFile(path: path, keys: [pair.opening])?.departures.map(\.ioID) == [nil])
    }

    @Test(arguments: ["missing", "moved", "changed", "cut"])
    func `what is not as it was written ends what can be read`(how: String) throws {
        let departures = (1...4).map { departure($0) }
        let path = try write(departures)
        var lines = Migrations.text(path).split(separator: "\n").map(String.init)
        switch how {
        case "missing": lines.remove(at: 3)
        case "moved": lines.swapAt(3, 4)
        case "changed": lines[3] = String(lines[3].dropLast(2)) + (lines[3].hasSuffix("AA") ? "BB" : "AA")
        default: lines[4] = String(lines[4].prefix(20))
        }
        try replace(path, lines.joined(separator: "\n"))
        let file = try #require(JournalFile(path: path, keys: [pair.opening]))
        let whole = how == "cut" ? 3 : 2
        #expect(file.departures == Array(departures.prefix(whole)) && file.brokenAt == whole + 1)
    }

    @Test func `each day has a file of its own, and those of more than 60 days ago go`() throws {
        let journal = try Journal(directory: directory, place: place), now = Moment.now()
        for days in [0, 59, 62] {
            journal.note(departure(days, at: Moment(microseconds: now.microseconds - Int64(days) * 86_400_000_000)))
        }
        try journal.flush(for: pair.sealing)
        let found = JournalFile.names(in: directory)
            .flatMap { JournalFile(path: "\(directory)/\($0)", keys: [pair.opening])?.departures ?? [] }
        #expect(found.compactMap(\.ioID) == ["IO-59", "IO-0"], "the oldest is gone as soon as a day is opened")
    }

    @Test func `after the keys were rotated another file begins, which the new pair opens`() throws {
        let journal = try Journal(directory: directory, place: place), next = OpeningKey.make()
        let (before, after) = (departure(1), departure(2))
        journal.note(before)
        try journal.flush(for: pair.sealing)
        journal.note(after)
        try journal.flush(for: next.sealing)
        let paths = JournalFile.names(in: directory).map { "\(directory)/\($0)" }
        #expect(paths.compactMap { JournalFile(path: $0, keys: [pair.opening])?.departures } == [[before]])
        #expect(paths.compactMap { JournalFile(path: $0, keys: [next.opening])?.departures } == [[after]])
    }

    @Test func `what the disk does not take is kept, and nothing else may leave meanwhile`() throws {
        let journal = try Journal(directory: directory, place: place)
        journal.note(departure(1))
        #expect(rmdir(directory) == 0)
        #expect(throws: JournalError.self) { try journal.flush(for: pair.sealing) }
        #expect(journal.isAway)
        journal.note(departure(2))
        #expect(mkdir(directory, 0o700) == 0)
        try journal.flush(for: pair.sealing)
        #expect(!journal.isAway && JournalFile.names(in: directory).count == 1)
        let path = directory + "/" + JournalFile.names(in: directory)[0]
        #expect(JournalFile(path: path, keys: [pair.opening])?.departures.count == 2)
    }

    @Test func `a journal that cannot be kept is said`() {
        #expect(throws: JournalError.self) { try Journal(directory: "/nonexistent/journal", place: place) }
    }

    private func departure(_ number: Int, ioID: String? = "", at: Moment = .now()) -> Departure {
        Departure(tenant: .make(), notification: .make(), attempt: 1, ioID: ioID.map { $0.isEmpty ? "IO-\(number)" : $0 }, at: at,
                  digest: String(repeating: "a", count: 64))
    }

    /// - Returns: the path of the file.
    private func write(_ departures: [Departure]) throws -> String {
        let journal = try Journal(directory: directory, place: place)
        for departure in departures {
            journal.note(departure)
            try journal.flush(for: pair.sealing)
        }
        return try directory + "/" + #require(JournalFile.names(in: directory).first)
    }

    private func replace(_ path: String, _ text: String) throws {
        unlink(path)
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
    }
}
