import Template
import Testing

struct PartialAndCommentTests {
    @Test func `a partial is shown in its place with the names of that place`() throws {
        #expect(try show("\"{{>text}}\"", partials: ["text": "da {{name}}"]) == "\"da Niccolò\"")
        #expect(try show("{{#parts}}{{> row}}{{/parts}}", partials: ["row": "({{label}})"]) == "(uno)(due)(tre)")
        #expect(try show("|{{> box }}|", partials: ["box": "[]"]) == "|[]|")
    }

    @Test func `a partial may include another`() throws {
        #expect(try show("{{>a}}", partials: ["a": "a{{>b}}a", "b": "b"]) == "aba")
    }

    @Test func `a partial inside a line leaves the line as it is`() throws {
        #expect(try show("| {{>p}} |", partials: ["p": "\t|\t"]) == "| \t|\t |")
        #expect(try show("  {{name}}  {{> p}}\n", partials: ["p": ">\n>"]) == "  Niccolò  >\n>\n")
    }

    @Test func `a partial alone on its line takes the line, and indents each of its own`() throws {
        #expect(try show("|\r\n{{>p}}\r\n|", partials: ["p": ">"]) == "|\r\n>|")
        #expect(try show("  {{>p}}\n>", partials: ["p": ">\n>"]) == "  >\n  >>")
        #expect(try show("\\\n {{>p}}\n/\n", partials: ["p": "|\n{{{markup}}}\n|\n"]) == "\\\n |\n <b>forte</b>\n |\n/\n")
    }

    @Test func `a comment shows nothing`() throws {
        #expect(try show("12{{! nota }}34{{!x}}56") == "123456")
        #expect(try show("12{{!\n  su più\n  righe\n}}34") == "1234")
        #expect(try show("  12 {{! 34 }}\n") == "  12 \n")
    }

    @Test func `a comment alone on its line takes the line`() throws {
        #expect(try show("A\n{{! nota }}\nB") == "A\nB")
        #expect(try show("A\n  {{!\n  nota\n  }}\nB\n") == "A\nB\n")
        #expect(try show("!\r\n{{! nota }}\r\n!\n  {{! fine }}") == "!\r\n!\n")
    }
}
