internal import COpenSSL
internal import Glibc

/// One certificate (X.509), as libcrypto has read it.
package final class Certificate {
    private let x509: OpaquePointer

    /// - Parameter x509: freed with this object.
    init(owning x509: OpaquePointer) { self.x509 = x509 }

    deinit { X509_free(x509) }

    /// The host names that it is for, as they stand in it; `*.` may begin one.
    package var names: [String] {
        guard let list = X509_get_ext_d2i(x509, NID_subject_alt_name, nil, nil).map(OpaquePointer.init) else { return [] }
        defer { GENERAL_NAMES_free(list) }
        return (0..<names_count(list)).compactMap { place in
            var length: Int32 = 0
            let name = host_name(list, place, &length)
            return name.map { String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self) }
        }
    }

    /// Whether a browser takes it for the certificate of a host name (RFC 6125).
    package func covers(_ name: String) -> Bool {
        let flags = UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS)
        return X509_check_host(x509, name, name.utf8.count, flags, nil) == 1
    }

    /// From when and until when it is valid, in seconds since 1970.
    package var begins: Int64 { Self.seconds(X509_get0_notBefore(x509)) }
    package var expires: Int64 { Self.seconds(X509_get0_notAfter(x509)) }

    /// The organization and the name of whoever signed it, as far as it says them.
    package var issuer: String {
        [NID_organizationName, NID_commonName].compactMap { part($0, of: X509_get_issuer_name(x509)) }.joined(separator: ", ")
    }

    package var signsItself: Bool { isSigned(by: self) }

    /// Whether another's key signed it, and that one names the same authority.
    func isSigned(by other: Certificate) -> Bool {
        X509_check_issued(other.x509, x509) == X509_V_OK && X509_verify(x509, X509_get0_pubkey(other.x509)) == 1
    }

    /// - Returns: false as well when the bytes hold no private key that opens without a password.
    func fits(privateKey pem: [UInt8]) -> Bool {
        defer { ERR_clear_error() }
        guard let file = memory(pem), let key = PEM_read_bio_PrivateKey(file.bio, nil, no_password, nil) else { return false }
        defer { EVP_PKEY_free(key) }
        return X509_check_private_key(x509, key) == 1
    }

    /// Whether one of the system's authorities has signed it.
    var isSignedByKnownAuthority: Bool {
        defer { ERR_clear_error() }
        guard let store = X509_STORE_new(), let context = X509_STORE_CTX_new() else { return false }
        defer {
            X509_STORE_CTX_free(context)
            X509_STORE_free(store)
        }
        guard X509_STORE_set_default_paths(store) == 1, X509_STORE_CTX_init(context, store, x509, nil) == 1 else { return false }
        var issuer: OpaquePointer?
        guard X509_STORE_CTX_get1_issuer(&issuer, context, x509) == 1, let issuer else { return false }
        return isSigned(by: Certificate(owning: issuer))
    }

    private func part(_ number: Int32, of name: OpaquePointer?) -> String? {
        let place = X509_NAME_get_index_by_NID(name, number, -1)
        guard place >= 0, let value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, place)) else { return nil }
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = ASN1_STRING_to_UTF8(&bytes, value)
        guard length >= 0, let bytes else { return nil }
        defer { bytes_free(bytes) }
        return String(decoding: UnsafeBufferPointer(start: bytes, count: Int(length)), as: UTF8.self)
    }

    /// What cannot be read is long ago.
    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
        var parts = tm()
        return ASN1_TIME_to_tm(time, &parts) == 1 ? Int64(timegm(&parts)) : 0
    }
}

@available(*, unavailable)
extension Certificate: Sendable {}
