import Certificates
@preconcurrency import Glibc

extension CertificateDirectory {
    /// Debian's account of nginx, which reads the keys by its group.
    static let nginx = "www-data"

    /// Lets nginx use a certificate for a name, at once. Whoever connects meanwhile gets the old one or this one.
    ///
    /// - Throws: `CommandError` when the directory cannot be written.
    func put(chain: [UInt8], key: [UInt8], for name: String) throws {
        let end = key.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
        let (whole, shown) = (path(of: .whole, for: name), path(of: .chain, for: name))
        // What a full disk has left of them; one that has its place is there no more.
        defer { for file in [whole, shown] { unlink("\(file).new") } }
        try Self.write(key + end + chain, to: "\(whole).new", mode: 0o640)
        try Self.write(chain, to: "\(shown).new", mode: 0o644)
        for file in [whole, shown] where rename("\(file).new", file) != 0 {
            throw CommandError("Il file \(file) non si può scrivere: \(lastSystemError()).")
        }
    }

    /// What is wrong with the files of a name, so that its browsers would be turned away or its last day would not be told.
    ///
    /// - Parameter nginx: with whose rights nginx reads; `nil`: that is not asked.
    /// - Returns: nothing when they are right. A key that this program may not read is right.
    func faults(of name: String, readBy nginx: ServiceAccount?) -> [String] {
        let (whole, shown) = (path(of: .whole, for: name), path(of: .chain, for: name))
        var faults: [String] = []
        if let nginx, case let view = ConfigurationView(account: nginx), !view.allows(R_OK, of: whole) {
            faults.append("nginx non può leggere \(whole)\(view.byWhom): \(lastSystemError())")
        }
        guard let chain = CertificateChain(file: shown) else { return faults + ["\(shown) manca o non contiene certificati"] }
        if let bytes = contents(ofFile: whole, atMost: 1 << 20) {
            let isWhole = CertificateChain(pem: bytes)?.fits(privateKey: bytes) == true && chain.fits(privateKey: bytes)
            if !isWhole { faults.append("\(whole) non contiene la chiave e il certificato di \(shown)") }
        }
        return faults
    }

    private static func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        defer { if descriptor >= 0 { close(descriptor) } }
        let group = getgrnam(nginx).map(\.pointee.gr_gid)
        guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count,
              geteuid() != 0 || group.map({ fchown(descriptor, 0, $0) == 0 }) ?? true,
              fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
            throw CommandError("Il file \(path) non si può scrivere: \(lastSystemError()).")
        }
    }
}
