import Certificates
import Domain
@preconcurrency import Glibc

/// A chain of certificates and its key, as somebody brings them for a name.
struct OfferedCertificate {
    let chain: CertificateChain
    private let certificates: [UInt8]
    private let key: [UInt8]

    private static let most = 1 << 20

    /// - Throws: `CommandError` unless they belong together, are valid now, and lead to an authority.
    init(chain chainPath: String, key keyPath: String) throws {
        (certificates, key) = (try Self.bytes(chainPath), try Self.bytes(keyPath))
        guard let chain = CertificateChain(pem: certificates) else {
            throw CommandError("Il file \(chainPath) non contiene certificati in formato PEM.")
        }
        self.chain = chain
        let now = Moment.now().seconds
        guard chain.fits(privateKey: key) else {
            throw CommandError("La chiave in \(keyPath) non è quella del certificato, oppure è protetta da una password.")
        }
        guard chain.first.expires > now else { throw CommandError("Il certificato è scaduto il \(chain.first.lastDay.italian).") }
        guard chain.first.begins <= now else { throw CommandError("Il certificato non vale ancora.") }
        guard chain.isInOrder else {
            throw CommandError("La catena in \(chainPath) non è in ordine: ogni certificato deve essere firmato da quello che lo segue.")
        }
        guard chain.reachesAuthority else {
            throw CommandError("""
                La catena in \(chainPath) non arriva a un'autorità: manca il certificato intermedio, oppure, di un'autorità che \
                questo sistema non conosce, il suo.
                """)
        }
    }

    func covers(_ name: String) -> Bool { chain.first.covers(name) }

    /// Lets nginx use it for a name, at once. Whoever connects meanwhile gets the old one or this one.
    ///
    /// - Throws: `CommandError` when it is for other names, or the directory cannot be written.
    func put(for name: HostName, in directory: CertificateDirectory) throws {
        guard name.value.contains(".") else { throw CommandError("«\(name.value)» non è un nome host completo.") }
        guard covers(name.value) else {
            throw CommandError("Il certificato non è per «\(name.value)», ma per \(chain.first.names.joined(separator: ", ")).")
        }
        let file = "\(directory.path)/\(name.value)"
        try write(key, to: "\(file).key.new", mode: 0o640)
        try write(certificates, to: "\(file).pem.new", mode: 0o644)
        for kind in ["key", "pem"] where rename("\(file).\(kind).new", "\(file).\(kind)") != 0 {
            throw CommandError("Il file \(file).\(kind) non si può scrivere: \(lastSystemError()).")
        }
    }

    /// The group is that of nginx, which reads the key.
    private func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        defer { if descriptor >= 0 { close(descriptor) } }
        let group = getgrnam("www-data").map(\.pointee.gr_gid)
        guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count,
              geteuid() != 0 || group.map({ fchown(descriptor, 0, $0) == 0 }) ?? true,
              fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
            throw CommandError("Il file \(path) non si può scrivere: \(lastSystemError()).")
        }
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        guard let bytes = contents(ofFile: path, atMost: most) else {
            throw CommandError("Il file \(path) non si può leggere: \(lastSystemError()).")
        }
        return bytes
    }
}

extension Certificate {
    var lastDay: CalendarDate { RomeTime(Moment(seconds: expires)).date }
}
