internal import COpenSSL

/// A certificate and those that lead from it towards an authority, in the order in which a server sends them.
package struct CertificateChain {
    private let certificates: [Certificate]

    /// Reads PEM.
    ///
    /// - Returns: `nil` when it holds no certificate, or something in it cannot be read.
    package init?(pem: [UInt8]) {
        guard let input = memory(pem) else { return nil }
        self.init(input)
    }

    /// Reads a file in PEM.
    ///
    /// - Returns: `nil` also when there is no such file.
    package init?(file path: String) {
        guard let input = Input(BIO_new_file(path, "r")) else {
            ERR_clear_error()
            return nil
        }
        self.init(input)
    }

    private init?(_ input: Input) {
        defer { ERR_clear_error() }
        var found: [Certificate] = []
        while let x509 = PEM_read_bio_X509(input.bio, nil, no_password, nil) { found.append(Certificate(owning: x509)) }
        guard !found.isEmpty, ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE else { return nil }
        certificates = found
    }

    /// The certificate that all this is about.
    package var first: Certificate { certificates[0] }

    /// Whether each is signed by the one after it.
    package var isInOrder: Bool { zip(certificates, certificates.dropFirst()).allSatisfy { $0.isSigned(by: $1) } }

    /// Whether its end is an authority's own certificate, or is signed by an authority that this system knows.
    package var reachesAuthority: Bool { certificates.last!.signsItself || certificates.last!.isSignedByKnownAuthority }

    /// Whether a private key, in PEM, is that of the first. One that needs a password never is.
    package func fits(privateKey pem: [UInt8]) -> Bool { first.fits(privateKey: pem) }
}
