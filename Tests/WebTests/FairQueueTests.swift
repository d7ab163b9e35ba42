import Domain
import MariaDB
import Store
import Testing
@testable import Web
@preconcurrency import Glibc

struct FairQueueTests {
    /// Its connections are never made.
    private func queue(slots: Int, places: Int = 64, burst: Duration = .seconds(100)) -> FairQueue {
        let queue = FairQueue(slots: slots, places: places, burst: burst, database: DatabaseOptions(user: "nobody"))
        for installation in ["a", "b", "c"] { queue.learn(installation, .make()) }
        return queue
    }

    @Test func `a tenant never holds the last slots`() {
        let queue = queue(slots: 4)
        let flood = (0..<6).map { _ in Guest("a", at: queue) }
        let other = Guest("b", at: queue)
        #expect(other.leave())
        #expect(flood.count { $0.comes(to: .inSlot, within: 1_000) } == 3)
        for guest in flood { guest.leave() }
    }

    @Test func `who waits is let in by tenant in turn`() {
        let queue = queue(slots: 1)
        let first = Guest("c", at: queue)
        #expect(first.comes(to: .inSlot))
        var waiting: [Guest] = []
        for installation in ["a", "a", "a", "b"] {
            waiting.append(Guest(installation, at: queue))
            #expect(waiting.last!.isKeptWaiting)
        }
        #expect(first.leave())
        for index in [0, 3, 1, 2] {
            #expect(waiting[index].comes(to: .inSlot))
            #expect(waiting.enumerated().allSatisfy { $0.offset == index || !$0.element.isAtDesk })
            #expect(waiting[index].leave())
        }
    }

    @Test func `a tenant takes no more places than it leaves free`() {
        let queue = queue(slots: 1, places: 8)
        let (turnedAway, flood) = (0..<5).map { _ in Guest("a", at: queue) }.reduce(into: ([Guest](), [Guest]())) { found, guest in
            if guest.comes(to: .turnedAway, within: 1_000) { found.0.append(guest) } else { found.1.append(guest) }
        }
        #expect(turnedAway.count == 1 && flood.count { $0.isAtDesk } == 1)
        let others = (0..<2).map { _ in Guest("b", at: queue) }
        #expect(others.allSatisfy { $0.isKeptWaiting })
        leaveInTurn(flood + others)
    }

    @Test func `names that lead to no tenant share one turn`() {
        let queue = queue(slots: 4)
        let strangers = (0..<4).map { Guest("sconosciuto-\($0)", at: queue) }
        #expect(Guest("a", at: queue).leave())
        #expect(strangers.count { $0.comes(to: .inSlot, within: 1_000) } == 3)
        for stranger in strangers { stranger.leave() }
    }

    @Test func `a tenant that has used up its time has one slot while others are there, all of its slots when alone`() {
        let queue = queue(slots: 4, burst: .milliseconds(20))
        #expect(Guest("a", at: queue, work: Self.compute).leave())
        let alone = (0..<2).map { _ in Guest("a", at: queue) }
        #expect(alone.allSatisfy { $0.comes(to: .inSlot) } && alone.allSatisfy { $0.leave() })
        #expect(Guest("b", at: queue).leave())
        let two = (0..<2).map { _ in Guest("a", at: queue) }
        #expect(two.count { $0.comes(to: .inSlot, within: 1_000) } == 1)
        #expect(Guest("b", at: queue).leave() && Guest("c", at: queue).leave())
        leaveInTurn(two)
    }

    @Test func `a tenant that has used up its time leaves the machine to the others for a while before it goes on`() {
        let queue = queue(slots: 4, burst: .milliseconds(20))
        #expect(Guest("b", at: queue).leave() && Guest("a", at: queue, work: Self.compute).leave())
        let next = Guest("a", at: queue)
        #expect(next.isKeptWaiting)
        #expect(Guest("b", at: queue).leave() && next.leave())
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
