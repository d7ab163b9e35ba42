import Domain
import Testing
import TestSupport

struct AmountTests {
    @Test(arguments: [
        ("1.234,56", 123_456), ("1234,5", 123_450), ("1234", 123_400), ("1.234", 123_400), ("€ 12,00", 1_200),
        ("12,00 €", 1_200), ("0,01", 1),
        ("99.999.999,99", 9_999_999_999), ("99999999,99", 9_999_999_999), (" 10 ", 1_000), ("1 234,56", 123_456), ("0012,30", 1_230),
        ("1\u{A0}234", 123_400), ("1.000.000", 100_000_000), ("1\u{202F}234,56 €", 123_456), ("1234,56€", 123_456),
    ] as [(String, Int64)])
    func `sums are read as Italians write them`(_ typed: String, _ cents: Int64) throws {
        #expect(try Amount.parse(typed).cents == cents)
    }

    @Test(arguments: [
        ("", AmountFault.empty), ("  ", .empty), ("€", .empty), ("12.34", .pointBeforeCents), ("1.5", .pointBeforeCents),
        ("1234.567", .pointBeforeCents),
        ("0.123", .pointBeforeCents), ("1.23,45", .pointBeforeCents), ("1,234", .tooManyDecimals), ("0", .tooSmall),
        ("0,00", .tooSmall),
        ("0,001", .tooManyDecimals), ("100.000.000", .tooLarge), ("100000000", .tooLarge), ("99999999999999999999999", .tooLarge),
        ("-5", .malformed),
        ("+5", .malformed), ("1e3", .malformed), ("12,", .malformed), (",50", .malformed), (".", .malformed),
        ("1..000", .malformed), ("1,2,3", .malformed),
        ("dieci", .malformed), ("NaN", .malformed), ("٣", .malformed), ("$ 5", .malformed),
        ("10,-", .malformed), ("1,234.56", .malformed), ("10.50", .pointBeforeCents),
        ("€€5", .malformed),
    ])
    func `what is not one is told apart`(_ typed: String, _ fault: AmountFault) {
        #expect(throws: fault) { try Amount.parse(typed) }
    }

    @Test func `every sum that may be asked for is printed and read back the same`() throws {
        var chance = Chance()
        for _ in 0..<3_000 {
            let digits = Int.random(in: 1...10, using: &chance)
            let most = (1...digits).reduce(1) { power, _ in power * 10 } - 1
            let amount = Amount(cents: Int64.random(in: 1...Int64(most), using: &chance))
            #expect(try Amount.parse(amount.italian) == amount, "\(chance)")
            #expect(try Amount.parse(amount.italian.filter { $0 != "." }) == amount, "\(chance)")
        }
    }

    @Test func `hostile text never traps`() {
        var chance = Chance()
        for _ in 0..<3_000 {
            if let amount = try? Amount.parse(chance.text(upTo: 14)) {
                #expect((Amount.minimum...Amount.maximum).contains(amount), "\(chance)")
            }
        }
    }

    @Test(arguments: [(0, "0,00"), (5, "0,05"), (123_456, "1.234,56"), (9_999_999_999, "99.999.999,99"), (-5, "-0,05"),
        (-123_456, "-1.234,56")] as [(Int64, String)])
    func `sums are printed as Italians write them`(_ cents: Int64, _ text: String) {
        #expect(Amount(cents: cents).italian == text)
    }
}
