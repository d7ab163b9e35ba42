import Template
import Testing

struct InterpolationTests {
    @Test func `text without tags is shown as it is`() throws {
        #expect(try show("Ciao, { mondo } }} \n") == "Ciao, { mondo } }} \n")
        #expect(try show("") == "")
    }

    @Test func `a name shows its value, with or without padding`() throws {
        #expect(try show("{{name}}|{{ name }}|{{\tname\n}}") == "Niccolò|Niccolò|Niccolò")
    }

    @Test func `an empty value shows nothing`() throws {
        #expect(try show("({{empty}})") == "()")
    }

    @Test func `the five characters of HTML are escaped, others are not`() throws {
        let sample = Sample(name: "<a href='x'>\"R&D\"</a> € 😀 ;=/")
        #expect(try show("{{name}}", sample) == "&lt;a href=&#39;x&#39;&gt;&quot;R&amp;D&quot;&lt;/a&gt; € 😀 ;=/")
    }

    @Test func `HTML is shown raw with three braces or an ampersand`() throws {
        #expect(try show("{{{markup}}} {{&markup}} {{& markup }}") == "<b>forte</b> <b>forte</b> <b>forte</b>")
    }

    @Test func `whitespace around a name stays, also when it is alone on a line`() throws {
        #expect(try show(" | {{name}} |\n  {{name}}\n") == " | Niccolò |\n  Niccolò\n")
        #expect(try show("  {{{markup}}}\n") == "  <b>forte</b>\n")
    }

    @Test func `many escapes in one long text keep their places`() throws {
        let text = String(repeating: "abc&def<", count: 5_000)
        let escaped = String(repeating: "abc&amp;def&lt;", count: 5_000)
        #expect(try show("{{name}}", Sample(name: text)) == escaped)
    }
}
