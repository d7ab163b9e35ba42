import Testing
@testable import Worker

/// How often the worker looks everywhere.
struct LaneSchedulerTests {
    @Test func `a look takes a twentieth of the time at most, and is made twice a second where that is less`() {
        #expect(LaneScheduler.interval(afterLookOf: .milliseconds(1)) == .milliseconds(500))
        #expect(LaneScheduler.interval(afterLookOf: .milliseconds(100)) == .seconds(2))
    }

    @Test func `a look that waited for a locked table delays the next one by seconds, not by minutes`() {
        #expect(LaneScheduler.interval(afterLookOf: .seconds(9)) == .seconds(5))
    }
}
