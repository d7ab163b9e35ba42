import COath
import Text
@preconcurrency import Glibc

extension OneTimePassword {
    /// The secret as a person types it into a telephone (RFC 4648 §6).
    package var base32: String {
        var text: UnsafeMutablePointer<CChar>?
        var length = 0
        let result = secret.withUnsafeBytes {
            oath_base32_encode($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, &text, &length)
        }
        precondition(result == Int32(OATH_OK.rawValue), "out of memory")
        defer { free(text) }
        return String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
    }

    /// Reads base32, in either case and with spaces.
    package init?(base32: String) {
        var bytes: UnsafeMutablePointer<CChar>?
        var length = 0
        guard oath_base32_decode(base32, base32.utf8.count, &bytes, &length) == Int32(OATH_OK.rawValue) else { return nil }
        defer { free(bytes) }
        self.init(secret: Array(UnsafeRawBufferPointer(start: bytes, count: length)))
    }

    /// What the QR code holds, in the form that authenticator applications read.
    ///
    /// - Parameters:
    ///   - issuer: who asks for the codes; a colon in it would end it.
    ///   - account: whose they are.
    package func address(issuer: String, account: String) -> String {
        let issuer = issuer.filter { $0 != ":" }.utf8.percentEncoded()
        return "otpauth://totp/\(issuer):\(account.utf8.percentEncoded())?secret=\(base32)&issuer=\(issuer)&algorithm=SHA1"
            + "&digits=\(Self.digits)&period=\(Self.step)"
    }
}
