@preconcurrency import Glibc

/// This host's name, for who reads which workers live.
enum HostName {
    static let current: String = {
        var name = [CChar](repeating: 0, count: 254)
        gethostname(&name, name.count - 1)
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }()
}
