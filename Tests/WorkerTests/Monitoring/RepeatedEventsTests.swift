import Testing
@testable import Worker

@Suite struct RepeatedEventsTests {
    /// Events and what was said of them, second by second.
    private final class Told {
        private var events = RepeatedEvents<String>()
        private let began = ContinuousClock.now

        func note(_ event: String, upTo most: Int = 1, at second: Int = 0) -> Bool {
            events.note(event, upTo: most, now: began + .seconds(second))
        }

        func due(at second: Int, all: Bool = false) -> [String] {
            events.takeDue(now: began + .seconds(second), all: all).map {
                "\($0.event) \($0.count)" + ($0.sinceLast > .zero ? ", \($0.sinceLast.components.seconds) s ago" : "")
            }
        }
    }

    @Test func `the first is said, the others become a number each minute, and after a quiet minute the next is said again`() {
        let told = Told()
        #expect((0..<50).map { told.note("500", at: $0) } == [true] + [Bool](repeating: false, count: 49))
        #expect(told.note("dns", at: 50))
        #expect(told.due(at: 59) == [] && told.due(at: 61) == ["500 49, 12 s ago"], "the last came long before it is said")
        #expect(!told.note("500", at: 62), "it goes on")
        #expect(told.due(at: 122) == ["500 1, 60 s ago"])
        #expect(told.due(at: 183) == [] && told.note("500", at: 184))
        #expect(!told.note("500", at: 185) && told.due(at: 186, all: true) == ["500 1, 1 s ago"])
    }

    @Test func `of some events more than one is said`() {
        let told = Told()
        #expect((0..<5).map { _ in told.note("x", upTo: 3) } == [true, true, true, false, false])
    }
}
