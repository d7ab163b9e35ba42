import CFastCGI
@preconcurrency import Glibc

/// Threads that wait on one listening socket and answer one request each at a time.
///
/// nginx must connect anew for every request (`fastcgi_keep_conn off`): a kept connection pins
/// a thread.
package final class Server: Sendable {
    package typealias Handler = (Request) -> Response

    private let listener: Int32
    private let threads: Int
    private let maximumBody: Int
    private let makeHandler: @Sendable () -> Handler
    private let stopping = Flag()

    /// Binds a Unix socket, taking over the path of a server that is gone.
    ///
    /// - Parameters:
    ///   - socket: the path; `nil` means that descriptor 0 already listens (socket activation).
    ///   - maximumBody: a request that announces more bytes gets 413 and is not read.
    ///   - makeHandler: called once in each thread, so that a handler may own what must not be
    ///     shared between threads (a database connection).
    /// - Throws: `ServerError` when the path cannot be bound.
    package init(socket: String?, threads: Int, maximumBody: Int,
                 makeHandler: @escaping @Sendable () -> Handler) throws {
        precondition(threads > 0)
        guard FCGX_Init() == 0 else { throw ServerError.library }
        if let socket {
            listener = FCGX_OpenSocket(socket, 1024)
            guard listener >= 0 else { throw ServerError.cannotListen(path: socket, errno: errno) }
        } else {
            listener = 0
        }
        self.threads = threads
        self.maximumBody = maximumBody
        self.makeHandler = makeHandler
    }

    /// Serves until SIGTERM or SIGINT, then lets every request in flight end, and returns.
    ///
    /// Call it on the main thread before any other thread is started: it blocks the two
    /// signals for the whole process. The listening socket is left as it is, for the process
    /// that comes after.
    package func run() {
        var awaited = sigset_t()
        sigemptyset(&awaited)
        sigaddset(&awaited, SIGTERM)
        sigaddset(&awaited, SIGINT)
        pthread_sigmask(SIG_BLOCK, &awaited, nil)
        // libfcgi's own handler of SIGUSR1 ends its service for ever, whoever sent the signal. Ours does nothing but
        // interrupt accept(); without SA_RESTART.
        var interrupting = sigaction()
        interrupting.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGUSR1, &interrupting, nil)
        let running = (0..<threads).map { _ in ServingThread(self) }
        var signal: Int32 = 0
        sigwait(&awaited, &signal)
        stopping.store()
        FCGX_ShutdownPending()
        while let thread = running.first(where: { !$0.hasEnded }) {
            pthread_kill(thread.id, SIGUSR1)
            usleep(20_000)
        }
        for thread in running { pthread_join(thread.id, nil) }
    }

    fileprivate func serve() {
        let handler = makeHandler()
        var exchange = FCGX_Request()
        guard FCGX_InitRequest(&exchange, listener, Int32(FCGI_FAIL_ACCEPT_ON_INTR)) == 0 else { return }
        while true {
            let accepted = FCGX_Accept_r(&exchange)
            guard accepted == 0 else {
                // Not every interruption is an order to stop: a debugger or a crash report signals threads too.
                if stopping.isSet { return }
                continue
            }
            let response = read(&exchange).map(handler) ?? Response(status: 413)
            write(response, to: exchange.out)
            FCGX_Finish_r(&exchange)
        }
    }

    private func write(_ response: Response, to stream: UnsafeMutablePointer<FCGX_Stream>) {
        var piece: [UInt8]? = response.bytes
        var next = 0
        while let bytes = piece {
            let count = bytes.withUnsafeBytes {
                FCGX_PutStr($0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), stream)
            }
            // Who asked is gone: what is left is not even read.
            guard count == bytes.count else { return }
            piece = try? response.pieces?(next)
            next += 1
        }
    }

    /// `nil` when the body is, or says it is, longer than allowed.
    private func read(_ exchange: inout FCGX_Request) -> Request? {
        var parameters: [String: String] = [:]
        var entry = exchange.envp
        while let pointer = entry?.pointee {
            let text = String(cString: pointer)
            if let equals = text.firstIndex(of: "=") {
                parameters[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            entry = entry?.successor()
        }
        let length = Int(parameters["CONTENT_LENGTH"] ?? "") ?? 0
        guard length >= 0, length <= maximumBody else { return nil }
        var body = [UInt8](repeating: 0, count: length)
        let count = body.withUnsafeMutableBytes { bytes in
            FCGX_GetStr(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(length), exchange.in)
        }
        body.removeLast(length - Int(max(count, 0)))
        return Request(parameters: parameters, body: body)
    }
}

/// Why a server could not start.
package enum ServerError: Error, CustomStringConvertible {
    case library
    case cannotListen(path: String, errno: Int32)

    package var description: String {
        switch self {
        case .library: "libfcgi did not start"
        case .cannotListen(let path, let errno): "cannot listen on \(path): \(String(cString: strerror(errno)))"
        }
    }
}

/// A POSIX thread that serves, and says when it no longer does.
private final class ServingThread {
    let id: pthread_t
    private let state: State

    init(_ server: Server) {
        let state = State(server)
        self.state = state
        var id = pthread_t()
        let started = pthread_create(&id, nil, { raw in
            let state = Unmanaged<State>.fromOpaque(raw!).takeRetainedValue()
            state.server.serve()
            state.ended.store()
            return nil
        }, Unmanaged.passRetained(state).toOpaque())
        precondition(started == 0, "no thread could be started")
        self.id = id
    }

    var hasEnded: Bool { state.ended.isSet }

    final class State: Sendable {
        let server: Server
        let ended = Flag()
        init(_ server: Server) { self.server = server }
    }
}
