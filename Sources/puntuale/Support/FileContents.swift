@preconcurrency import Glibc

/// The bytes of a file, or `nil` with `errno` set when it cannot be read or holds more than
/// `limit` bytes (`EFBIG`).
func contents(ofFile path: String, atMost limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return contents(ofDescriptor: descriptor, atMost: limit)
}

/// The same of what is already open, such as standard input.
func contents(ofDescriptor descriptor: Int32, atMost limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { return nil }
        if count == 0 { return bytes }
        bytes += chunk[..<count]
        guard bytes.count <= limit else {
            errno = EFBIG
            return nil
        }
    }
}

/// What `errno` says, in the C library's words.
func lastSystemError() -> String { String(cString: strerror(errno)) }
