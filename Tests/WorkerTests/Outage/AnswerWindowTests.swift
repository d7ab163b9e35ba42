import Domain
@testable import Store
import Testing
@testable import Worker

/// How many POSTs may be on their way, by what App IO answered.
struct AnswerWindowTests {
    private var window = AnswerWindow(OutageTimes(), most: 24)
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> Instant { start + .seconds(seconds) }

    /// Lets go as many as may.
    private mutating func fill(_ seconds: Double) -> [Int] {
        var gone: [Int] = []
        while window.verdict(at(seconds)) == .go { gone.append(window.began(at(seconds))) }
        return gone
    }

    @Test mutating func `answers earn trust, up to the most, and rest costs it`() {
        var sizes: [Int] = []
        for round in 0..<8 {
            let gone = fill(Double(round) / 10)
            sizes.append(gone.count)
            for number in gone { window.answered(number, at(Double(round) / 10 + 0.05)) }
        }
        #expect(sizes == [1, 2, 4, 8, 16, 24, 24, 24])
        let later = fill(100)
        #expect(later.count == 1, "a minute later nobody knows how App IO is")
    }

    @Test mutating func `where App IO answers at once, one after the other is enough, and trust stays small`() {
        for round in 0..<100 {
            for step in 0..<5 {
                let (came, now) = (at(Double(round) / 10), at(Double(round) / 10 + Double(step) * 0.005))
                let first = window.verdict(now, waiting: came)
                #expect(first == .go)
                let number = window.began(now)
                _ = window.verdict(now, waiting: came)
                window.answered(number, now + .milliseconds(4))
            }
        }
        #expect(window.size == 1)
    }

    @Test mutating func `what is not needed is not kept: the size follows the most that was on its way`() {
        for round in 0..<6 { for number in fill(Double(round) / 10) { window.answered(number, at(Double(round) / 10 + 0.05)) } }
        for round in 1...250 {
            _ = window.verdict(at(1 + Double(round) / 10))
            let number = window.began(at(1 + Double(round) / 10))
            window.answered(number, at(1.05 + Double(round) / 10))
        }
        let gone = fill(26.1)
        #expect(gone.count <= 2)
    }

    @Test mutating func `a hang stops after what was on its way, asks, and comes back when App IO answers again`() {
        for number in fill(0) { window.answered(number, at(0.1)) }
        let hanging = fill(0.2), (before, after) = (window.verdict(at(2.1)), window.verdict(at(2.3)))
        #expect(hanging.count == 2 && before == .wait && after == .ask)
        window.asked(at(2.3))
        let meanwhile = window.verdict(at(5))
        #expect(meanwhile == .wait && window.held == nil)
        window.probeUnanswered(at(7.3))
        #expect(window.held?.cause == .silent && window.held?.since == at(0.2) && window.isBlocked(at(7.4)))
        var asked: [Double] = []
        for tenth in 74..<600 where window.verdict(at(Double(tenth) / 10)) == .ask {
            asked.append(Double(tenth) / 10)
            window.asked(at(Double(tenth) / 10))
            window.probeUnanswered(at(Double(tenth) / 10 + 0.01))
        }
        #expect(zip(asked, asked.dropFirst()).allSatisfy { $1 - $0 <= 5.2 } && asked.count > 9, "\(asked)")
        window.asked(at(60))
        window.probeAnswered(at(60.1))
        #expect(window.held == nil && !window.isBlocked(at(60.1)))
        let next = fill(60.1)
        #expect(next.count == 1, "what hung since before says nothing any more")
    }

    @Test mutating func `those that time out after the hang is over do not bring it back`() {
        let hung = fill(0)
        _ = window.verdict(at(2.5))
        window.asked(at(2.5))
        window.probeUnanswered(at(7.5))
        window.asked(at(20))
        window.probeAnswered(at(20))
        let next = fill(20)
        window.answered(next[0], at(20.1))
        for number in hung { window.lost(number, at(60)) }
        let verdict = window.verdict(at(60))
        #expect(!window.isTroubled && verdict == .go)
    }

    @Test mutating func `while only questions are answered, no more than three get stuck`() {
        var stuck = 0
        for tenth in 0..<600 {
            switch window.verdict(at(Double(tenth) / 10)) {
            case .go:
                _ = window.began(at(Double(tenth) / 10))
                stuck += 1
            case .ask:
                window.asked(at(Double(tenth) / 10))
                window.probeAnswered(at(Double(tenth) / 10))
            case .wait: break
            }
        }
        #expect(stuck == AnswerWindow.mostStuck)
    }

