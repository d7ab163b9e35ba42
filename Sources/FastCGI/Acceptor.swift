import Synchronization
@preconcurrency import Glibc

/// Where one thread waits for connections, until another fetches it away.
///
/// The listening socket is shared with other processes: it is neither shut down nor made non-blocking, which all of them
/// would notice. Whoever is not accepted stays in its queue, for the process that comes after.
final class Acceptor: Sendable {
    private let arrivals: Arrivals
    private let stop: Stop
    private let faults: AcceptFaults
    private let isWaiting = Mutex(false)

    init(_ arrivals: Arrivals, until stop: Stop, _ faults: AcceptFaults) {
        self.arrivals = arrivals
        self.stop = stop
        self.faults = faults
    }

    /// `nil` from the stop on.
    func next() -> Int32? {
        while isWaiting.withLock({ $0 = !stop.isSet; return $0 }) {
            let connection = arrivals.next()
            let reason = errno
            isWaiting.withLock { $0 = false }
            if connection >= 0 { return connection }
            // No descriptor is left, say: it is not found by asking without pause.
            if reason != EINTR && reason != ECONNABORTED {
                faults.note(reason)
                stop.sleep(milliseconds: 100)
            }
        }
        return nil
    }

    /// Interrupts the wait, not what follows: a read that a signal ends is a request lost.
    ///
    /// - Returns: whether the thread was waiting. A signal that comes just before the wait ends nothing: ask again.
    func interrupt(_ thread: pthread_t) -> Bool {
        isWaiting.withLock { isWaiting in
            if isWaiting { pthread_kill(thread, SIGUSR1) }
            return isWaiting
        }
    }

    /// Makes SIGUSR1 interrupt `accept`, and do nothing else, in the whole process.
    static func takeSignal() {
        // Without SA_RESTART. libfcgi's own handler would end its service for ever, whoever sent the signal.
        var interrupting = sigaction()
        interrupting.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGUSR1, &interrupting, nil)
    }

    /// Lets the signal come to this thread, whatever it inherited.
    static func letSignalIn() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGUSR1)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}

/// Why no connection could be accepted.
package struct AcceptFault: Error, CustomStringConvertible {
    package var errno: Int32
    package var description: String { "\(String(cString: strerror(errno))) (errno \(errno))" }
}

/// Tells one for all threads, and once a minute, what befalls all of them ten times a second.
final class AcceptFaults: Sendable {
    private let told = Mutex<ContinuousClock.Instant?>(nil)
    private let tell: @Sendable (AcceptFault) -> Void

    private static let pause = Duration.seconds(60)

    init(_ tell: @escaping @Sendable (AcceptFault) -> Void) { self.tell = tell }

    func note(_ errno: Int32) {
        let isDue = told.withLock { told in
            guard told.map({ .now - $0 >= Self.pause }) ?? true else { return false }
            told = .now
            return true
        }
        if isDue { tell(AcceptFault(errno: errno)) }
    }
}
