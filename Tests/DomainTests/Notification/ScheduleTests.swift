import Domain
import Testing
import TestSupport

struct ScheduleTests {
    @Test func `status checks fall at the ages that were decided, and end on the seventh day`() {
        var age = Duration.zero
        var ages: [Duration] = []
        while let delay = ScheduleOfChecks.delay(afterCheck: ages.count) {
            #expect(delay > .zero)
            age += delay
            ages.append(age)
        }
        let seconds = [2, 5, 15, 30, 60, 120, 300, 900, 3_600, 21_600, 86_400, 172_800, 259_200, 345_600, 432_000, 518_400, 604_800]
        #expect(ages == seconds.map { .seconds($0) })
        #expect(ScheduleOfChecks.delay(afterCheck: 17) == nil && ScheduleOfChecks.delay(afterCheck: 1_000_000) == nil)
    }

    @Test func `tries end when they are used up or when the time is`() {
        let policy = RetryPolicy(tries: 5, time: .seconds(3_600))
        #expect(policy.delay(afterTry: 4, elapsed: .zero) != nil)
        #expect(policy.delay(afterTry: 5, elapsed: .zero) == nil)
        #expect(policy.delay(afterTry: 1_000_000, elapsed: .zero) == nil)
        #expect(policy.delay(afterTry: 1, elapsed: .seconds(3_600)) == nil)
        #expect(RetryPolicy(tries: 1, time: .seconds(3_600)).delay(afterTry: 1, elapsed: .zero) == nil)
    }

    @Test func `waits double up to the longest, at least half of each being kept`() {
        var chance = Chance()
        let policy = RetryPolicy(tries: .max, time: .seconds(1_000_000), firstDelay: .seconds(5), longestDelay: .seconds(60))
        for (count, whole) in [(1, 5), (2, 10), (3, 20), (4, 40), (5, 60), (6, 60), (1_000, 60)] {
            var seen: Set<Duration> = []
            for _ in 0..<50 {
                let delay = policy.delay(afterTry: count, elapsed: .zero, using: &chance)!
                #expect((.seconds(whole) / 2 ... .seconds(whole)).contains(delay), "\(chance)")
                seen.insert(delay)
            }
            #expect(seen.count > 40, "\(chance)")
        }
    }

    @Test func `however often it was tried, it is not given up before its time`() {
        let policy = RetryPolicy(tries: 3, atLeast: .seconds(600), time: .seconds(3_600))
        #expect(policy.delay(afterTry: 50, elapsed: .seconds(599)) != nil)
        #expect(policy.delay(afterTry: 2, elapsed: .seconds(601)) != nil)
        #expect(policy.delay(afterTry: 3, elapsed: .seconds(601)) == nil)
    }

    @Test func `an outage of a night is survived`() {
        var chance = Chance()
        var elapsed = Duration.zero
        var count = 1
        while let delay = RetryPolicy.notReached.delay(afterTry: count, elapsed: elapsed, using: &chance) {
            elapsed += delay
            count += 1
        }
        #expect(elapsed > .seconds(20 * 3_600) && elapsed <= .seconds(24 * 3_600), "\(chance)")
    }
}
