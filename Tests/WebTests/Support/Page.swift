import FastCGI

/// An answer, as a person and a browser see it.
struct Page {
    let response: Response

    init(_ response: Response) { self.response = response }

    var status: Int { response.status }
    var html: String { String(decoding: response.body, as: UTF8.self) }
    var location: String? { response.header("Location") }
    /// Everything in it that is read, spaces folded.
    var text: String { document.text(of: "body") }
    var title: String { document.text(of: "h1") }
    var alerts: [String] { texts(of: "alert") }

    /// What stands beside a field of a form that came back.
    func beside(_ name: String) -> String {
        let document = document
        return document.elements.first { $0.attributes["id"] == "\(name)-problemi" }.map(document.text) ?? ""
    }

    /// What a browser would send when a button is pressed, found by what it says.
    struct Pressed {
        var method: String
        var address: String
        var fields: [(String, String)]
    }

    func pressed(_ name: String) -> Pressed? {
        let document = document
        let button = document.elements.first { element in
            guard element.tag == "button" else { return false }
            return element.attributes["aria-label"] == name || document.text(element) == name
        }
        return button.flatMap { Self.pressed($0, document) }
    }

    /// The same of every button of every form.
    var allPressed: [Pressed] {
        let document = document
        return document.elements.filter { $0.tag == "button" }.compactMap { Self.pressed($0, document) }
    }

    private static func pressed(_ button: Document.Element, _ document: Document) -> Pressed? {
        guard let form = document.around(button, "form") else { return nil }
        let attributes = button.attributes, named = attributes["name"].map { [($0, attributes["value"] ?? "")] } ?? []
        return Pressed(
            method: (form.attributes["method"] ?? "get").uppercased(),
            address: attributes["formaction"] ?? form.attributes["action"] ?? "",
            fields: document.inside(form).compactMap(document.field) + named)
    }

    /// Where its links lead, within the site.
    var links: [String] {
        document.elements.filter { $0.tag == "a" }.compactMap { $0.attributes["href"] }.filter { $0.hasPrefix("/") }
    }

    /// What the buttons say.
    var buttons: [String] {
        let document = document
        return document.elements.filter { $0.tag == "button" }.map { $0.attributes["aria-label"] ?? document.text($0) }
    }

    func hasButton(_ name: String) -> Bool { pressed(name) != nil }

    /// Where the page before or after this one is.
    func link(_ relation: String) -> String? {
        document.elements.first { $0.tag == "a" && $0.attributes["rel"] == relation }?.attributes["href"]
    }

    /// The texts of the elements of a class.
    func texts(of name: String) -> [String] {
        let document = document
        let found = document.elements.filter { ($0.attributes["class"] ?? "").split(separator: " ").contains(Substring(name)) }
        return found.map(document.text)
    }

    /// The texts of the items of the lists of a class.
    func items(of name: String) -> [String] {
        let document = document
        let lists = document.elements.filter { ($0.attributes["class"] ?? "").split(separator: " ").contains(Substring(name)) }
        return lists.flatMap(document.inside).filter { $0.tag == "li" }.map(document.text)
    }

    /// The value of a field of any form.
    func field(_ name: String) -> String? {
        let document = document
        return document.elements.lazy.compactMap(document.field).first { $0.0 == name }?.1
    }

    /// The cells of the one table, row by row.
    var rows: [[String]] {
        let document = document
        guard let body = document.elements.first(where: { $0.tag == "tbody" }) else { return [] }
        return document.inside(body).filter { $0.tag == "tr" }.map { row in
            document.inside(row).filter { $0.tag == "td" }.map(document.text)
        }
    }

    private var document: Document { Document(response.body) }
}
