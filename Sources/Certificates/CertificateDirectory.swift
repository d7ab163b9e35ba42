internal import Glibc

/// Where nginx finds the certificate of each name: `NAME.pem`, and its key beside it in `NAME.key`.
package struct CertificateDirectory: Sendable {
    package let path: String

    /// What a client gets that asks for no name, or for one that no host can have.
    package static let nameless = "default"

    package init(_ path: String) { self.path = path }

    /// The names that have a certificate, in order.
    package var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let file = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if file.hasSuffix(".pem"), !file.hasPrefix("."), file != "\(Self.nameless).pem" { found.append(String(file.dropLast(4))) }
        }
        return found.sorted()
    }

    /// - Parameter name: a host name in lower case.
    /// - Returns: `nil` when there is none that can be read.
    package func chain(of name: String) -> CertificateChain? {
        name.utf8.contains(UInt8(ascii: "/")) ? nil : CertificateChain(file: "\(path)/\(name).pem")
    }
}
