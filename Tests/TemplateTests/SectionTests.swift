import Template
import Testing

struct SectionTests {
    @Test func `a flag shows or hides what it surrounds`() throws {
        #expect(try show("{{#open}}sì{{/open}}{{#shut}}no{{/shut}}") == "sì")
        #expect(try show("{{^open}}sì{{/open}}{{^shut}}no{{/shut}}") == "no")
    }

    @Test func `a list repeats, in order, with each view's names`() throws {
        #expect(try show("{{#parts}}<{{label}}>{{/parts}}") == "<uno><due><tre>")
        #expect(try show("{{#no_parts}}x{{/no_parts}}{{^no_parts}}vuoto{{/no_parts}}{{^parts}}x{{/parts}}") == "vuoto")
    }

    @Test func `a view is shown when it is there`() throws {
        #expect(try show("{{#sub}}{{label}}{{/sub}}{{#none}}{{label}}{{/none}}") == "dentro")
        #expect(try show("{{^sub}}x{{/sub}}{{^none}}assente{{/none}}") == "assente")
    }

    @Test func `a text is a section once when it is not empty, and a dot means it`() throws {
        #expect(try show("{{#name}}[{{.}}]{{/name}}{{#empty}}[{{.}}]{{/empty}}") == "[Niccolò]")
        #expect(try show("{{^name}}x{{/name}}{{^empty}}vuoto{{/empty}}") == "vuoto")
    }

    @Test func `HTML is a section once when it is not empty, and a raw dot means it`() throws {
        #expect(try show("{{#markup}}[{{{.}}}]{{/markup}}{{#no-markup}}x{{/no-markup}}") == "[<b>forte</b>]")
        #expect(try show("{{^no-markup}}senza{{/no-markup}}{{^markup}}x{{/markup}}") == "senza")
    }

    @Test func `texts repeat, and a dot means each, escaped`() throws {
        #expect(try show("{{#words}}({{.}}){{/words}}") == "(a)(&lt;b&gt;)")
        #expect(try show("{{#no_words}}x{{/no_words}}{{^no_words}}nessuna{{/no_words}}") == "nessuna")
    }

    @Test func `a dot passes through a flag to the text around it`() throws {
        #expect(try show("{{#words}}{{#open}}{{.}}{{/open}}{{/words}}") == "a&lt;b&gt;")
    }

    @Test func `names come from the inside out`() throws {
        #expect(try show("{{#parts}}{{label}} di {{name}} {{/parts}}") == "uno di Niccolò due di Niccolò tre di Niccolò ")
        let sample = Sample(parts: [Part(label: "fuori", parts: [Part(label: "dentro")])])
        #expect(try show("{{#parts}}{{label}}{{#parts}}{{label}}{{/parts}}{{/parts}}", sample) == "fuoridentro")
    }

    @Test func `the nearest view that declares a name has it, even when it is empty there`() throws {
        let sample = Sample(parts: [Part(label: "solo")])
        #expect(try show("{{#parts}}{{#parts}}x{{/parts}}{{^parts}}foglia{{/parts}}{{/parts}}", sample) == "foglia")
    }

    @Test func `the same section may come again, and inside itself`() throws {
        #expect(try show("{{#open}}a{{#open}}b{{/open}}c{{/open}}{{#open}}d{{/open}}") == "abcd")
        #expect(try show("{{^shut}}a{{^shut}}b{{/shut}}c{{/shut}}") == "abc")
    }

    @Test func `whitespace inside and around an inline section stays`() throws {
        #expect(try show(" | {{#open}}\t|\t{{/open}} | \n") == " | \t|\t | \n")
        #expect(try show(" {{#open}}SÌ{{/open}}\n {{#open}}BENE{{/open}}\n") == " SÌ\n BENE\n")
        #expect(try show("{{# open }}={{/ open }}") == "=")
    }

    @Test func `tags alone on their lines take the lines with them`() throws {
        #expect(try show("| A\n{{#open}}\n| B\n{{/open}}\n| C\n") == "| A\n| B\n| C\n")
        #expect(try show("| A\n  {{^shut}}\t\n| B\n\t{{/shut}}  \n| C") == "| A\n| B\n| C")
        #expect(try show("|\r\n{{#open}}\r\n{{/open}}\r\n|") == "|\r\n|")
    }

    @Test func `tags alone on the first and the last line need no line end`() throws {
        #expect(try show("  {{#open}}\n#{{/open}}\n/") == "#\n/")
        #expect(try show("#{{#open}}\n/\n  {{/open}}") == "#\n/\n")
    }

    @Test func `two tags on one line leave the line`() throws {
        #expect(try show("{{#open}}{{/open}}\nx") == "\nx")
        #expect(try show("{{#open}} {{#name}}\n{{/name}}{{/open}}\n") == " \n\n")
    }
}
