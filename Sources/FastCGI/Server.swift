import CFastCGI
@preconcurrency import Glibc

/// Threads that wait on one listening socket and answer one request each at a time.
///
/// A connection carries one request (nginx: `fastcgi_keep_conn off`): a kept one would pin a thread.
package final class Server: Sendable {
    package typealias Handler = (Request) -> Response

    /// How long clients may be silent, in milliseconds.
    struct Patience {
        /// Before the request and between its pieces; less than the ten seconds that a process has to end.
        var always: Int32 = 5_000
        /// Before the request, from the stop on. nginx sends at once: it is between its connect and its first write.
        var afterStop: Int32 = 50
    }

    let listener: Int32
    private let threads: Int
    private let maximumBody: Int
    private let stop: Stop
    private let patience: Patience
    private let notAccepted: @Sendable (AcceptFault) -> Void
    private let makeHandler: @Sendable () -> Handler

    /// Binds a Unix socket, taking over the path of a server that is gone.
    ///
    /// - Parameters:
    ///   - socket: the path; `nil` means that descriptor 0 already listens (socket activation).
    ///   - maximumBody: a request that announces more bytes gets 413 and is not read.
    ///   - stop: set by `run` when the process is to end, for handlers that wait.
    ///   - notAccepted: told that no connection could be accepted, once a minute at most.
    ///   - makeHandler: called once in each thread, so that a handler may own what must not be
    ///     shared between threads (a database connection).
    /// - Throws: `ServerError` when the path cannot be bound, or descriptor 0 does not listen.
    package convenience init(socket: String?, threads: Int, maximumBody: Int, stop: Stop = Stop(),
                             notAccepted: @escaping @Sendable (AcceptFault) -> Void = { _ in },
                             makeHandler: @escaping @Sendable () -> Handler) throws {
        let listener = socket.map { FCGX_OpenSocket($0, 1024) } ?? 0
        guard listener >= 0 else { throw ServerError.cannotListen(path: socket ?? "", errno: errno) }
        try self.init(
            listener: listener, threads: threads, maximumBody: maximumBody, stop: stop, notAccepted: notAccepted, makeHandler: makeHandler)
    }

    init(listener: Int32, threads: Int, maximumBody: Int, stop: Stop = Stop(), patience: Patience = Patience(),
         notAccepted: @escaping @Sendable (AcceptFault) -> Void = { _ in }, makeHandler: @escaping @Sendable () -> Handler) throws {
        precondition(threads > 0)
        guard Arrivals.listens(listener) else { throw ServerError.notListening(descriptor: listener) }
        guard FCGX_Init() == 0 else { throw ServerError.library }
        self.listener = listener
        self.threads = threads
        self.maximumBody = maximumBody
        self.stop = stop
        self.patience = patience
        self.notAccepted = notAccepted
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
        let running = start()
        var signal: Int32 = 0
        sigwait(&awaited, &signal)
        end(running)
    }

    func start() -> [ServingThread] {
        Acceptor.takeSignal()
        let faults = AcceptFaults(notAccepted), arrivals = Arrivals(of: listener)
        return (0..<threads).map { _ in ServingThread(self, Acceptor(arrivals, until: stop, faults)) }
    }

    func end(_ running: [ServingThread]) {
        stop.set()
        var waiting = running
        while true {
            waiting = waiting.filter { $0.acceptor.interrupt($0.id) }
            if waiting.isEmpty { break }
            usleep(1_000)
        }
        for thread in running { pthread_join(thread.id, nil) }
    }

    fileprivate func serve(_ acceptor: Acceptor) {
        Acceptor.letSignalIn()
        let handler = makeHandler()
        let reader = ConnectionReader(maximumBody: maximumBody, patienceMilliseconds: patience.always)
        while let connection = acceptor.next() {
            if stop.waits(for: connection, atMost: patience.always, afterStop: patience.afterStop) {
                reader.answer(connection, handler)
            } else {
                close(connection)
            }
        }
    }
}

/// Why a server could not start.
package enum ServerError: Error, CustomStringConvertible {
    case library
    case cannotListen(path: String, errno: Int32)
    case notListening(descriptor: Int32)

    package var description: String {
        switch self {
        case .library: "libfcgi did not start"
        case .notListening(let descriptor):
            "descriptor \(descriptor) does not listen: neither is a socket configured nor has systemd passed one (StandardInput=socket)"
        case .cannotListen(let path, let errno): "cannot listen on \(path): \(String(cString: strerror(errno)))"
        }
    }
}

/// A POSIX thread that serves until the stop.
final class ServingThread: Sendable {
    let id: pthread_t
    let acceptor: Acceptor

    init(_ server: Server, _ acceptor: Acceptor) {
        final class Work: Sendable {
            let server: Server, acceptor: Acceptor
            init(_ server: Server, _ acceptor: Acceptor) { (self.server, self.acceptor) = (server, acceptor) }
        }
        var id = pthread_t()
        let started = pthread_create(&id, nil, { raw in
            let work = Unmanaged<Work>.fromOpaque(raw!).takeRetainedValue()
            work.server.serve(work.acceptor)
            return nil
        }, Unmanaged.passRetained(Work(server, acceptor)).toOpaque())
        precondition(started == 0, "no thread could be started")
        self.id = id
        self.acceptor = acceptor
    }
}