    @Test mutating func `where questions are answered and messages time out, doubts come ever more rarely`() {
        var waiting: [(number: Int, end: Int)] = [], lost = 0, idle = 0, longest = 0
        for tenth in 0..<3_000 {
            for one in waiting where one.end <= tenth { window.lost(one.number, at(Double(tenth) / 10)) }
            lost += waiting.count { $0.end <= tenth }
            waiting.removeAll { $0.end <= tenth }
            (idle, longest) = (waiting.isEmpty ? idle + 1 : 0, max(longest, idle))
            switch window.verdict(at(Double(tenth) / 10)) {
            case .go: waiting.append((window.began(at(Double(tenth) / 10)), tenth + 600))
            case .ask:
                window.asked(at(Double(tenth) / 10))
                window.probeAnswered(at(Double(tenth) / 10))
            case .wait: break
            }
        }
        #expect(lost <= 6, "\(lost)")
        #expect(longest <= 601, "a minute without one that finds out whether it is over")
    }

    @Test mutating func `one that hangs alone holds up nobody: the next is answered, and it counts no more`() {
        _ = fill(0)
        let verdict = window.verdict(at(2.1))
        #expect(verdict == .ask)
        window.asked(at(2.1))
        window.probeAnswered(at(2.2))
        let next = fill(2.2)
        #expect(next.count == 1)
        window.answered(next[0], at(2.3))
        for round in 1..<20 {
            let gone = fill(3 + Double(round))
            #expect(!gone.isEmpty)
            for number in gone { window.answered(number, at(3.1 + Double(round))) }
        }
    }

    @Test mutating func `slow answers go on, as many at a time as there may be`() {
        var waiting: [(number: Int, end: Int)] = [], answered = 0, most = 0
        for tenth in 0..<3_000 {
            for one in waiting where one.end <= tenth { window.answered(one.number, at(Double(tenth) / 10)) }
            answered += waiting.count { $0.end <= tenth }
            waiting.removeAll { $0.end <= tenth }
            verdicts: while true {
                switch window.verdict(at(Double(tenth) / 10)) {
                case .go: waiting.append((window.began(at(Double(tenth) / 10)), tenth + 100))
                case .ask:
                    window.asked(at(Double(tenth) / 10))
                    window.probeUnanswered(at(Double(tenth) / 10))
                case .wait: break verdicts
                }
            }
            most = max(most, waiting.count)
        }
        #expect(most == 24 && answered > 500, "\(most) at a time, \(answered)")
    }

    @Test mutating func `after a lost answer the question goes first, and after three in a row each further one waits longer`() {
        var lost: [Double] = []
        for tenth in 0..<3_000 {
            switch window.verdict(at(Double(tenth) / 10)) {
            case .go:
                lost.append(Double(tenth) / 10)
                window.lost(window.began(at(Double(tenth) / 10)), at(Double(tenth) / 10))
                let verdict = window.verdict(at(Double(tenth) / 10))
                #expect(verdict != .go)
            case .ask:
                window.asked(at(Double(tenth) / 10))
                window.probeAnswered(at(Double(tenth) / 10))
            case .wait: break
            }
        }
        #expect(lost.count <= 9, "\(lost)")
        #expect(zip(lost, lost.dropFirst()).allSatisfy { $1 - $0 <= 61 }, "\(lost)")
        #expect(window.held?.cause == .unclear)
    }

    @Test mutating func `one that did not leave after all is none`() {
        let gone = fill(0)
        window.cancelled(gone[0])
        let next = fill(0.1)
        #expect(next.count == 1)
    }

    @Test func `while App IO answers one account nothing, others ask before their first, until somebody is answered`() {
        var windows = AnswerWindows(OutageTimes(), most: 24)
        let accounts = (0..<3).map { _ in Account(owner: .make(), environment: .live) }
        let trial = Account(owner: .make(), environment: .trial)
        let lanes = Dictionary(uniqueKeysWithValues: (accounts + [trial]).map {
            ($0, Lane(tenant: $0.owner, service: .make(), account: $0)) })
        func verdict(_ account: Account, _ seconds: Double) -> AnswerWindow.Verdict { windows.verdict(of: lanes[account]!, at(seconds)) }
        #expect(verdict(accounts[0], 0) == .go)
        _ = windows.began(lanes[accounts[0]]!, at(0))
        #expect(verdict(accounts[0], 2.1) == .ask)
        windows.asked(accounts[0], at(2.1))
        #expect(verdict(accounts[1], 3) == .ask && verdict(trial, 3) == .go)
        windows.asked(accounts[1], at(3))
        windows.probeAnswered(accounts[1], at(3.1))
        #expect(verdict(accounts[1], 3.1) == .go && verdict(accounts[2], 3.1) == .go)
        windows.probeUnanswered(accounts[0], at(7.1))
        #expect(windows.held.map(\.account) == [accounts[0]])
        windows.forget(wanting: [lanes[accounts[0]]!], at(100))
        #expect(!windows.held.isEmpty)
    }
}
