@preconcurrency import Glibc

/// A Unix datagram socket that says "look at these rows": whose they are and nothing else. Who rang and waits is told the same
/// way that it is time to look again.
///
/// Losing either costs only time, since who listens also looks by itself every half second, and who waits more often.
package final class Doorbell {
    /// Readable when somebody rang.
    package let descriptor: Int32
    private let path: String

    /// Listens on a path, taking it over from a process that is gone.
    ///
    /// - Parameter path: at most 107 bytes (`sun_path` of unix(7)).
    /// - Throws: `DoorbellError` when the path cannot be bound.
    package init(listeningAt path: String) throws {
        guard let address = SocketAddress(path) else { throw DoorbellError(path: path, errno: ENAMETOOLONG) }
        descriptor = datagramSocket(Int32(SOCK_NONBLOCK.rawValue))
        self.path = path
        guard descriptor >= 0 else { throw DoorbellError(path: path, errno: errno) }
        unlink(path)
        guard address.use({ bind(descriptor, $0, $1) }) == 0 else {
            let error = DoorbellError(path: path, errno: errno)
            throw error
        }
        // Web and worker run as different users of one group.
        chmod(path, 0o660)
    }

    deinit { close(descriptor) }

    /// Takes the rings that came, so that the descriptor is readable again only for a new one.
    package func answer() -> [Ring] {
        var rings: [Ring] = []
        var name = [UInt8](repeating: 0, count: Self.longest), ringer = SocketAddress()
        while case let count = ringer.take({ recvfrom(descriptor, &name, name.count, 0, $0, $1) }), count >= 0 {
            rings.append(Ring(name: Array(name[..<count]), ringer: ringer.hasName ? Ringer(address: ringer) : nil))
        }
        return rings
    }

    /// Says to somebody who rang and waits that it is time to look again. Nobody there any more is not an error.
    package func tell(_ ringer: Ringer) {
        _ = ringer.address.use { sendto(descriptor, nil, 0, Int32(MSG_DONTWAIT), $0, $1) }
    }

    private static let longest = 64

    /// Rings. Nobody listening, or a full queue, is not an error.
    ///
    /// - Parameter name: at most 64 bytes; whose rows there are to look at.
    /// - Returns: whether somebody of this host listens.
    @discardableResult
    package static func ring(_ path: String, for name: [UInt8]) -> Bool {
        let sender = datagramSocket()
        defer { close(sender) }
        return ring(path, for: name, from: sender)
    }

    fileprivate static func ring(_ path: String, for name: [UInt8], from sender: Int32) -> Bool {
        guard sender >= 0, let address = SocketAddress(path) else { return false }
        return address.use { sendto(sender, name, name.count, Int32(MSG_DONTWAIT), $0, $1) } >= 0 || errno == EAGAIN
    }
}

@available(*, unavailable)
extension Doorbell: Sendable {}

/// What somebody who rang has brought.
package struct Ring: Sendable {
    /// Up to 64 bytes, from whoever may write to the socket.
    package var name: [UInt8]
    /// `nil`: who does not wait.
    package var ringer: Ringer?
}

/// Somebody who rang and waits.
package struct Ringer: Sendable, Hashable {
    fileprivate var address: SocketAddress
}

/// Somebody who rings and then waits at the door.
package struct Caller: ~Copyable {
    private let descriptor: Int32
    /// Whether somebody of this host listens.
    package let isHeard: Bool

    /// Rings as `Doorbell.ring` does.
    package init(ringing path: String, for name: [UInt8]) {
        let descriptor = datagramSocket()
        // A bare family has the kernel choose a name (unix(7), "Autobind feature"), which needs no file and nobody's leave.
        _ = SocketAddress().use { address, _ in bind(descriptor, address, socklen_t(MemoryLayout<sa_family_t>.size)) }
        isHeard = Doorbell.ring(path, for: name, from: descriptor)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Waits until it is told that it is time to look again, so many milliseconds at most.
    package func wait(upTo milliseconds: Int) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, Int32(milliseconds)) == 1 else { return }
        while recv(descriptor, nil, 0, Int32(MSG_DONTWAIT)) >= 0 {}
    }
}

/// Why nobody can listen at a path.
package struct DoorbellError: Error, CustomStringConvertible {
    package var path: String
    package var errno: Int32
    package var description: String { "cannot listen at \(path): \(String(cString: strerror(errno)))" }
}

private func datagramSocket(_ flags: Int32 = 0) -> Int32 {
    socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | flags, 0)
}
