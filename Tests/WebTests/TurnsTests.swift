import Domain
import MariaDB
import Store
import Testing
@testable import Web
@preconcurrency import Glibc

struct TurnsTests {
    /// Its connections are never made.
    private func turns(desks: Int, places: Int = 64, burst: Duration = .seconds(100)) -> Turns {
        let turns = Turns(desks: desks, places: places, burst: burst, database: DatabaseOptions(user: "nobody"))
        for host in ["a", "b", "c"] { turns.learn(host, .make()) }
        return turns
    }

    @Test func `an ente never holds the last desks`() {
        let turns = turns(desks: 4)
        let flood = (0..<6).map { _ in Guest("a", at: turns) }
        let other = Guest("b", at: turns)
        #expect(other.leave())
        #expect(flood.count { $0.comes(to: .atDesk, within: 1_000) } == 3)
        for guest in flood { guest.leave() }
    }

    @Test func `who waits is let in by ente in turn`() {
        let turns = turns(desks: 1)
        let first = Guest("c", at: turns)
        #expect(first.comes(to: .atDesk))
        var waiting: [Guest] = []
        for host in ["a", "a", "a", "b"] {
            waiting.append(Guest(host, at: turns))
            #expect(waiting.last!.isKeptWaiting)
        }
        #expect(first.leave())
        for index in [0, 3, 1, 2] {
            #expect(waiting[index].comes(to: .atDesk))
            #expect(waiting.enumerated().allSatisfy { $0.offset == index || !$0.element.isAtDesk })
            #expect(waiting[index].leave())
        }
    }

    @Test func `an ente takes no more places than it leaves free`() {
        let turns = turns(desks: 1, places: 8)
        let (turnedAway, flood) = (0..<5).map { _ in Guest("a", at: turns) }.reduce(into: ([Guest](), [Guest]())) { found, guest in
            if guest.comes(to: .turnedAway, within: 1_000) { found.0.append(guest) } else { found.1.append(guest) }
        }
        #expect(turnedAway.count == 1 && flood.count { $0.isAtDesk } == 1)
        let others = (0..<2).map { _ in Guest("b", at: turns) }
        #expect(others.allSatisfy { $0.isKeptWaiting })
        leaveInTurn(flood + others)
    }

    @Test func `names that lead to no ente share one turn`() {
        let turns = turns(desks: 4)
        let strangers = (0..<4).map { Guest("sconosciuto-\($0)", at: turns) }
        #expect(Guest("a", at: turns).leave())
        #expect(strangers.count { $0.comes(to: .atDesk, within: 1_000) } == 3)
        for stranger in strangers { stranger.leave() }
    }

    @Test func `an ente that has used up its time has one desk while others are there, all of its desks when alone`() {
        let turns = turns(desks: 4, burst: .milliseconds(20))
        #expect(Guest("a", at: turns, work: Self.compute).leave())
        let alone = (0..<2).map { _ in Guest("a", at: turns) }
        #expect(alone.allSatisfy { $0.comes(to: .atDesk) } && alone.allSatisfy { $0.leave() })
        #expect(Guest("b", at: turns).leave())
        let two = (0..<2).map { _ in Guest("a", at: turns) }
        #expect(two.count { $0.comes(to: .atDesk, within: 1_000) } == 1)
        #expect(Guest("b", at: turns).leave() && Guest("c", at: turns).leave())
        leaveInTurn(two)
    }

    @Test func `an ente that has used up its time leaves the machine to the others for a while before it goes on`() {
        let turns = turns(desks: 4, burst: .milliseconds(20))
        #expect(Guest("b", at: turns).leave() && Guest("a", at: turns, work: Self.compute).leave())
        let next = Guest("a", at: turns)
        #expect(next.isKeptWaiting)
        #expect(Guest("b", at: turns).leave() && next.leave())
    }

    /// Uses 200 ms of this thread's time.
    private static let compute: @Sendable () -> Void = {
        func used() -> Int {
            var now = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
            return now.tv_sec * 1_000 + now.tv_nsec / 1_000_000
        }
        let end = used() + 200
        while used() < end {}
    }

    /// Each leaves when its turn has come.
    private func leaveInTurn(_ guests: [Guest]) {
        for _ in guests {
            for _ in 0..<10_000 where !guests.contains(where: \.isAtDesk) { usleep(1_000) }
            #expect(guests.first(where: \.isAtDesk)?.leave() == true)
        }
    }
}
