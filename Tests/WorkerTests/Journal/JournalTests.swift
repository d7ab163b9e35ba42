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
        let file = try #require(journalFile(path, keys: [OpeningKey.make().opening, pair.opening]))
        #expect(file.departures == departures && file.place == place && file.brokenAt == nil)
        #expect(journalFile(path, keys: [OpeningKey.make().opening]) == nil)
        let text = Migrations.text(path)
        #expect(!text.contains(departures[0].notification.description) && !text.contains("IO-1"))
        var status = stat()
        #expect(stat(directory, &status) == 0 && status.st_mode & 0o777 == 0o700)
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func `one without an id of App IO is read back without one`() throws {
        let path = try write([departure(1, ioID: nil)])
        #expect(journalFile(path, keys: [pair.opening])?.departures.map(\.ioID) == [nil])
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
        let file = try #require(journalFile(path, keys: [pair.opening]))
        let whole = how == "cut" ? 3 : 2
        #expect(file.departures == Array(departures.prefix(whole)) && file.brokenAt == whole + 1)
    }

    @Test func `each day has a file of its own, and those of more than 60 days ago go, once an hour has confirmed it`() throws {
        let journal = try journal()
        for days in [0, 59, 62] { journal.note(departure(days, at: moment(daysAgo: days))) }
        try journal.flush(for: pair.sealing)
        for (minutes, left) in [(0, 3), (59, 3), (61, 2)] {
            journal.forgetOld(database: .now(), start + .seconds(60 * minutes))
            #expect(journalNames(in: directory).count == left, "after \(minutes) minutes")
        }
        #expect(read().compactMap(\.ioID) == ["IO-59", "IO-0"])
        #expect(log.lines.contains("old journals removed count=1"))
    }

    @Test func `one clock that is months ahead costs no journal, nor do both for a while`() throws {
        try write([departure(1)])
        var old = OldJournals()
        let (today, ahead) = (Moment.now(), moment(daysAgo: -62))
        for (hours, here, database) in [(0, ahead, today), (2, ahead, today), (4, today, ahead), (6, ahead, ahead), (6, ahead, ahead),
                                        (8, today, today), (10, ahead, ahead)] {
            #expect(old.names(in: directory, here: here, database: database, start + .seconds(3_600 * hours)) == [])
        }
        #expect(old.names(in: directory, here: ahead, database: ahead, start + .seconds(3_600 * 12)).count == 1)
    }

    @Test func `after the keys were rotated another file begins, which the new pair opens`() throws {
        let journal = try journal(), next = OpeningKey.make()
        let (before, after) = (departure(1), departure(2))
        journal.note(before)
        try journal.flush(for: pair.sealing)
        journal.note(after)
        try journal.flush(for: next.sealing)
        let paths = journalNames(in: directory).map { "\(directory)/\($0)" }
        #expect(paths.compactMap { journalFile($0, keys: [pair.opening])?.departures } == [[before]])
        #expect(paths.compactMap { journalFile($0, keys: [next.opening])?.departures } == [[after]])
    }

    @Test func `what the disk does not take is kept, and nothing else may leave meanwhile`() throws {
        let journal = try journal()
        journal.note(departure(1))
        #expect(rmdir(directory) == 0)
        #expect(throws: JournalError.self) { try journal.flush(for: pair.sealing) }
        #expect(journal.isAway)
        journal.note(departure(2))
        #expect(mkdir(directory, 0o700) == 0)
        try journal.flush(for: pair.sealing)
        #expect(!journal.isAway && journalNames(in: directory).count == 1)
        let path = directory + "/" + journalNames(in: directory)[0]
        #expect(journalFile(path, keys: [pair.opening])?.departures.count == 2)
    }

    @Test func `a disk that takes half of a line leaves none of it, and the error says what the disk said`() throws {
        let journal = try journal()
        journal.note(departure(1))
        try journal.flush(for: pair.sealing)
        journal.note(departure(2))
        var isFull = false
        journal.write = { descriptor, bytes, count in
            if isFull { errno = ENOSPC } else { errno = EAGAIN }
            defer { isFull = true }
            return isFull ? -1 : Glibc.write(descriptor, bytes, count / 2)
        }
        let error = #expect(throws: JournalError.self) { try journal.flush(for: pair.sealing) }
        #expect(error?.description.hasSuffix("No space left on device") == true && journal.isAway)
        #expect(files().map(\.brokenAt) == [nil] && read().count == 1)
        journal.write = Glibc.write
        try journal.flush(for: pair.sealing)
        #expect(files().map(\.brokenAt) == [nil, nil] && read().compactMap(\.ioID) == ["IO-1", "IO-2"])
    }

    @Test(arguments: [true, false])
    func `a journal that was taken away under its worker is said, and another begins`(isMoved: Bool) throws {
        let journal = try journal()
        journal.note(departure(1))
        try journal.flush(for: pair.sealing)
        let path = directory + "/" + journalNames(in: directory)[0]
        #expect((isMoved ? rename(path, scratch.path + "/elsewhere") : unlink(path)) == 0)
        journal.note(departure(2))
        try journal.flush(for: pair.sealing)
        #expect(read().compactMap(\.ioID) == ["IO-2"])
        #expect(log.lines.contains { $0.hasPrefix("the journal was taken away while it was written") })
    }

    @Test func `a journal that cannot be kept is said`() {
        #expect(throws: JournalError.self) { try Journal(directory: "/nonexistent/journal", place: place, log.logger) }
    }

    private let log = TestLog()
    private let start = ContinuousClock.now

    private func journal() throws -> Journal { try Journal(directory: directory, place: place, log.logger) }

    private func files() -> [JournalFile] {
        journalNames(in: directory).compactMap { journalFile("\(directory)/\($0)", keys: [pair.opening]) }
    }

    private func read() -> [Departure] { files().flatMap(\.departures) }

    private func moment(daysAgo days: Int) -> Moment {
        Moment(microseconds: Moment.now().microseconds - Int64(days) * 86_400_000_000)
    }

    private func departure(_ number: Int, ioID: String? = "", at: Moment = .now()) -> Departure {
        Departure(tenant: .make(), notification: .make(), attempt: 1, ioID: ioID.map { $0.isEmpty ? "IO-\(number)" : $0 }, at: at,
                  digest: String(repeating: "a", count: 64))
    }

    /// - Returns: the path of the file.
    @discardableResult private func write(_ departures: [Departure]) throws -> String {
        let journal = try journal()
        for departure in departures {
            journal.note(departure)
            try journal.flush(for: pair.sealing)
        }
        return try directory + "/" + #require(journalNames(in: directory).first)
    }

    private func replace(_ path: String, _ text: String) throws {
        unlink(path)
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
    }
}
