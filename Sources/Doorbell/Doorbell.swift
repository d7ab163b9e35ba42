@preconcurrency import Glibc

/// A Unix datagram socket that says "look at these rows": whose they are and nothing else, never a wait.
///
/// Losing a ring costs only time, since who listens also looks by itself every half second.
package final class Doorbell {
    /// Readable when somebody rang.
    package let descriptor: Int32
    private let path: String

    /// Listens on a path, taking it over from a process that is gone.
    ///
    /// - Parameter path: at most 107 bytes (`sun_path` of unix(7)).
    /// - Throws: `DoorbellError` when the path cannot be bound.
    package init(listeningAt path: String) throws {
        guard let address = Address(path) else { throw DoorbellError(path: path, errno: ENAMETOOLONG) }
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
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
    ///
    /// - Returns: what each brought; up to 64 bytes, from whoever may write to the socket.
    package func answer() -> [[UInt8]] {
        var rings: [[UInt8]] = []
        var ring = [UInt8](repeating: 0, count: Self.longest)
        while case let count = recv(descriptor, &ring, ring.count, 0), count >= 0 { rings.append(Array(ring[..<count])) }
        return rings
    }

    private static let longest = 64

    /// Rings. Nobody listening, or a full queue, is not an error.
    ///
    /// - Parameter name: at most 64 bytes; whose rows there are to look at.
    package static func ring(_ path: String, for name: [UInt8]) {
        guard let address = Address(path) else { return }
        let sender = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard sender >= 0 else { return }
        defer { close(sender) }
        _ = address.use { sendto(sender, name, name.count, Int32(MSG_DONTWAIT), $0, $1) }
    }
}

@available(*, unavailable)
extension Doorbell: Sendable {}

/// Why nobody can listen at a path.
package struct DoorbellError: Error, CustomStringConvertible {
    package var path: String
    package var errno: Int32
    package var description: String { "cannot listen at \(path): \(String(cString: strerror(errno)))" }
}

/// A Unix socket's address.
private struct Address {
    private var address = sockaddr_un()

    init?(_ path: String) {
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    }

    func use<T>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
