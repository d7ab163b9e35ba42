import Domain
import FastCGI
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// Each field of a new notification, wrong in every way, under each button: a sentence beside it, nothing lost, nothing added.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct BadInputTests {
    /// What adds, once the form is right.
    static let sending = ["aggiungi", "aggiungi_comunque", "programma", "conferma", "riepilogo"]
    /// What else the page's buttons send, what none of them does, and none at all.
    static let looking = ["avanti", "anteprima", "verifica_destinatario", "cerca_servizio", "usa_modello", "libera", "modifica", "bozza",
                          "§", ""]

    @Test(arguments: FormField.allCases) func `a field that is wrong is said beside it, and the others stay as typed`(
        _ field: FormField) throws {
        try TestSite.run { site in
            let form = try OpenForm(site), right = form.right[field]
            for value in BadValue.each(insteadOf: right, most: field.most) + [BadValue.controls(within: right)[0]] {
                for button in Self.sending + Self.looking { try form.send(field, value, button) }
            }
            for value in BadValue.controls(within: right) { try form.send(field, value, "aggiungi") }
        }
    }

    @Test func `what a page sends of itself may be anything, and nothing typed is lost`() throws {
        let names = ["azione", "avvertenze", "copia_di", "errata", "bozza_versione", "modello", "modello_in_uso", "modello_versione",
                     "_chiave", "_token", "_autore", "invio_proposto", "scegli", "cerca", "controllata", "campo_nome", "campo_", "altro"]
        try TestSite.run { site in
            let form = try OpenForm(site)
            #expect(form.ask([], "anteprima").page.status == 200)
            try site.undoing { #expect(form.ask([], "aggiungi").page.status == 303, "without any of it, it is right") }
            for name in names {
                for right in ["x", site.one.rows[.operator]!["template"]!.description] {
                    let controls = BadValue.controls(within: right).filter { [.control(0), .control(0x85)].contains($0.kind) }
                    for value in BadValue.each(insteadOf: right, most: 1_000) + controls {
                        for button in ["aggiungi", "anteprima", "bozza", "verifica_destinatario"] { try form.send(name, value, button) }
                    }
                }
            }
        }
    }

    @Test func `a field of a template that is wrong is said beside it, and the others stay as typed`() throws {
        try TestSite.run { site in
            let form = try OpenForm(site, withTemplate: true)
            try site.undoing { #expect(form.ask([], "aggiungi").page.status == 303, "as it is, it is right") }
            for (name, right) in form.filledIn {
                for value in BadValue.each(insteadOf: right, most: 2_000) {
                    for button in ["aggiungi", "anteprima", "bozza"] { try form.send(filledIn: name, value, button) }
                }
                for value in BadValue.controls(within: right) { try form.send(filledIn: name, value, "aggiungi") }
            }
        }
    }

    /// As long as App IO takes with the buttons, each of its lines with something that the app would not show, and every other field wrong.
    @Test(arguments: [
        "~~no~~ [x]: y\n<i> ![a](b)c\n", "| a |\n|-|\n| b |\n\n", "**[a](b) `<&\"'",
        "<\"&'a>", "Telefono dell’ufficio anagrafe, ogni giorno: [chiamare](tel:1)\n",
    ])
    func `a long text that is wrong in every line comes back whole, in a page of bounded size`(_ line: String) throws {
        try TestSite.run { site in
            let form = try OpenForm(site)
            let text = String(repeating: line, count: 9_500 / line.utf16.count), wrong = Array("<né>\"".utf8)
            let fields = FormField.allCases.map { field in
                (name: field.rawValue, value: BadValue(kind: .malformed, sent: [field == .content ? Array(text.utf8) : wrong]))
            }
            // Once in the field and once in the preview.
            let most = 52_000 + 2 * text.utf8.reduce(0) { $0 + (Array("&<>\"'".utf8).contains($1) ? 6 : 1) }
            for button in ["aggiungi", "anteprima", "bozza"] {
                let answer = form.ask(fields, button)
                #expect(answer.back["contenuto"] == text && answer.back["oggetto"] == "<né>\"", "\(button)")
                #expect(answer.page.response.body.count < most, "\(button): \(answer.page.response.body.count) bytes")
            }
            // Only the text is doubtful: what it is asked about fits into the form once more.
            let asked = form.ask([(name: "contenuto", value: BadValue(kind: .malformed, sent: [Array(text.utf8)]))], "aggiungi").page
            #expect(asked.status == 422 && !asked.beside("contenuto").isEmpty && asked.response.body.count < most)
            #expect((1..<2_000).contains((asked.field("avvertenze") ?? "").utf8.count))
        }
    }
}

/// The page of a new notification, with every field filled in.
private struct OpenForm {
    let site: TestSite
    let right: NotificationForm
    /// The fields of a template, and what is right there.
    private(set) var filledIn: [(String, String)] = []
    private let visitor: Visitor
    private var fields: [(String, [UInt8])]

    init(_ site: TestSite, withTemplate: Bool = false) throws {
        self.site = site
        visitor = site.visitor(.operator)
        let service = ServiceID(site.one.rows[.operator]!["service"]!.value)
        right = .full(of: service)
        let page = visitor.get("/notifiche/nuova"), pressed = try #require(page.pressed("Aggiungi"))
        fields = pressed.fields.filter { name, _ in name != "azione" && FormField(rawValue: name) == nil }.map { ($0.0, Array($0.1.utf8)) }
        for field in FormField.allCases { fields.append((field.rawValue, Array(right[field].utf8))) }
        guard withTemplate else { return }
        filledIn = [("campo_nome", "Maria Rossi"), ("campo_giorno", "2027-07-15"), ("campo_quota", "12,50"), ("campo_numero", "7"),
                    ("campo_nota", "Portare un documento")]
        let kinds: [TemplateField.Kind] = [.text, .date, .amount, .number, .longText]
        let text = filledIn.map { "{{\($0.0.dropFirst(6))}}" }.joined(separator: ", ")
        let template = try site.installation.store(of: site.one.id).addMessageTemplate(
            MessageTemplate(stored: "Appuntamento per {{nome}}", content: "\(String(repeating: "Gentile cittadino. ", count: 8))\(text)",
                            fields: zip(filledIn, kinds).map {
                                TemplateField(name: String($0.0.dropFirst(6)), label: $0.0, kind: $1)
                            }),
            name: "Prova \(UInt32.random(in: 0 ... .max))", service: service, by: nil)
        fields.removeAll { $0.0 == "modello" }
        fields += [("modello", Array(template.description.utf8)), ("modello_in_uso", Array(template.description.utf8)),
                   ("modello_versione", Array("1".utf8))]
        fields += filledIn.map { ($0.0, Array($0.1.utf8)) }
    }

    /// The answer to the form with something else in a field, in which all comes back that was typed.
    func ask(_ changed: [(name: String, value: BadValue)], _ button: String) -> (page: Page, back: [String: String]) {
        let names = changed.map(\.name)
        var sent = fields.filter { !names.contains($0.0) } + changed.flatMap { name, value in value.sent.map { (name, $0) } }
        if !button.isEmpty, !names.contains("azione") { sent.append(("azione", Array(button.utf8))) }
        let answer = visitor.post("/notifiche/nuova", sent)
        let page = answer.location.map { $0.contains("?da=") ? visitor.get($0) : answer } ?? answer
        let document = Document(page.response.body)
        return (page, Dictionary(document.elements.compactMap(document.field)) { first, _ in first })
    }

    func send(_ field: FormField, _ value: BadValue, _ button: String) throws {
        try site.undoing {
            let before = try count(), (page, back) = ask([(field.rawValue, value)], button)
            let what = "\(field.rawValue) \(value) by \(button): \(page.status) \(page.title)"
            #expect(page.status < 500, "\(what)")
            guard try count() == before else {
                let isClean = try isClean()
                #expect(BadInputTests.sending.contains(button) && mayPass(field, value) && isClean, "added, \(what)")
                return
            }
            #expect(lost(back, but: [field]) == [], "\(what)")
            #expect(comesBack(field, value, back), "\(what): \(back[field.rawValue] ?? "nothing")")
            guard BadInputTests.sending.contains(button), page.title != "Inviare questa notifica?" else { return }
            let isSaid = field.together.contains { !page.beside($0.rawValue).isEmpty }
            #expect(page.status == 422 && (isSaid || isCleaned(page)), "unsaid, \(what)")
        }
    }

    func send(_ name: String, _ value: BadValue, _ button: String) throws {
        try site.undoing {
            let (page, back) = ask([(name, value)], button)
            let what = "\(name) \(value) by \(button): \(page.status) \(page.title)"
            #expect(page.status < 500, "\(what)")
            // What starts from another notification asks before it sends, and what cannot be the correction of one is not sent.
            let asks = ["copia_di", "errata"].contains(name) && !value.read.isEmpty
            guard page.status != 303 else {
                let (stored, asked) = (try newest(), NotificationContent.full(of: ServiceID(site.one.rows[.operator]!["service"]!.value)))
                #expect(!asks && stored == asked, "added otherwise, \(what)")
                return
            }
            // A service that was chosen in the search, or with a template, is another one; a template brings texts of its own.
            let expected: [FormField] = name == "scegli" || name.hasPrefix("modello") ? [.service] : []
            #expect(lost(back, but: expected) == [], "\(what)")
        }
    }

    func send(filledIn name: String, _ value: BadValue, _ button: String) throws {
        try site.undoing {
            let before = try count(), (page, back) = ask([(name, value)], button)
            let what = "\(name) \(value) by \(button): \(page.status) \(page.title)"
            #expect(page.status < 500, "\(what)")
            guard try count() == before else {
                let isClean = try isClean()
                #expect(button == "aggiungi" && isClean, "added, \(what)")
                return
            }
            let others = filledIn.filter { $0.0 != name && back[$0.0] != $0.1 }.map(\.0)
            #expect(others == [] && lost(back, but: []) == [], "\(what)")
            if case .control = value.kind {} else { #expect(back[name] == value.read, "\(what)") }
            guard button == "aggiungi" else { return }
            #expect([name, "oggetto", "contenuto"].contains { !page.beside($0).isEmpty } || isCleaned(page), "unsaid, \(what)")
        }
    }

    private func lost(_ back: [String: String], but expected: [FormField]) -> [FormField] {
        FormField.allCases.filter { !expected.contains($0) && back[$0.rawValue] != right[$0] }
    }

    private func comesBack(_ field: FormField, _ value: BadValue, _ back: [String: String]) -> Bool {
        // What cannot be seen may be taken away.
        if case .control = value.kind { return true }
        // Of a list only what is in it, of a box only whether it is ticked.
        if field == .service { return value.sent.isEmpty || (back[field.rawValue] ?? "") == "" || back[field.rawValue] == value.read }
        if field == .payAfterDue { return back[field.rawValue] == (value.read.isEmpty ? nil : "1") || back[field.rawValue] == value.read }
        return (back[field.rawValue] ?? "") == value.read
    }

    private func isCleaned(_ page: Page) -> Bool { page.text.contains("Dal testo incollato") }

    /// Whether a form may be right with it all the same.
    private func mayPass(_ field: FormField, _ value: BadValue) -> Bool {
        switch value.kind {
        case .missing, .empty: field.isOptional
        case .malformed, .foreign, .broken, .doubled: field.isText || field == .payAfterDue
        case .tooLong: field == .payAfterDue
        case .control: true
        }
    }

    /// Whether what was added last has nothing in it that nobody sees.
    private func isClean() throws -> Bool {
        let added = try newest()
        return !(added.subject + added.markdown).unicodeScalars.contains { BadValue.neverSent.contains($0.value) }
    }

    private func newest() throws -> NotificationContent {
        let store = site.installation.store(of: site.one.id)
        return try #require(try store.records(ArchiveFilter(), olderThan: nil, limit: 1).rows.first).content
    }

    private func count() throws -> Int {
        try site.installation.db.rows("SELECT COUNT(*) FROM notification WHERE tenant_id = \(site.one.id)") { $0.next(Int.self) }[0]
    }
}
