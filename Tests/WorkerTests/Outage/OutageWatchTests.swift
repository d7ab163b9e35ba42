import Domain
import Store
import Testing
@testable import Worker

/// What is said of an account that App IO tells to wait.
struct OutageWatchTests {
    private let account = Account(owner: .make(), environment: .live)
    private let start = Instant.now

    @Test func `waits that follow each other are said once they have lasted, and no longer when they are over`() {
        var watch = OutageWatch(OutageTimes(), most: 24)
        for second in stride(from: 0, through: 20, by: 5) { watch.told(account, toWait: .seconds(5), at(second)) }
        #expect(watch.outages(at(9)).isEmpty)
        let said = watch.outages(at(12))
        #expect(said.map(\.cause) == [.throttled] && said.map(\.account) == [account] && said[0].lane == nil)
        #expect(said[0].age == .seconds(12))
        #expect(!watch.outages(at(26)).isEmpty, "it is tried again")
        #expect(watch.outages(at(30)).isEmpty)
    }

    @Test func `a single wait of a burst is not worth a word, a long one is until its end`() {
        var watch = OutageWatch(OutageTimes(), most: 24)
        watch.told(account, toWait: .seconds(3), at(0))
        #expect(watch.outages(at(11)).isEmpty)
        watch.told(account, toWait: .seconds(3_600), at(60))
        #expect(watch.outages(at(65)).isEmpty)
        #expect(watch.outages(at(600)).map(\.age) == [.seconds(540)])
        #expect(watch.outages(at(3_670)).isEmpty)
    }

    private func at(_ seconds: Int) -> Instant { start + .seconds(seconds) }
}
