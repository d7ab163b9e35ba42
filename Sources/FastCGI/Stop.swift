import Synchronization
@preconcurrency import Glibc

/// Says once, to all threads that ask or wait, that the process is to end.
package final class Stop: Sendable {
    private let flag = Atomic(false)
    private let (reader, writer): (Int32, Int32)

    package init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no pipe for the stop")
        (reader, writer) = (ends[0], ends[1])
    }

    deinit {
        close(reader)
        close(writer)
    }

    func set() {
        flag.store(true, ordering: .releasing)
        // Nobody takes it out: the pipe stays readable for all who wait.
        write(writer, "!", 1)
    }

    var isSet: Bool { flag.load(ordering: .acquiring) }

    /// Sleeps, but not longer than until the stop.
    package func sleep(milliseconds: Int) {
        var watched = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
        poll(&watched, 1, Int32(clamping: milliseconds))
    }

    /// Waits for the first bytes of a connection, or for its end.
    ///
    /// - Parameters: milliseconds, altogether and from the stop on.
    /// - Returns: whether there is something to read.
    func waits(for connection: Int32, atMost patience: Int32, afterStop grace: Int32) -> Bool {
        var watched = [connection, reader].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        // The signal that ended an accept may come only now.
        while poll(&watched, 2, patience) < 0 {
            guard errno == EINTR else { return false }
        }
        if watched[0].revents != 0 || watched[1].revents == 0 { return watched[0].revents != 0 }
        while poll(&watched, 1, grace) < 0 {
            guard errno == EINTR else { return false }
        }
        return watched[0].revents != 0
    }
}
