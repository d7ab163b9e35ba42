import Template
import Testing

struct RefusalTests {
    @Test func `an unknown name is refused with its file and line`() {
        #expect(refusal("a\nb {{nome}}") == #"page.mustache:2: unknown name "nome""#)
        #expect(refusal("{{#open}}\n\n{{#x}}{{/x}}{{/open}}") == #"page.mustache:3: unknown name "x""#)
        #expect(refusal("{{!\n\n}}\n  {{#open}}\n{{^x}}{{/x}}{{/open}}") == #"page.mustache:5: unknown name "x""#)
        #expect(refusal("{{label}}") == #"page.mustache:1: unknown name "label""#)
    }

    @Test func `a fault in a partial names the partial's own line, indented or not`() {
        #expect(refusal("\n\n  {{>p}}\n", partials: ["p": "\n{{x}}"]) == #"p.mustache:2: unknown name "x""#)
        #expect(refusal("{{#sub}}{{>p}}{{/sub}}\n{{>p}}", partials: ["p": "{{label}}"]) == #"p.mustache:1: unknown name "label""#)
    }

    @Test func `sections that do not match are refused`() {
        #expect(refusal("\n{{#open}}\n{{^shut}}{{/shut}}\n") == #"page.mustache:2: section "open" is not closed"#)
        #expect(refusal("\n{{/open}}") == "page.mustache:2: {{/open}} closes nothing")
        #expect(refusal("{{#open}}\n{{/shut}}") == #"page.mustache:2: {{/shut}} where section "open" of line 1 is open"#)
    }

    @Test func `a tag without its end is refused`() {
        for source in ["{{", "{{{", "{{#", "{{name", "{{{markup}}", "{{! nota", "{{name}"] {
            #expect(refusal("\n" + source) == "page.mustache:2: a tag is not closed", "\(source)")
        }
    }

    @Test func `what is not kept of Mustache is refused`() {
        let delimiters = "{{=<% %>=}}", inheritance = ["{{<parent}}{{/parent}}", "{{$block}}{{/block}}"]
        for source in [delimiters, "{{sub.label}}", "{{}}", "{{#.}}{{/.}}", "{{a b}}"] + inheritance {
            #expect(refusal(source).hasSuffix("is not a name"), "\(source)")
        }
    }

    @Test func `raw output must be HTML by type, and HTML must be raw`() {
        #expect(refusal("{{{name}}}") == #"page.mustache:1: "name" is text: only HTML is shown raw"#)
        #expect(refusal("{{&name}}") == #"page.mustache:1: "name" is text: only HTML is shown raw"#)
        #expect(refusal("{{markup}}") == #"page.mustache:1: "markup" is HTML: write {{{markup}}}"#)
        #expect(refusal("{{#words}}{{{.}}}{{/words}}") == #"page.mustache:1: "." is text: only HTML is shown raw"#)
    }

    @Test func `a flag, a view or a list is no text`() {
        for name in ["open", "sub", "parts", "words"] {
            #expect(refusal("{{\(name)}}") == "page.mustache:1: \"\(name)\" can only be a section")
        }
    }

    @Test func `a dot outside the section of a text is refused`() {
        #expect(refusal("{{.}}") == "page.mustache:1: {{.}} outside the section of a text")
        #expect(refusal("{{#words}}{{#sub}}{{.}}{{/sub}}{{/words}}") == "page.mustache:1: {{.}} outside the section of a text")
    }

    @Test func `a partial that is not there or includes itself is refused`() {
        #expect(refusal("\n{{>altro}}") == #"page.mustache:2: there is no template "altro""#)
        #expect(refusal("{{>a}}", partials: ["a": "\n{{>b}}", "b": "{{>a}}"]) == #"b.mustache:1: partial "a" includes itself"#)
    }
}
