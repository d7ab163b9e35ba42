import Synchronization
import TestSupport

/// App IO on loopback. Until a test says otherwise every citizen can be reached, every message is taken and delivered. It
/// remembers what it was asked.
final class LoopbackAppIO: Sendable {
    enum Call: Sendable { case profile, message, status }

    struct Asked: Sendable {
        let call: Call
        /// As whom.
        let key: String
        let path: String
        let body: String
    }

    typealias Script = @Sendable (Asked) throws -> [LoopbackServer.Action]

    private struct State {
        var scripts: [Call: Script] = [:]
        var asked: [Asked] = []
        var fault: (any Error)?
    }

    private final class Memory: Sendable {
        let state = Mutex(State())

        func answer(_ request: LoopbackServer.Received) -> [LoopbackServer.Action] {
            let (asked, script) = state.withLock { state in
                let asked = Asked(request)
                state.asked.append(asked)
                return (asked, state.scripts[asked.call] ?? LoopbackAppIO.asAlways(messages: state.asked.count { $0.call == .message }))
            }
            do { return try script(asked) } catch {
                state.withLock { $0.fault = error }
                return [.close]
            }
        }
    }

    private let memory = Memory()
    private let server: LoopbackServer

    init() { server = LoopbackServer { [memory] in memory.answer($0) } }

    var url: String { server.url }
    func stop() { server.stop() }

    /// - Throws: what a script threw, in whose thread nobody would hear of it.
    func requireNoFault() throws { if let fault = memory.state.withLock({ $0.fault }) { throw fault } }

    /// What it was asked since the test began, or since `forget`.
    func asked(_ call: Call) -> [Asked] { memory.state.withLock { $0.asked.filter { $0.call == call } } }
    var asked: [Asked] { memory.state.withLock { $0.asked } }
    func forget() { memory.state.withLock { $0.asked = [] } }

    /// From now on a call of this kind is answered so.
    func answers(_ call: Call, _ script: @escaping Script) { memory.state.withLock { $0.scripts[call] = script } }
    func answers(_ call: Call, _ actions: LoopbackServer.Action...) { answers(call) { _ in actions } }
    /// All calls are answered as at first.
    func recovers() { memory.state.withLock { $0.scripts = [:] } }

    /// Something happens while it thinks about a call; then it answers as always.
    func meanwhile(_ call: Call, _ act: @escaping @Sendable () throws -> Void) {
        answers(call) { asked in
            try act()
            return try Self.asAlways(messages: 1)(asked)
        }
    }

    private static func asAlways(messages: Int) -> Script {
        { asked in
            switch asked.call {
            case .profile: [.json(#"{"sender_allowed":true}"#)]
            case .message: [.send(answer("201 Created", #"{"id":"01MESSAGE\#(messages)"}"#))]
            case .status: [.json(#"{"message":{},"status":"PROCESSED"}"#)]
            }
        }
    }
}

/// What a script found to be otherwise than it should. `#expect` would not be heard in its thread.
struct Unexpected: Error {
    let what: String

    static func unless(_ condition: Bool, _ what: String) throws { if !condition { throw Unexpected(what: what) } }
}

extension LoopbackAppIO.Asked {
    fileprivate init(_ request: LoopbackServer.Received) {
        let lines = request.head.split(separator: "\r\n")
        path = String(lines[0].split(separator: " ")[1])
        let header = "Ocp-Apim-Subscription-Key: "
        key = lines.first { $0.hasPrefix(header) }.map { String($0.dropFirst(header.count)) } ?? ""
        body = String(decoding: request.body, as: UTF8.self)
        call = path.hasSuffix("/profiles") ? .profile : path.hasSuffix("/messages") ? .message : .status
    }
}

extension LoopbackServer.Action {
    static func json(_ text: String) -> Self { .send(answer("200 OK", text)) }

    /// App IO explains itself.
    static func problem(_ status: String, _ title: String = "Titolo", _ detail: String = "Dettaglio", headers: [String] = []) -> Self {
        .send(answer(status, headers: ["Content-Type: application/problem+json"] + headers,
                     #"{"title":"\#(title)","detail":"\#(detail)","status":\#(status.prefix(3))}"#))
    }

    /// Its gateway speaks, which knows neither services nor citizens.
    static func gateway(_ status: String, _ message: String = "Parola del gateway", headers: [String] = []) -> Self {
        .send(answer(status, headers: ["Content-Type: application/json"] + headers,
                     #"{"statusCode":\#(status.prefix(3)),"message":"\#(message)"}"#))
    }

    /// It does not know the key.
    static let denied = gateway("401 Access Denied", "Access denied")

    /// Something on the way speaks.
    static func html(_ status: String) -> Self {
        .send(answer(status, headers: ["Content-Type: text/html"], "<html><body><h1>\(status)</h1></body></html>"))
    }

    /// More than anybody reads.
    static func tooLong(_ status: String, headers: [String] = []) -> Self {
        .send(answer(status, headers: headers, String(repeating: "x", count: 300_000)))
    }

    /// Promises more than comes before the connection ends.
    static func cut(_ status: String, headers: [String] = []) -> Self {
        .send((["HTTP/1.1 \(status)"] + headers + ["Content-Length: 500", "", #"{"id":"#]).joined(separator: "\r\n"))
    }
}
