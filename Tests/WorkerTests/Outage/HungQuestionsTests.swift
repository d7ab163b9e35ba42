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

    /// - Returns: what is asked again then.
    private mutating func look(_ seconds: Double) -> [String] {
        asked.again = []
        for again in questions.takeOvertaken(at(seconds)) { again() }
        return asked.again.sorted()
    }

    @Test mutating func `what hangs is asked again once something that was asked later is answered`() throws {
        _ = try ask("first", of: one, 0)
        _ = try ask("second", of: one, 1)
        _ = try ask("young", of: one, 9)
        _ = try ask("foreign", of: other, 0)
        #expect(look(9) == [])
        questions.answered(one, askedAt: at(9.5), at(10))
        #expect(look(10) == ["first", "second"])
        #expect(look(10.5) == [] && look(11) == ["young"], "it may hang since before, too")
        #expect(look(20) == [])
    }

    @Test mutating func `an answer to what was asked before says nothing of what was asked after, nor does one to what has ended`() throws {
        let number = try ask("later", of: one, 6)
        questions.answered(one, askedAt: at(5.9), at(20))
        #expect(look(21) == [])
        questions.ended(number)
        questions.answered(one, askedAt: at(21), at(22))
        #expect(look(30) == [])
    }

    @Test mutating func `what was asked again is waited for, where App IO answers this slowly and everything else at once`() throws {
        let sender = Credentials(base: try .parse("https://example.org/api/v1"), key: try #require(APIKey("second")))
        _ = questions.began(one, as: sender, at(0), again: nil)
        questions.answered(one, askedAt: at(3), at(4))
        #expect(look(10) == [])
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
