import Domain
@testable import Store
import Testing
@testable import Worker

/// Where the answers of one service get lost, the others of its account go on.
struct LaneDoubtsTests {
    private var windows = AnswerWindows(OutageTimes(), most: 24)
    private let start = ContinuousClock.now
    private let account = Account(owner: .make(), environment: .live)
    private let lanes: [Lane]
    /// Whose turn it is, as the loop's queue has it.
    private var queue: [Lane]
    private var doubts: [Lane: [Double]] = [:]
    private var good: [Lane: [Double]] = [:]

    init() {
        let account = account
        lanes = (0..<4).map { _ in Lane(tenant: account.owner, service: .make(), account: account) }
        queue = lanes
    }

    private func at(_ seconds: Double) -> Instant { start + .seconds(seconds) }

    /// A tenth of a second of a worker that has enough to send for each lane; questions are answered at once, messages as told.
    private mutating func work(_ seconds: Double, isLost: (Lane) -> Bool) {
        var ready: [Lane] = []
        for lane in queue {
            let most = windows.most(of: lane, at(seconds))
            guard most > 0 else { continue }
            windows.tries(lane, at(seconds))
            ready += [Lane](repeating: lane, count: min(most, 3))
            queue.removeAll { $0 == lane }
            queue.append(lane)
        }
        for lane in ready {
            if windows.verdict(of: lane, at(seconds)) == .ask {
                windows.asked(account, at(seconds))
                windows.probeAnswered(account, at(seconds))
            }
            guard windows.verdict(of: lane, at(seconds)) == .go else { continue }
            let number = windows.began(lane, at(seconds))
            if isLost(lane) {
                windows.lost(number, of: lane, at(seconds))
                doubts[lane, default: []].append(seconds)
            } else {
                windows.answered(number, of: lane, at(seconds))
                good[lane, default: []].append(seconds)
            }
        }
    }

    @Test(arguments: [0, 3])
    mutating func `one service whose answers are lost does not stop the others, and makes few doubts`(_ sick: Int) {
        for tenth in 0..<3_000 { work(Double(tenth) / 10) { [lanes] in $0 == lanes[sick] } }
        #expect(doubts.keys.contains(lanes[sick]) && doubts.count == 1)
        #expect(doubts[lanes[sick]]!.count <= 10, "\(doubts)")
        for (number, lane) in lanes.enumerated() where number != sick {
            #expect(good[lane, default: []].filter { $0 >= 3 }.count > 1_000 && good[lane]!.contains { $0 < 5 }, "\(number)")
        }
        #expect(windows.heldAlone.map(\.lane) == [lanes[sick]] && windows.held.isEmpty)
        for tenth in 3_000..<3_700 { work(Double(tenth) / 10) { _ in false } }
        #expect(windows.heldAlone.isEmpty && good[lanes[sick]]!.contains { $0 < 361 })
    }

    @Test mutating func `where the answers of all are lost, doubts stay few and every service has its turn`() {
        for tenth in 0..<3_000 { work(Double(tenth) / 10) { _ in true } }
        #expect(doubts.values.reduce(0) { $0 + $1.count } <= 14 && doubts.count == lanes.count, "\(doubts)")
        #expect(windows.held.map(\.account) == [account] && windows.heldAlone.isEmpty)
    }

    @Test mutating func `a service that hangs alone gets no more than three stuck while the others are answered`() {
        for tenth in 0..<500 {
            for lane in lanes where windows.most(of: lane, at(Double(tenth) / 10)) > 0 {
                if windows.verdict(of: lane, at(Double(tenth) / 10)) == .ask {
                    windows.asked(account, at(Double(tenth) / 10))
                    windows.probeAnswered(account, at(Double(tenth) / 10))
                }
                guard windows.verdict(of: lane, at(Double(tenth) / 10)) == .go else { continue }
                let number = windows.began(lane, at(Double(tenth) / 10))
                if lane == lanes[0] { doubts[lane, default: []].append(Double(tenth) / 10); continue }
                windows.answered(number, of: lane, at(Double(tenth) / 10))
                good[lane, default: []].append(Double(tenth) / 10)
            }
        }
        // Those of the first two seconds were on their way when it began to hang.
        #expect(doubts[lanes[0]]!.filter { $0 >= 2.1 }.count <= AnswerWindow.mostStuck, "\(doubts)")
        #expect(lanes[1...].allSatisfy { good[$0, default: []].count > 300 })
    }

    @Test mutating func `a worker that takes up a pause makes one doubt at a time, after a question`() {
        windows.adopt(.unclear, of: account, nil, since: at(-300), at(0))
        #expect(windows.held.first?.window.held?.since == at(-300) && windows.most(of: lanes[0], at(1)) == 0)
        for tenth in 0..<600 { work(Double(tenth) / 10) { _ in true } }
        #expect((1...5).contains(doubts.values.reduce(0) { $0 + $1.count }), "\(doubts)")
        for tenth in 600..<1_300 { work(Double(tenth) / 10) { _ in false } }
        #expect(windows.held.isEmpty && good.count == 4)
    }

    @Test mutating func `a worker that takes up a silence asks first, as whoever comes to the gate`() {
        windows.adopt(.silent, of: account, nil, since: at(-300), at(0))
        #expect(windows.held.first?.window.held?.since == at(-300) && windows.most(of: lanes[0], at(0)) > 0)
        let first = windows.verdict(of: lanes[0], at(0))
        #expect(first == .ask)
        windows.asked(account, at(0))
        windows.probeUnanswered(account, at(5))
        #expect(windows.most(of: lanes[0], at(6)) == 0 && windows.held.first?.window.held?.since == at(-300))
        let again = windows.mayAsk(account, at(20))
        #expect(again)
        windows.asked(account, at(20))
        windows.probeAnswered(account, at(20))
        let last = windows.verdict(of: lanes[1], at(20))
        #expect(last == .go && windows.held.isEmpty)
    }

    @Test mutating func `what was lost with a silence holds no service up after it`() {
        let numbers = (0..<3).map { _ in windows.began(lanes[0], at(0)) }
        for number in numbers { windows.lost(number, of: lanes[0], at(1)) }
        windows.asked(account, at(1))
        windows.probeUnanswered(account, at(6))
        windows.asked(account, at(11))
        windows.probeAnswered(account, at(11))
        let verdict = windows.verdict(of: lanes[0], at(11))
        #expect(verdict == .go && windows.heldAlone.isEmpty && windows.held.isEmpty)
    }
}
