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

    @Test func `a name is cut at its ends, and is neither empty, too long nor of two lines`() throws {
        #expect(try checkedName("\u{FEFF}  Comune di Là \u{200B}\n", atMost: 12) == "Comune di Là")
        for typed in ["", " \t", "Comune di Lànd", "due\nrighe", "campana\u{7}", "an\u{202E}na"] {
            #expect(throws: CommandError.self) { try checkedName(typed, atMost: 12) }
        }
    }
}
