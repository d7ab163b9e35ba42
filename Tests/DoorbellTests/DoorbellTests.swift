import Doorbell
import Testing

@preconcurrency import Glibc

@Suite struct DoorbellTests {
    private let path = "/tmp/puntuale-doorbell-\(UInt64.random(in: .min ... .max))"

    @Test func `a ring wakes who listens, once answered only the next one does`() throws {
        defer { unlink(path) }
        let bell = try Doorbell(listeningAt: path)
        #expect(!Self.isReadable(bell, within: 0))
        Doorbell.ring(path, for: [7])
        Doorbell.ring(path, for: [7])
        #expect(Self.isReadable(bell, within: 1_000))
        #expect(bell.answer().map(\.name) == [[7], [7]])
        #expect(!Self.isReadable(bell, within: 0))
        Doorbell.ring(path, for: [7])
        #expect(Self.isReadable(bell, within: 1_000))
    }

    @Test func `ringing where nobody listens, or ever listened, is no error, and known`() throws {
        defer { unlink(path) }
        #expect(!Doorbell.ring(path, for: [7]))
        do {
            let bell = try Doorbell(listeningAt: path)
            #expect(Doorbell.ring(path, for: [7]))
            let isHeard = Caller(ringing: path, for: [7]).isHeard
            #expect(isHeard)
            withExtendedLifetime(bell) {}
        }
        #expect(!Doorbell.ring(path, for: [7]))
        let isHeard = Caller(ringing: path, for: [7]).isHeard
        #expect(!isHeard)
        #expect(!Doorbell.ring("/" + String(repeating: "x", count: 500), for: [7]))
    }

    @Test func `who rings and waits is told at once, and once only`() throws {
        defer { unlink(path) }
        let bell = try Doorbell(listeningAt: path)
        let caller = Caller(ringing: path, for: [7]), other = Caller(ringing: path, for: [8])
        Doorbell.ring(path, for: [9])
        let rings = bell.answer()
        #expect(rings.map(\.name) == [[7], [8], [9]])
        #expect(rings[2].ringer == nil)
        let ringer = try #require(rings[0].ringer)
        bell.tell(ringer)
        bell.tell(ringer)
        #expect(Self.time { caller.wait(upTo: 5_000) } < .seconds(4))
        #expect(Self.time { caller.wait(upTo: 50) } >= .milliseconds(45))
        #expect(Self.time { other.wait(upTo: 50) } >= .milliseconds(45))
    }

    @Test func `who waits no more, or rings where nobody listens, is in nobody's way`() throws {
        defer { unlink(path) }
        let bell = try Doorbell(listeningAt: path)
        do { _ = Caller(ringing: path, for: [7]) }
        for ring in bell.answer() { ring.ringer.map(bell.tell) }
        let caller = Caller(ringing: "/nonexistent/doorbell", for: [7])
        #expect(Self.time { caller.wait(upTo: 50) } >= .milliseconds(45))
    }

    @Test func `a full queue does not block who rings`() throws {
        defer { unlink(path) }
        let bell = try Doorbell(listeningAt: path)
        let start = ContinuousClock.now
        for _ in 0..<20_000 { Doorbell.ring(path, for: [7]) }
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(Self.isReadable(bell, within: 0))
        _ = bell.answer()
        #expect(!Self.isReadable(bell, within: 0))
    }

    @Test func `a path that an address cannot hold is refused, one byte less is not`() throws {
        let directory = "/tmp/"
        let unique = String(Int.random(in: 1_000_000_000...9_999_999_999))
        let longest = directory + String(repeating: "d", count: 107 - directory.utf8.count - unique.count) + unique
        defer { unlink(longest) }
        _ = try Doorbell(listeningAt: longest)
        let error = #expect(throws: DoorbellError.self) { try Doorbell(listeningAt: longest + "d") }
        #expect(error?.errno == ENAMETOOLONG)
        #expect(throws: DoorbellError.self) { try Doorbell(listeningAt: "/nonexistent/doorbell") }
    }

    @Test func `who starts anew takes the path over from who is gone`() throws {
        defer { unlink(path) }
        do { _ = try Doorbell(listeningAt: path) }
        let bell = try Doorbell(listeningAt: path)
        Doorbell.ring(path, for: [7])
        #expect(Self.isReadable(bell, within: 1_000))
    }

    private static func time(_ act: () -> Void) -> Duration { ContinuousClock().measure(act) }

    private static func isReadable(_ bell: borrowing Doorbell, within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) == 1
    }
}
