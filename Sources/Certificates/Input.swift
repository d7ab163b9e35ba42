internal import COpenSSL

/// What libcrypto reads from.
final class Input {
    let bio: OpaquePointer

    init?(_ bio: OpaquePointer?) {
        guard let bio else { return nil }
        self.bio = bio
    }

    deinit { BIO_free(bio) }
}

/// A copy of bytes to read from.
func memory(_ bytes: [UInt8]) -> Input? {
    let input = Input(BIO_new(BIO_s_mem()))
    return input.flatMap { BIO_write($0.bio, bytes, Int32(bytes.count)) == bytes.count ? $0 : nil }
}
