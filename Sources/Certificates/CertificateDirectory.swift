internal import Glibc

/// Where nginx finds the certificate of each name, its key and its chain in one file, `NAME.pem`: so no handshake reads the key of one
/// certificate and the chain of another. The chain alone is in `NAME.crt`, which our programs read too.
package struct CertificateDirectory: Sendable {
    package let path: String

    /// What a client gets that asks for no name, or for one that no host can have.
    package static let nameless = "default"

    package init(_ path: String) { self.path = path }

    /// The names that have a certificate, in order.
    package var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var found: Set<String> = []
        while let entry = readdir(directory) {
            let file = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if file.hasSuffix(".pem") || file.hasSuffix(".crt"), !file.hasPrefix(".") { found.insert(String(file.dropLast(4))) }
        }
        return found.subtracting([Self.nameless]).sorted()
    }

    /// - Parameter name: a host name in lower case.
    /// - Returns: `nil` when there is none that can be read.
    package func chain(of name: String) -> CertificateChain? {
        name.utf8.contains(UInt8(ascii: "/")) ? nil : CertificateChain(file: path(of: .chain, for: name))
    }

    package enum File: String, CaseIterable, Sendable {
        /// What nginx reads, and nobody else: the key, then the chain.
        case whole = "pem"
        case chain = "crt"
    }

    package func path(of file: File, for name: String) -> String { "\(path)/\(name).\(file.rawValue)" }
}
