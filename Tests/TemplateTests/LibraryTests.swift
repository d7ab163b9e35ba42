@preconcurrency import Glibc
import Template
import Testing

struct LibraryTests {
    @Test func `a page sees the names of its layout behind its own`() throws {
        let library = Library(["page": "{{> head}}{{#parts}}{{label}}, {{/parts}}{{name}}", "head": "<h1>{{title}}</h1>"])
        let page = try library.template("page", Sample.self, within: Frame.self)
        #expect(String(decoding: page.render(Sample(), Frame()), as: UTF8.self) == "<h1>Notifiche</h1>uno, due, tre, Niccolò")
    }

    @Test func `every mustache file of a directory is a template, and nothing else`() throws {
        let directory = try Directory(["riga.mustache": "<{{label}}>", "note.txt": "{{x}}", ".nascosto.mustache": "{{x}}"])
        let library = try Library(directory: directory.path)
        #expect(library.unused == ["riga"])
        let row = try library.template("riga", Part.self)
        #expect(String(decoding: row.render(Part(label: "a")), as: UTF8.self) == "<a>")
        #expect(library.unused == [])
    }

    @Test func `a template is found by its file's name in whichever directory it lies`() throws {
        let directory = try Directory(["shared/riga.mustache": "<{{label}}>", "archive/pagina.mustache": "{{> riga}}"])
        let page = try Library(directory: directory.path).template("pagina", Part.self)
        #expect(String(decoding: page.render(Part(label: "a")), as: UTF8.self) == "<a>")
    }

    @Test func `two templates of one name are refused`() throws {
        let directory = try Directory(["uno/riga.mustache": "", "due/riga.mustache": ""])
        #expect(throws: TemplateError.self) { try Library(directory: directory.path) }
    }

    @Test func `a long file is read to its end`() throws {
        let text = String(repeating: "0123456789", count: 5_000)
        let directory = try Directory(["lungo.mustache": text])
        let template = try Library(directory: directory.path).template("lungo", Part.self)
        #expect(template.render(Part(label: "")) == Array(text.utf8))
    }

    @Test func `a template that no page uses is refused`() throws {
        let library = Library(["a": "{{>b}}", "b": "", "orfano": ""])
        _ = try library.template("a", Part.self)
        #expect(library.unused == ["orfano"])
        #expect(throws: TemplateError(file: "orfano.mustache", line: nil, reason: "no page uses this template")) {
            try library.requireAllUsed()
        }
    }

    @Test func `a directory or a template that is not there is refused by name`() {
        #expect(throws: TemplateError(file: "/dev/null/x", line: nil, reason: "Not a directory")) {
            try Library(directory: "/dev/null/x")
        }
        #expect(throws: TemplateError(file: "x.mustache", line: nil, reason: "there is no such template")) {
            _ = try Library([:]).template("x", Part.self)
        }
    }
}

/// A directory of files for one test, gone after it. A file may lie one directory further down.
private final class Directory {
    let path: String
    private var made: [String] = []

    init(_ files: [String: String]) throws {
        var template = Array("/tmp/puntuale-template-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
        for (name, text) in files {
            if let slash = name.firstIndex(of: "/"), mkdir("\(path)/\(name[..<slash])", 0o700) == 0 { made.append(String(name[..<slash])) }
            let file = try #require(fopen("\(path)/\(name)", "wb"))
            fputs(text, file)
            fclose(file)
            made.append(name)
        }
    }

    deinit {
        for name in made.reversed() { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
