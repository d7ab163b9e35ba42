@testable import puntuale
import Testing

@Suite struct AnswerTests {
    @Test func `JSON escapes what it must and nothing else`() {
        let json = JSON.object([
            ("testo", "d'«à»\\ \"x\"\n\u{1}\u{1F}😀/"), ("numero", .number(-7)), ("vero", .bool(true)), ("nulla", JSON(nil)),
            ("elenco", .array([.array([]), .object([])])),
        ])
        #expect(json.description
            == #"{"testo":"d'«à»\\ \"x\"\n\u0001\u001f😀/","numero":-7,"vero":true,"nulla":null,"elenco":[[],{}]}"#)
    }

    @Test(arguments: ["a", "Comune-A.Localhost", "notifiche.comune.example.it", "1a.it", String(repeating: "a", count: 63) + ".it"])
    func `a host name is read in lower case`(typed: String) {
        #expect(HostName(typed)?.value == typed.lowercased())
    }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "-a.it", "a-.it", "a_b.it", "à.it", "a.it:8080", "http://a.it", "a b", "a/b",
                      String(repeating: "a", count: 64), Array(repeating: "abcdefghi", count: 26).joined(separator: ".")])
    func `what is not a host name is refused`(typed: String) {
        #expect(HostName(typed) == nil)
    }

    @Test func `a name is cut at its ends, and is neither empty, too long nor of two lines`() throws {
        #expect(try checkedName("  Comune di Là \n", atMost: 12) == "Comune di Là")
        for typed in ["", " \t", "Comune di Lànd", "due\nrighe", "campanello\u{7}"] {
            #expect(throws: Refusal.self) { try checkedName(typed, atMost: 12) }
        }
    }
}
