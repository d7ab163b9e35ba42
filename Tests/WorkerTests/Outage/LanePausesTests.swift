import Domain
@testable import Store
import Testing
@testable import Worker

/// Which lanes stand still, and which of them tries.
struct LanePausesTests {
    private var pauses = LanePauses(OutageTimes())
    private let start = ContinuousClock.now
    private let lanes = (0..<100).map { _ in lane(.live) }

    private func at(_ seconds: Double) -> Instant { start + .seconds(seconds) }

    private static func lane(_ environment: Domain.Environment) -> Lane {
        let tenant = TenantID.make()
        return Lane(tenant: tenant, service: .make(), account: Account(owner: tenant, environment: environment))
    }

    private mutating func pause(_ lane: Lane, _ seconds: Double, because cause: PauseCause = .failing) {
        for _ in 0..<LanePauses.mostFailures { pauses.failed(lane, at: .submit, because: cause, at(seconds)) }
    }

    @Test mutating func `three failures in a row pause a lane, with a success between them none do`() {
        let lane = lanes[0]
        for _ in 0..<5 {
            pauses.failed(lane, at: .submit, because: .failing, at(0))
            pauses.failed(lane, at: .submit, because: .failing, at(0))
            pauses.profileAnswered(lane)
            pauses.succeeded(lane, at: .submit, at(0))
        }
        #expect(pauses.paused.isEmpty)
        pauses.failed(lane, at: .submit, because: .failing, at(1))
        pauses.profileAnswered(lane)
        pauses.succeeded(lane, at: .profile, at(1))
        pauses.failed(lane, at: .submit, because: .failing, at(1))
        pauses.failed(lane, at: .submit, because: .failing, at(1))
        #expect(pauses.paused[lane]?.cause == .failing, "profiles that are answered do not say that messages are taken")
    }

    @Test mutating func `a paused lane tries within five seconds, again and again, and the first success ends it`() {
        pause(lanes[0], 0)
        var tries: [Double] = []
        for tenth in 0..<3_000 where pauses.mayTry(lanes[0], at(Double(tenth) / 10)) {
            tries.append(Double(tenth) / 10)
            pauses.tries(lanes[0], at(Double(tenth) / 10))
        }
        #expect(tries[0] <= 1 && zip(tries, tries.dropFirst()).allSatisfy { $1 - $0 <= 5.1 && $1 - $0 >= 1 }, "\(tries)")
        pauses.succeeded(lanes[0], at: .profile, at(301))
        #expect(pauses.paused[lanes[0]] != nil, "it failed at the message, not at the profile")
        pauses.succeeded(lanes[0], at: .submit, at(301))
        #expect(pauses.paused.isEmpty && pauses.mayTry(lanes[0], at(301)))
    }

    @Test mutating func `of many lanes that stand still one tries for all, and its success lets every lane try`() {
        pause(lanes[0], 0, because: .unreachable)
        pause(lanes[1], 0, because: .unreachable)
        #expect(pauses.isDown(.live) && !pauses.isDown(.trial))
        for lane in lanes[2...] { pauses.failed(lane, at: .submit, because: .unreachable, at(1)) }
        #expect(pauses.paused.count == 100, "where App IO is down, one failure is enough")
        var tries: [Lane] = []
        for second in 0..<60 {
            for lane in lanes where pauses.mayTry(lane, at(Double(second))) {
                pauses.tries(lane, at(Double(second)))
                tries.append(lane)
            }
        }
        #expect((10...20).contains(tries.count))
        pauses.succeeded(lanes[7], at: .submit, at(61))
        #expect(lanes.allSatisfy { pauses.mayTry($0, at(61)) } && !pauses.isDown(.live))
    }

    @Test mutating func `of six lanes that App IO answers with errors each tries for itself too: one may be well before the others`() {
        for lane in lanes[..<6] { pause(lane, 0) }
        var last: [Lane: Int] = [:], waits: [Int] = []
        for tenth in 200..<800 {
            for lane in lanes[..<6] where pauses.mayTry(lane, at(Double(tenth) / 10)) {
                pauses.tries(lane, at(Double(tenth) / 10))
                waits.append(tenth - (last[lane] ?? tenth))
                last[lane] = tenth
            }
        }
        #expect(last.count == 6 && waits.allSatisfy { $0 <= 52 }, "\(waits)")
        pauses.failed(lanes[0], at: .profile, because: .silent, at(90))
        pauses.tries(lanes[1], at(94))
        #expect(!pauses.mayTry(lanes[0], at(98)), "who is not answered takes a place for as long")
    }

    @Test mutating func `a hundred lanes that fail try no more than so many a second`() {
        for lane in lanes { pause(lane, 0) }
        var count = 0
        for tenth in 300..<900 {
            for lane in lanes where pauses.mayTry(lane, at(Double(tenth) / 10)) {
                pauses.tries(lane, at(Double(tenth) / 10))
                count += 1
            }
        }
        #expect((400...520).contains(count), "\(count)")
    }

