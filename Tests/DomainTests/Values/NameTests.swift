import Domain
import Testing

struct NameTests {
    @Test(arguments: ["à", "Comune di Là", "D’Àngelo Zoë", "Łukasz 王", String(repeating: "e\u{301}", count: 60)])
    func `a name that can be read and stored has no fault`(name: String) {
        #expect(name.fault(asNameUpTo: 120) == nil)
    }

    @Test(arguments: [
        "", String(repeating: "è", count: 121), String(repeating: "e\u{301}", count: 61), "due\r\nrighe", "due\u{2028}righe", "nul\0",
        "tab\t", "\u{202E}annA", "Anna\u{2066}", "Anna\u{2069}", "Anna\u{202A}",
    ])
    func `one that is longer than its column, breaks the line or turns letters around has a sentence`(name: String) {
        #expect((name.fault(asNameUpTo: 120) ?? "").hasSuffix("."))
    }
}
