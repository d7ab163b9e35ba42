import Domain
import Testing
import TestSupport

struct NoticeNumberTests {
    @Test(arguments: ["301011100007347557", "312000000000000725", "212000000000004259", "301000000000000144", "347123456789012389"])
    func `official numbers have the right check digits, and one digit off has not`(_ number: String) throws {
        #expect(try NoticeNumber.parse(number).hasValidCheckDigits == true)
        let last = number.last!.wholeNumberValue!
        let wrong = try NoticeNumber.parse(number.dropLast() + "\((last + 1) % 10)")
        #expect(wrong.hasValidCheckDigits == false)
    }

    @Test func `numbers that begin with 1 have no check digits`() throws {
        #expect(try NoticeNumber.parse("112345678901234567").hasValidCheckDigits == nil)
    }

    @Test func `the spaces of a printed notice are dropped`() throws {
        #expect(try NoticeNumber.parse(" 3010 1110 0007\u{A0}3475 57\r\n").value == "301011100007347557")
    }

    @Test(arguments: [
        ("", NoticeNumberFault.empty), ("   ", .empty), ("30101110000734755", .wrongLength(17)),
        ("3010111000073475570", .wrongLength(19)),
        ("401011100007347557", .wrongFirstDigit), ("901011100007347557", .wrongFirstDigit), ("3,01E+17", .notDigits),
        ("30101110000734755X", .notDigits), ("٣01011100007347557", .notDigits),
    ])
    func `what is not one is told apart`(_ typed: String, _ fault: NoticeNumberFault) {
        #expect(throws: fault) { try NoticeNumber.parse(typed) }
    }

    @Test func `made numbers have valid digits and any single slip among the first is noticed`() throws {
        var chance = Chance()
        for _ in 0..<500 {
            let first = chance.character(of: "023")
            let base = String(first) + (0..<15).map { _ in String(chance.character(of: "0123456789")) }.joined()
            let check = Int64(base)! % 93
            let number = Array(base + (check < 10 ? "0" : "") + "\(check)")
            #expect(try NoticeNumber.parse(String(number)).hasValidCheckDigits == true, "\(chance)")
            let position = Int.random(in: 1..<16, using: &chance)
            var wrong = number
            wrong[position] = chance.character(of: "0123456789".filter { $0 != number[position] })
            #expect(try NoticeNumber.parse(String(wrong)).hasValidCheckDigits == false, "\(chance) \(String(wrong))")
        }
    }

    @Test func `what came from elsewhere than a form does not trap`() {
        #expect(NoticeNumber(stored: "").hasValidCheckDigits == nil)
        #expect(NoticeNumber(stored: "3010111000073475٣٣").hasValidCheckDigits == nil)
    }
}
