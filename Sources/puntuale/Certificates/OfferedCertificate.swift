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

    /// Lets nginx use it for a name, at once.
    ///
    /// - Throws: `CommandError` when it is for other names, or the directory cannot be written.
    func put(for name: HostName, in directory: CertificateDirectory) throws {
        guard name.isComplete else { throw CommandError("«\(name.value)» non è un nome host completo.") }
        guard covers(name.value) else {
            throw CommandError("Il certificato non è per «\(name.value)», ma per \(chain.first.names.joined(separator: ", ")).")
        }
        try directory.put(chain: certificates, key: key, for: name.value)
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
