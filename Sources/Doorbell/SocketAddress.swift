@preconcurrency import Glibc

/// The address of a Unix socket: a path, or a name of the kernel's choice.
struct SocketAddress: Hashable, Sendable {
    /// What follows the family (unix(7)).
    private var name: [UInt8] = []

    init() {}

    /// - Returns: `nil` for a path that an address cannot hold.
    init?(_ path: String) {
        guard path.utf8.count < Self.longest else { return nil }
        name = Array(path.utf8) + [0]
    }

    var hasName: Bool { !name.isEmpty }

    func use<T>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(Self.offset + name.count)) }
        }
    }

    /// Becomes the address that a call writes, of whoever sent something.
    mutating func take<T>(_ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> T) -> T {
        var address = sockaddr_un(), length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, &length) }
        }
        name = withUnsafeBytes(of: address.sun_path) { Array($0.prefix(max(Int(length) - Self.offset, 0))) }
        return result
    }

    private static let offset = MemoryLayout<sockaddr_un>.offset(of: \sockaddr_un.sun_path)!
    private static let longest = MemoryLayout<sockaddr_un>.size - offset
}
