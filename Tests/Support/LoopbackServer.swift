@preconcurrency import Glibc
import Synchronization

/// An HTTP/1.1 server on loopback that does exactly what the test says, over real sockets.
package final class LoopbackServer: Sendable {
    package struct Received: Sendable {
        /// Counted from 0 over the whole server; `connection` likewise.
        package var number: Int
        package var connection: Int
        package var head: String
        package var body: [UInt8]
    }

    package enum Action: Sendable {
        case send(String)
        case pause(milliseconds: UInt32)
        /// Ends the connection with FIN.
        case close
        /// Ends it with RST.
        case reset
        /// Reads no more and says no more.
        case hang
    }

    package let port: UInt16
    private let listener: Int32
    private let script: @Sendable (Received) -> [Action]
    private let state = Mutex(State())

    private struct State {
        var received: [Received] = []
        var connections: [Int32] = []
        var stopped = false
    }

    /// - Parameters:
    ///   - readsBody: `false` leaves the body in the socket: the script is asked after the head.
    ///   - script: what to do with a request; the connection stays open unless it says otherwise.
    package init(readsBody: Bool = true, _ script: @escaping @Sendable (Received) -> [Action]) {
        self.script = script
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, pointer, &length) == 0
            }
        }
        precondition(bound, "no port on loopback")
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        inThread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                let number = state.withLock { $0.connections.append(connection); return $0.connections.count - 1 }
                inThread { [self] in serve(connection, number, readsBody) }
            }
        }
    }

    package var url: String { "http://127.0.0.1:\(port)" }
    package var received: [Received] { state.withLock { $0.received } }
    package var connections: Int { state.withLock { $0.connections.count } }

    /// Ends the threads; the descriptors of connections that a thread still reads are closed by it.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        state.withLock { state in
            state.stopped = true
            for connection in state.connections where connection >= 0 { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func serve(_ connection: Int32, _ number: Int, _ readsBody: Bool) {
        defer {
            state.withLock { $0.connections[number] = -1 }
            close(connection)
        }
        var input: [UInt8] = []
        while let request = next(on: connection, number, &input, readsBody) {
            for action in script(request) {
                switch action {
                case .send(let text):
                    let bytes = Array(text.utf8)
                    _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                case .pause(let milliseconds): usleep(milliseconds * 1_000)
                case .close: return
                case .reset:
                    var linger = linger(l_onoff: 1, l_linger: 0)
                    setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
                    return
                case .hang:
                    while !state.withLock({ $0.stopped }) { usleep(10_000) }
                    return
                }
            }
        }
    }

    private func next(on connection: Int32, _ number: Int, _ input: inout [UInt8], _ readsBody: Bool) -> Received? {
        while true {
            if let end = input.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: input[..<end.upperBound], as: UTF8.self)
                let length = readsBody ? contentLength(head) : 0
                if input.count >= end.upperBound + length {
                    let body = Array(input[end.upperBound..<end.upperBound + length])
                    input.removeFirst(end.upperBound + length)
                    return state.withLock {
                        let request = Received(number: $0.received.count, connection: number, head: head, body: body)
                        $0.received.append(request)
                        return request
                    }
                }
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            input += buffer[..<count]
        }
    }

    private func contentLength(_ head: String) -> Int {
        let line = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        return line.flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) } ?? 0
    }
}

/// An answer as a server writes it.
package func answer(_ status: String = "200 OK", headers: [String] = [], _ body: String = "") -> String {
    (["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.utf8.count)"]).joined(separator: "\r\n") + "\r\n\r\n" + body
}

private final class Work {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Runs something in a thread that nobody waits for.
package func inThread(_ run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let started = pthread_create(&thread, nil, { raw in
        Unmanaged<Work>.fromOpaque(raw!).takeRetainedValue().run()
        return nil
    }, Unmanaged.passRetained(Work(run)).toOpaque())
    precondition(started == 0, "no thread could be started")
    pthread_detach(thread)
}
