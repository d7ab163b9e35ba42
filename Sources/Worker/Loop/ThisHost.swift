@preconcurrency import Glibc

/// This host's name, for who reads which workers live.
package enum ThisHost {
    /// As `gethostname` says it.
    package static let name: String = {
        var buffer = [CChar](repeating: 0, count: 254)
        gethostname(&buffer, buffer.count - 1)
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }()
}
