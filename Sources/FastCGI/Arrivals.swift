import CFastCGI
@preconcurrency import Glibc

/// The connections that come to a listening socket, for all threads of a server. The thread that has waited for the shortest time
/// gets the next: `accept` alone lets them take turns, and of hundreds each finds what it needs no longer in the processor's caches.
final class Arrivals: Sendable {
    private let listener: Int32
    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))

    init(of listener: Int32) {
        precondition(epoll >= 0, "no epoll")
        self.listener = listener
        watch(EPOLL_CTL_ADD)
    }

    deinit { close(epoll) }

    /// Whether a descriptor is a socket that listens.
    static func listens(_ descriptor: Int32) -> Bool {
        var answer: Int32 = 0, size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &answer, &size) == 0 && answer != 0
    }

    /// Waits for one; negative, with the reason in `errno`, when none could be accepted. One that another process has taken
    /// meanwhile is waited for in `accept`.
    func next() -> Int32 {
        var event = epoll_event()
        guard epoll_wait(epoll, &event, 1, -1) == 1 else { return -1 }
        let connection = accept(listener, nil, nil)
        let reason = errno
        watch(EPOLL_CTL_MOD)
        errno = reason
        return connection
    }

    /// Wakes one thread, once.
    private func watch(_ operation: Int32) {
        var event = epoll_event(events: EPOLLIN.rawValue | EPOLLONESHOT.rawValue, data: epoll_data_t(fd: listener))
        precondition(epoll_ctl(epoll, operation, listener, &event) == 0, "the listening socket cannot be watched")
    }
}
