import AppIO
import Domain
import Logging
import Store

/// Questions to App IO on their way. While it is silent they hang until their time-out, which may be long after it is back: what
/// hangs is asked again as soon as something is answered that was asked later.
struct HungQuestions {
    private struct OnWay {
        var account: Account
        var sender: Credentials
        var began: Instant
        var again: (() -> Void)?
    }

    private var onWay: [Int: OnWay] = [:]
    private var number = 0
    /// When the newest of those that were answered had been asked.
    private var newestAnswered: [Account: Instant] = [:]
    private var lastAnswer: [Account: Instant] = [:]
    private var lastTry: [Account: Instant] = [:]
    private let times: OutageTimes

    init(_ times: OutageTimes) { self.times = times }

    /// - Parameter again: gives it up and asks it again; `nil`: it has been asked again.
    /// - Returns: what it is known by.
    mutating func began(_ account: Account, as sender: Credentials, _ now: Instant, again: (() -> Void)?) -> Int {
        number += 1
        onWay[number] = OnWay(account: account, sender: sender, began: now, again: again)
        return number
    }

    mutating func ended(_ number: Int) { onWay[number] = nil }

    /// App IO answered something of this account.
    mutating func answered(_ account: Account, askedAt began: Instant, _ now: Instant) {
        lastAnswer[account] = now
        newestAnswered[account] = max(began, newestAnswered[account] ?? began)
    }

    /// Takes out those that have hung for longer than an answer takes, while later ones were answered.
    ///
    /// - Returns: what asks them again.
    mutating func takeOvertaken(_ now: Instant) -> [() -> Void] {
        let hung = onWay.filter {
            $1.again != nil && now - $1.began >= times.patience && $1.began < newestAnswered[$1.account] ?? $1.began
        }
        for number in hung.keys { onWay[number] = nil }
        return hung.values.compactMap(\.again)
    }

    /// Where something hangs and nothing has been answered since, as whom to find out whether App IO is back.
    mutating func tries(_ now: Instant) -> [(account: Account, sender: Credentials)] {
        var found: [Account: Credentials] = [:]
        for question in onWay.values where now - max(question.began, lastAnswer[question.account] ?? question.began) >= times.patience {
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
        try ask(of: account, as: sender, start, then, isFirst: true)
    }

    /// - Parameter isFirst: it is asked again once. Of an App IO that answers others at once and this slowly the second answer is waited
    ///   for.
    private func ask<Outcome>(
        of account: Account, as sender: Credentials,
        _ start: @escaping (@escaping (HTTPExchange<Outcome>) -> Void) throws -> Client.Question,
        _ then: @escaping (HTTPExchange<Outcome>) -> Void, isFirst: Bool
    ) throws {
        var number: Int?
        let question = try start { [self] exchange in
            if let number { outage.questions.ended(number) }
            then(exchange)
        }
        let again = { [self] in
            guard io.giveUp(question) else { return }
            refund(-1, to: account)
            do { try ask(of: account, as: sender, start, then, isFirst: false) } catch {
                // The lease of who asked ends.
                logger.error("a question could not be asked again", metadata: ["error": "\(error)"])
            }
        }
        number = outage.questions.began(account, as: sender, .now, again: isFirst ? again : nil)
    }

    /// Asks again what hangs, and finds out whether App IO is back.
    func watchQuestions(_ now: Instant) {
        for again in outage.questions.takeOvertaken(now) { again() }
        for (account, sender) in outage.questions.tries(now) {
            refund(-1, to: account)
            _ = try? io.profile(of: .officialTest, as: sender, within: outage.times.probe) { [self] in observe($0, of: account) }
        }
    }
}
