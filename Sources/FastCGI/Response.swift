/// What goes back to nginx: a status, headers and a body.
package struct Response: Sendable {
    package var status: Int
    /// In the order in which they are written; a name may come more than once (`Set-Cookie`).
    package private(set) var headers: [(name: String, value: String)] = []
    package var body: [UInt8]
    /// More body, piece after piece (from 0) until `nil`: for what is too long to be in memory at
    /// once. When it throws, the answer breaks off, and `Content-Length` tells the browser so.
    package var pieces: (@Sendable (Int) throws -> [UInt8]?)?

    package init(status: Int, body: [UInt8] = []) {
        self.status = status
        self.body = body
    }

    /// Adds a header. A line break in it would let a value write headers of its own
    /// (response splitting), so that is a fault of the program and traps.
    package mutating func add(_ name: String, _ value: String) {
        for text in [name, value] {
            precondition(!text.utf8.contains { $0 == 10 || $0 == 13 || $0 == 0 }, "line break in header \(name)")
        }
        headers.append((name, value))
    }

    /// Adds all headers of another response.
    package mutating func add(headersOf other: Response) { headers += other.headers }

    /// The first value of a header, compared without regard to case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased() }?.value
    }

    /// What CGI writes before the body (RFC 3875 §6): headers and an empty line.
    var head: [UInt8] {
        var head: [UInt8] = []
        head.reserveCapacity(2_048)
        for (name, value) in [("Status", String(status))] + headers {
            for text in [name, ": ", value, "\r\n"] { head += text.utf8 }
        }
        return head + "\r\n".utf8
    }
}
