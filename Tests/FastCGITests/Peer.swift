@preconcurrency import Glibc

/// One connection to a server, made as nginx makes it, that says exactly what the test wants.
struct Peer {
    let connection: Int32

    init(_ path: String) {
        connection = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let connected = withAddress(path) { connect(connection, $0, $1) }
        precondition(connected == 0, "nobody listens on \(path)")
        // So that a test that finds a fault ends.
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    func send(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        _ = Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// What comes until the server closes: the content of its FastCGI records, in the order in which they came.
    ///
    /// - Returns: `nil` when it does not close, or not after the record that ends a request.
    func answer() -> [UInt8]? {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count >= 0 else { return nil }
            if count == 0 { break }
            received += buffer[..<count]
        }
        var (content, isWhole) = ([UInt8](), false)
        var rest = received[...]
        while rest.count >= 8 {
            let (type, head) = (rest[rest.startIndex + 1], rest.startIndex + 8)
            let length = Int(rest[head - 4]) << 8 | Int(rest[head - 3])
            guard rest.endIndex - head >= length + Int(rest[head - 2]) else { return nil }
            if type == 6 { content += rest[head..<head + length] }
            isWhole = type == 3
            rest = rest[(head + length + Int(rest[head - 2]))...]
        }
        return isWhole ? content : nil
    }

    /// Whether the server closes the connection without a word.
    var isClosedSilently: Bool {
        var byte: UInt8 = 0
        let count = recv(connection, &byte, 1, 0)
        return count == 0 || count < 0 && errno != EAGAIN
    }

    func end() { close(connection) }

    /// A request in FastCGI records, as nginx writes them.
    static func request(path: String = "/", body: [UInt8] = [], announced: Int? = nil, keepsConnection: Bool = false) -> [UInt8] {
        let parameters = [("REQUEST_METHOD", "POST"), ("DOCUMENT_URI", path), ("CONTENT_LENGTH", "\(announced ?? body.count)")]
        var content: [UInt8] = []
        for (name, value) in parameters {
            content += [UInt8(name.utf8.count), UInt8(value.utf8.count)]
            content += (name + value).utf8
        }
        var request = record(1, [0, 1, keepsConnection ? 1 : 0, 0, 0, 0, 0, 0])
        request += record(4, content) + record(4, [])
        for start in stride(from: 0, to: body.count, by: 32_000) { request += record(5, body[start..<min(start + 32_000, body.count)]) }
        return request + record(5, [])
    }

    private static func record(_ type: UInt8, _ content: some Collection<UInt8>) -> [UInt8] {
        [1, type, 0, 1, UInt8(content.count >> 8), UInt8(content.count & 255), 0, 0] + content
    }
}

/// A listening socket whose servers come and go, as systemd keeps one.
final class Listener {
    let path = "/tmp/puntuale-fastcgi-\(UInt64.random(in: .min ... .max))"
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)

    init() {
        let bound = withAddress(path) { bind(descriptor, $0, $1) }
        precondition(bound == 0 && listen(descriptor, 1024) == 0, "no socket in /tmp")
    }

    deinit {
        close(descriptor)
        unlink(path)
    }
}

private func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
}
