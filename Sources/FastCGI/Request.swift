import Text

/// One request as nginx passed it on: the FastCGI parameters and the whole body, already read.
///
/// Holds bytes as they came. Text is decoded as UTF-8 with replacement, so a broken
/// sequence becomes U+FFFD and never a trap.
package struct Request: Sendable {
    /// FastCGI parameters: `REQUEST_METHOD`, `HTTP_HOST`, … Only those that begin with
    /// `HTTP_` come from the client; the others are nginx's word.
    package let parameters: [String: String]
    package let body: [UInt8]
    /// The query's fields, in order, decoded. A page may put others in their place.
    package var query: Form
    /// The body's fields when it is a form, without its files; else none.
    package let form: Form
    private let files: [String: [UInt8]]

    /// Decodes query and body, once for all who ask.
    package init(parameters: [String: String], body: [UInt8] = []) {
        (self.parameters, self.body) = (parameters, body)
        query = Form(urlEncoded: Array((parameters["QUERY_STRING"] ?? "").utf8))
        switch Self.mediaType(parameters) {
        case "application/x-www-form-urlencoded": (form, files) = (Form(urlEncoded: body), [:])
        case "multipart/form-data":
            let parts = Multipart(body, contentType: parameters["CONTENT_TYPE"] ?? "")?.parts ?? []
            form = Form(parts.filter { !$0.isFile }.map { ($0.name, String(decoding: $0.content, as: UTF8.self)) })
            files = Dictionary(parts.filter(\.isFile).map { ($0.name, Array($0.content)) }) { first, _ in first }
        default: (form, files) = (Form(), [:])
        }
    }

    package var method: String { parameters["REQUEST_METHOD"] ?? "" }

    /// The path without the query, as nginx normalised and decoded it (`DOCUMENT_URI`).
    package var path: String { parameters["DOCUMENT_URI"] ?? "/" }

    /// The file of a field, empty when none was chosen; `nil` when the form has no such field.
    package func file(_ name: String) -> [UInt8]? { files[name] }

    /// The request's media type, lower case and without its parameters.
    private static func mediaType(_ parameters: [String: String]) -> String {
        (parameters["CONTENT_TYPE"] ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    }

    /// A header by its name on the wire (`X-Request-Id`), `nil` when it did not come.
    package func header(_ name: String) -> String? {
        parameters["HTTP_" + String(decoding: name.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0.uppercased }, as: UTF8.self)]
    }

    /// The value of a cookie. The first wins when a name comes twice, as RFC 6265 §5.4 orders
    /// them: the longest path first.
    package func cookie(_ name: String) -> String? {
        for pair in Array((header("Cookie") ?? "").utf8).split(separator: UInt8(ascii: ";")) {
            let trimmed = pair.drop { $0 == UInt8(ascii: " ") }
            guard let equals = trimmed.firstIndex(of: UInt8(ascii: "=")), trimmed[..<equals].elementsEqual(name.utf8) else { continue }
            return String(decoding: trimmed[(equals + 1)...], as: UTF8.self)
        }
        return nil
    }
}
