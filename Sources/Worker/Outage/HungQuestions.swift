import AppIO
import Domain
import Logging
import Store

/// Questions to App IO on their way. While it is silent they hang until their time-out, which may be long after it is back: who
/// hangs is asked again, once, as soon as something is answered that was asked later.
struct HungQuestions {
    private struct OnWay {
        var account: Account
        var sender: Credentials
        var began: Instant
        var again: () -> Void
    }

    private var onWay: [Int: OnWay] = [:]
    private var number = 0
    private var lastAnswer: [Account: Instant] = [:]
    private var lastTry: [Account: Instant] = [:]
    private let times: OutageTimes

    init(_ times: OutageTimes) { self.times = times }

    /// - Parameter again: gives it up and asks it again.
    /// - Returns: what it is known by.
    mutating func began(_ account: Account, as sender: Credentials, _ now: Instant, again: @escaping () -> Void) -> Int {
        number += 1
        onWay[number] = OnWay(account: account, sender: sender, began: now, again: again)
        return number
    }

    mutating func ended(_ number: Int) { onWay[number] = nil }

    /// App IO answered something of this account.
    ///
    /// - Parameter began: when that was asked.
    /// - Returns: what asks again those that have hung since before.
    mutating func answered(_ account: Account, askedAt began: Instant, _ now: Instant) -> [() -> Void] {
        let before = lastAnswer[account]
        lastAnswer[account] = now
        let hung = onWay.filter { $0.value.account == account && $0.value.began < began && hangs($0.value, since: before, now) }
        for number in hung.keys { onWay[number] = nil }
        return hung.values.map(\.again)
    }

    /// Whether nothing of its account has been answered since it was asked, for longer than an answer takes.
    private func hangs(_ question: OnWay, since lastAnswer: Instant?, _ now: Instant) -> Bool {
        now - question.began >= times.patience && lastAnswer.map { $0 <= question.began } ?? true
    }

    /// Where something hangs, as whom to find out whether App IO is back.
    mutating func tries(_ now: Instant) -> [(account: Account, sender: Credentials)] {
        var found: [Account: Credentials] = [:]
        for question in onWay.values where hangs(question, since: lastAnswer[question.account], now) {
            if lastTry[question.account].map({ now - $0 >= times.tries.usual }) ?? true { found[question.account] = question.sender }
        }
        for account in found.keys { lastTry[account] = now }
        return found.map { ($0.key, $0.value) }
    }
}

extension Engine {
    /// Asks App IO something that it does no harm to ask again.
    func ask<Outcome>(
        of account: Account, as sender: Credentials,
        _ start: @escaping (@escaping (HTTPExchange<Outcome>) -> Void) throws -> Client.Question,
        then: @escaping (HTTPExchange<Outcome>) -> Void
    ) throws {
        var number: Int?
        let question = try start { [self] exchange in
            if let number { outage.questions.ended(number) }
            then(exchange)
        }
        number = outage.questions.began(account, as: sender, .now) { [self] in
            guard io.giveUp(question) else { return }
            refund(-1, to: account)
            do { _ = try start(then) } catch {
                // The lease of who asked ends.
                logger.error("a question could not be asked again", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Finds out whether App IO is back, where questions hang.
    func tryForHungQuestions(_ now: Instant) {
        for (account, sender) in outage.questions.tries(now) {
            refund(-1, to: account)
            _ = try? io.profile(of: .officialTest, as: sender, within: outage.times.probe) { [self] in observe($0, of: account) }
        }
    }
}
