import Domain
import Testing

@Suite struct TypedNumberTests {
    @Test func `a ceiling is a number as Italians write it, or nothing`() {
        for (typed, value) in [("500", 500), (" 1.000\u{200B}", 1_000), ("1.000.000", 1_000_000), ("1", 1)] {
            #expect(TypedCeiling(typed)?.value == value)
        }
        for typed in ["", " ", "\u{FEFF}"] { #expect(TypedCeiling(typed).map { $0.value } == .some(nil)) }
        for typed in ["0", "-1", "+5", "1.00", "10.00", "1000.000", "1,5", "1.000.001", "dieci", "٣", "9999999999999999999"] {
            #expect(TypedCeiling(typed) == nil, "\(typed)")
        }
    }

    @Test func `a reason has at most 500 code points, and one that is required has one at least`() {
        let longest = String(repeating: "è", count: 500)
        #expect(TypedReason.fault(of: longest, isRequired: true) == nil && TypedReason.fault(of: "", isRequired: false) == nil)
        #expect(TypedReason.fault(of: longest + "x", isRequired: true) == "Il motivo ha da 1 a 500 caratteri.")
        #expect(TypedReason.fault(of: longest + "x", isRequired: false) == "Il motivo ha più di 500 caratteri.")
        #expect(TypedReason.fault(of: " \u{200B}", isRequired: true) == "Il motivo ha da 1 a 500 caratteri.")
    }
}
