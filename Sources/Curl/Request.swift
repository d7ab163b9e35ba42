/// What to ask, and within what limits.
package struct Request {
    package enum Method { case get, post }

    package var method: Method
    /// Absolute, `http` or `https`, already percent-encoded.
    package var url: String
    /// Sent as they are. Names and values hold no control character.
    package var headers: [(String, String)]
    /// Only for `post`.
    package var body: [UInt8]?
    /// Whether libcurl may send the request a second time by itself, which it does when a reused
    /// connection dies unanswered. `false` needs a body that is not empty: handing it out once is
    /// what keeps the request single.
    package var repeatable: Bool
    /// From the start to the end of the TLS handshake.
    package var connectTimeout: Duration
    /// From `start` (waiting for a free connection included) to the last byte of the reply.
    package var timeout: Duration
    /// In bytes, headers included; a longer reply is broken off.
    package var maximumReply: Int

    package init(method: Method, url: String, headers: [(String, String)] = [], body: [UInt8]? = nil, repeatable: Bool,
                 connectTimeout: Duration, timeout: Duration, maximumReply: Int) {
        precondition(method == .post || body == nil, "only a POST has a body")
        precondition(repeatable || body?.isEmpty == false, "a request that must not be repeated has a body")
        precondition(headers.allSatisfy { Self.isPlain($0.0) && Self.isPlain($0.1) }, "a header holds no control character")
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.repeatable = repeatable
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.maximumReply = maximumReply
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }
}