    @Test mutating func `a pause that ends is told, however short it was, and one that is forgotten is none that ended well`() {
        pause(lanes[0], 0)
        pauses.succeeded(lanes[0], at: .submit, at(0.1))
        #expect(pauses.takeWell() == [lanes[0]] && pauses.takeWell().isEmpty)
        pause(lanes[1], 1)
        pauses.forget(wanting: [], at(70))
        #expect(pauses.takeWell().isEmpty && pauses.forgotten == [lanes[1]] && pauses.paused.isEmpty)
        pauses.forget(wanting: [], at(71))
        #expect(pauses.forgotten.isEmpty)
    }

    @Test mutating func `where many calls fail and some do not, a lane is unwell without a pause, and what failed comes again soon`() {
        for second in 0..<6 {
            pauses.failed(lanes[0], at: .submit, because: .failing, at(Double(second)))
            pauses.succeeded(lanes[0], at: .submit, at(Double(second) + 0.5))
        }
        #expect(pauses.paused.isEmpty && pauses.isUnwell(lanes[0], at(6)) && !pauses.isUnwell(lanes[1], at(6)))
        #expect(pauses.shortDelay(lanes[0]) <= .seconds(5))
        #expect(!pauses.isUnwell(lanes[0], at(14)), "two within ten seconds may be for the messages")
        for number in 0..<400 { pauses.failed(lanes[0], at: .submit, because: .failing, at(20 + Double(number) / 100)) }
        pauses.succeeded(lanes[0], at: .submit, at(25))
        #expect(pauses.shortDelay(lanes[0]) == .seconds(100), "the more there are, the later")
    }

    @Test mutating func `what another worker had paused is tried before anything else is taken`() {
        for lane in lanes[..<2] { pauses.adopt(lane, because: .failing, since: at(-300)) }
        #expect(pauses.paused[lanes[0]]?.since == at(-300) && pauses.isDown(.live) && pauses.mayTry(lanes[0], at(0)))
        pauses.tries(lanes[0], at(0))
        #expect(!pauses.mayTry(lanes[1], at(1)))
        pauses.succeeded(lanes[0], at: .submit, at(1))
        #expect(pauses.mayTry(lanes[1], at(1)) && Array(pauses.paused.keys) == [lanes[1]])
    }

    @Test mutating func `a lane with nothing to try leaves the turn to another`() {
        pause(lanes[0], 0, because: .unreachable)
        pause(lanes[1], 0, because: .unreachable)
        pauses.tries(lanes[0], at(10))
        #expect(!pauses.mayTry(lanes[1], at(10)))
        pauses.foundNothing(lanes[0], hasMore: false)
        #expect(pauses.mayTry(lanes[1], at(10)))
    }

    @Test mutating func `a new notification is tried with soon, however long the pause has lasted`() {
        pause(lanes[0], 0)
        pauses.tries(lanes[0], at(7_200))
        pauses.hurry(lanes[0], at(7_200.5))
        #expect(!pauses.mayTry(lanes[0], at(7_200.5)))
        pauses.hurry(lanes[0], at(7_202))
        #expect(pauses.mayTry(lanes[0], at(7_202)))
    }

    @Test mutating func `a pause of a lane from which nobody wants anything is forgotten`() {
        pause(lanes[0], 0)
        pause(lanes[1], 0)
        for second in 1..<100 { pauses.forget(wanting: [lanes[0]], at(Double(second))) }
        #expect(Array(pauses.paused.keys) == [lanes[0]])
    }

    @Test func `tries become rarer when something lasts long, never rarer than the longest`() {
        let tries = TrySchedule(first: .seconds(1), usual: .seconds(5), longest: .seconds(30))
        #expect(tries.interval(after: .zero) == .seconds(1) && tries.interval(after: .seconds(12)) == .seconds(3))
        #expect(tries.interval(after: .seconds(900)) == .seconds(5) && tries.interval(after: .seconds(3_600)) == .seconds(20))
        #expect(tries.interval(after: .seconds(86_400)) == .seconds(30))
    }

    @Test func `a clock that was set back is noticed, one that was set forward or that stands in step is not`() {
        var clock = ClockWatch()
        let noon = Moment(seconds: 1_000_000)
        func later(_ seconds: Int64) -> Moment { Moment(seconds: noon.seconds + seconds) }
        let looks: [(Int64, Double)] = [(0, 0), (3, 3), (86_406, 6), (9, 9), (12, 12)]
        // Nobody looked before the first.
        #expect(looks.map { clock.wentBack(database: later($0), at($1)) } == [true, false, false, true, false])
    }
}
