import AppIO
import Domain
import Store
import Testing
@testable import Worker

/// Which questions are asked again before their time-out.
struct HungQuestionsTests {
    private final class Asked { var again: [String] = [] }

    private var questions = HungQuestions(OutageTimes())
    private let asked = Asked()
    private let start = ContinuousClock.now
    private let one = Account(owner: .make(), environment: .live)
    private let other = Account(owner: .make(), environment: .live)

    private func at(_ seconds: Double) -> Instant { start + .seconds(seconds) }

    private mutating func ask(_ name: String, of account: Account, _ seconds: Double) throws -> Int {
        let sender = Credentials(base: try .parse("https://example.org/api/v1"), key: try #require(APIKey(name)))
        return questions.began(account, as: sender, at(seconds)) { [asked] in asked.again.append(name) }
    }

    private mutating func answered(_ account: Account, asked began: Double, _ seconds: Double) {
        for again in questions.answered(account, askedAt: at(began), at(seconds)) { again() }
    }

    @Test mutating func `what hangs is asked again once when something that was asked later is answered`() throws {
        _ = try ask("first", of: one, 0)
        _ = try ask("second", of: one, 1)
        _ = try ask("young", of: one, 9)
        _ = try ask("foreign", of: other, 0)
        answered(one, asked: 9.5, 10)
        #expect(asked.again.sorted() == ["first", "second"])
        answered(one, asked: 11, 12)
        #expect(asked.again.count == 2, "neither twice, nor one that others were answered beside")
    }

    @Test mutating func `what is late while others are answered is left alone, and so is what an older answer says nothing of`() throws {
        _ = try ask("late", of: one, 0)
        answered(one, asked: 0.5, 1)
        answered(one, asked: 4, 5)
        let late = try ask("later", of: one, 6)
        answered(one, asked: 5.9, 20)
        #expect(asked.again.isEmpty)
        questions.ended(late)
        answered(one, asked: 21, 22)
        #expect(asked.again.isEmpty)
    }

    @Test mutating func `while something hangs App IO is asked every few seconds whether it is back, and never when nothing does`() throws {
        let number = try ask("only", of: one, 0)
        var tries: [Int] = []
        for tenth in 0..<200 where questions.tries(at(Double(tenth) / 10)).contains(where: { $0.account == one }) { tries.append(tenth) }
        #expect(tries == [20, 70, 120, 170])
        questions.ended(number)
        #expect(questions.tries(at(30)).isEmpty)
    }
}
