import Synchronization
@preconcurrency import Glibc

/// SIGTERM and SIGINT as a descriptor to watch. Make it before any thread is started: it blocks both signals
/// for the whole process.
final class StopSignal: Sendable {
    let descriptor: Int32
    private let raised = Atomic(false)

    init() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        descriptor = signalfd(-1, &signals, Int32(SFD_CLOEXEC.rawValue))
        precondition(descriptor >= 0, "no descriptor for signals")
    }

    /// Whether it is time to stop, for threads that look rather than watch.
    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func raise() { raised.store(true, ordering: .releasing) }
}

/// A thread that runs one thing to its end.
struct Background {
    private let thread: pthread_t

    init(_ body: @escaping @Sendable () -> Void) {
        final class Box { let body: @Sendable () -> Void; init(_ body: @escaping @Sendable () -> Void) { self.body = body } }
        var thread = pthread_t()
        let started = pthread_create(&thread, nil, { raw in
            Unmanaged<Box>.fromOpaque(raw!).takeRetainedValue().body()
            return nil
        }, Unmanaged.passRetained(Box(body)).toOpaque())
        precondition(started == 0, "no thread could be started")
        self.thread = thread
    }

    func join() { pthread_join(thread, nil) }
}
