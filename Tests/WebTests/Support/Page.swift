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
    var alerts: [String] {
        let document = document
        return document.elements.filter { ($0.attributes["class"] ?? "").split(separator: " ").contains("alert") }.map(document.text)
    }

    /// What stands beside a field of a form that came back.
    func beside(_ name: String) -> String {
        let document = document
        return document.elements.first { ["\(name)-problemi", "\(name)-errore"].contains($0.attributes["id"]) }.map(document.text) ?? ""
    }

    /// What the forms that go to an address hold, as a browser would send them.
    func fields(of address: String) -> [(String, String)] {
        let document = document
        return document.elements.filter { $0.attributes["action"] == address }.flatMap { document.inside($0).compactMap(document.field) }
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
