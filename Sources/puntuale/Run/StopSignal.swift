import Synchronization
@preconcurrency import Glibc

/// SIGTERM and SIGINT as a descriptor to watch. Make it before any other thread is started: it blocks both
/// signals for the whole process and waits for them in a thread of its own.
final class StopSignal: Sendable {
    let descriptor: Int32
    private let raised = Atomic(false)

    init() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no pipe for signals")
        descriptor = ends[0]
        let (awaited, sender) = (signals, ends[1])
        _ = Background {
            var signals = awaited
            var signal: Int32 = 0
            sigwait(&signals, &signal)
            close(sender) // readable from now on: the end of the pipe
        }
    }

    /// Waits for the signal, for so long at most.
    func comes(within limit: Duration) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, Int32(limit.components.seconds * 1000)) > 0
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
