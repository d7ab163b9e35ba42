/// What a server answered.
package struct Reply: Sendable {
    /// The protocol that was spoken; the value is its name.
    package enum Version: String, Sendable {
        case http1 = "HTTP/1.1"
        case http2 = "HTTP/2"
    }

    /// 200 to 999; interim answers (1xx) are passed over.
    package var status: Int
    package var headers: Headers
    /// At most as long as `Request.maximumReply` allows.
    package var body: [UInt8]
    package var version: Version
    /// From `start` to the last byte.
    package var duration: Duration

    package init(status: Int, headers: Headers, body: [UInt8], version: Version, duration: Duration) {
        self.status = status
        self.headers = headers
        self.body = body
        self.version = version
        self.duration = duration
    }
}

/// The header fields of a reply, in the order in which they came.
package struct Headers: Sendable, ExpressibleByDictionaryLiteral {
    private var fields: [(name: String, value: String)] = []

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    mutating func append(_ name: String, _ value: String) {
        fields.append((name.lowercased(), value))
    }

    /// The first value under a name; upper and lower case are the same (RFC 9110 §5.1).
    package subscript(name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name == name }?.value
    }
}
