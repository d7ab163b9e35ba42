import Testing

@testable import Text

@Suite struct TextTests {
    @Test func `the classes of ASCII are asked of every byte`() {
        let all = UInt8.min...UInt8.max
        #expect(String(decoding: all.filter(\.isDigit), as: UTF8.self) == "0123456789")
        #expect(String(decoding: all.filter(\.isLetter), as: UTF8.self) == "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        #expect(all.filter(\.isUppercaseLetter).count == 26 && all.filter(\.isLetterOrDigit).count == 62)
        #expect(String(decoding: all.filter(\.isLowercaseLetterOrDigit), as: UTF8.self) == "0123456789abcdefghijklmnopqrstuvwxyz")
        #expect(all.filter(\.isVisible) == Array(0x21...0x7e))
        #expect(String(decoding: "aZ9{`è".utf8.map(\.uppercased), as: UTF8.self) == "AZ9{`è")
        #expect("09".utf8.areDigits && !"".utf8.areDigits && !"٣".utf8.areDigits && !"0 ".utf8.areDigits)
    }

    @Test(arguments: [" ", "\t", "\r\n", "\u{A0}", "\u{202F}", "\u{200B}", "\u{FEFF}", "\u{200E}", "\u{2060}", "\u{AD}", " \u{200B} "])
    func `white space and invisible marks go from the ends, or from everywhere`(blank: String) {
        #expect("\(blank)a\(blank)è\(blank)".trimmed() == "a\(blank)è")
        #expect("\(blank)a\(blank)è\(blank)".trimmedEnd() == "\(blank)a\(blank)è")
        #expect("\(blank)a\(blank)è\(blank)"[...].withoutSpaces() == "aè")
        #expect(blank.trimmed().isEmpty && blank.trimmedEnd().isEmpty && blank.withoutSpaces().isEmpty)
    }

    @Test func `what ends a line, speaks to a terminal or turns letters around is spelled out, and no letter is`() {
        let unseen = "\0\t\r\n\u{1b}\u{7f}\u{85}\u{9b}\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}"
        #expect(unseen.unicodeScalars.count == 14 && unseen.unicodeScalars.allSatisfy(\.actsUnseen))
        #expect("a\r\n\u{1b}[31mè\u{202e}".spelledOut() == #"a\u{d}\u{a}\u{1b}[31mè\u{202e}"#)
        #expect("a\r\nb"[...].spelledOut(but: "\n") == "a\\u{d}\nb")
        let seen = "È «vero» 👩‍👧 שלום\u{200f} \u{a0}~ \u{fffd}"
        #expect(seen.spelledOut() == seen)
    }

    @Test func `hexadecimal digits give the bytes back, in either case, and nothing else does`() {
        let all = Array(UInt8.min...UInt8.max)
        #expect(all.hexadecimal.hasPrefix("000102") && all.hexadecimal.hasSuffix("fdfeff"))
        #expect([UInt8](hexadecimal: all.hexadecimal) == all && [UInt8](hexadecimal: all.hexadecimal.uppercased()) == all)
        #expect([UInt8](hexadecimal: "") == [])
        for wrong in ["0", "0g", "x0", " 0", "0x", "+1", "-1", "００", "è"] { #expect([UInt8](hexadecimal: wrong) == nil, "\(wrong)") }
    }

    @Test func `all but the unreserved characters and those that stay are percent-encoded`() {
        #expect("AZaz09-._~".utf8.percentEncoded() == "AZaz09-._~")
        #expect("a/b?c d%\u{0}è+".utf8.percentEncoded() == "a%2Fb%3Fc%20d%25%00%C3%A8%2B")
        #expect("a/b?c d".utf8.percentEncoded(keeping: "/?") == "a/b?c%20d")
        #expect([0xff, 0x41].percentEncoded() == "%FFA")
    }

    @Test func `a number gets zeros before it, and is never cut`() {
        #expect([7.padded(to: 2), 70.padded(to: 2), 700.padded(to: 2), 0.padded(to: 4)] == ["07", "70", "700", "0000"])
        #expect(UInt32(27).padded(to: 4, radix: 16) == "001b")
        #expect(Int.max.padded(to: 19) == "\(Int.max)")
    }

    @Test func `composed and decomposed letters have the same bytes afterwards`() {
        let pairs = [("perche\u{301}", "perché"), ("A\u{30A}", "Å"), ("\u{212B}", "Å"), ("q\u{307}\u{323}", "q\u{323}\u{307}")]
        for (decomposed, composed) in pairs {
            #expect(Array(decomposed.composed.utf8) == Array(composed.utf8))
            #expect(Array(composed.composed.utf8) == Array(composed.utf8))
        }
        #expect("ﬁ plain 👩‍👧".composed == "ﬁ plain 👩‍👧")
    }

    @Test func `every apostrophe is searched as the plain one`() {
        for sign in ["'", "\u{2018}", "\u{2019}", "\u{2BC}", "\u{B4}"] {
            #expect(Array("Dell\(sign)unita\u{300}".foldedForSearch.utf8) == Array("Dell'unità".utf8))
        }
        #expect("«però» `\"".foldedForSearch == "«però» `\"")
    }
}
