internal import FoundationEssentials

/// Why App IO refused, in its own words (`ForeignWords`), kept for the operator. `detail` may repeat what was sent, a codice
/// fiscale too: it is never logged.
package struct Problem: Sendable, Equatable {
    package var title: String?
    package var detail: String?
    /// Whether App IO's gateway refused, before the function that knows services and citizens.
    package var isFromGateway: Bool

    /// Reads App IO's `{"title","detail","status"}` (RFC 7807) and its gateway's `{"statusCode","message"}`.
    ///
    /// - Returns: `nil` for anything else: nothing, HTML, broken JSON.
    package init?(_ body: [UInt8]) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(body)) else { return nil }
        title = wire.title ?? wire.message
        detail = wire.detail
        isFromGateway = wire.title == nil && wire.detail == nil
        guard title != nil || detail != nil else { return nil }
    }

    private struct Wire: Decodable {
        var title: String?
        var detail: String?
        var message: String?

        enum Key: CodingKey { case title, detail, message }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            func words(_ key: Key) -> String? { (try? fields.decode(ForeignWords.self, forKey: key))?.text }
            (title, detail, message) = (words(.title), words(.detail), words(.message))
        }
    }
}
