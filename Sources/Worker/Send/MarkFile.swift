import Domain
import Store
import Text
@preconcurrency import Glibc

/// The file that remembers how far this worker's place has come with its sends, so that a database which was restored
/// from a backup is noticed before anything leaves a second time.
///
/// It need not survive a power cut whole: a file behind the database does no harm.
final class MarkFile {
    private let descriptor: Int32
    private let path: String
    /// What it says; a new file makes itself an id.
    private(set) var mark: SendMark

    /// - Throws: `MarkFileError` when it cannot be read and written, holds something else, or another worker has it.
    init(path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw MarkFileError(path: path, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw MarkFileError(path: path, reason: "another worker has it: each needs a file of its own")
        }
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let parts = String(decoding: bytes[..<max(count, 0)], as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let read = parts.count == 3 ? MarkID(parts[0]).flatMap { id in
            Int(parts[1]).flatMap { epoch in Int(parts[2]).map { SendMark(id: id, epoch: epoch, number: $0) } }
        } : nil
        guard count == 0 || read != nil else {
            close(descriptor)
            throw MarkFileError(path: path, reason: "it does not hold a mark")
        }
        (self.descriptor, self.path) = (descriptor, path)
        mark = read ?? SendMark(id: .make(), epoch: 0, number: 0)
        if read == nil { try write(mark) }
    }

    deinit { close(descriptor) }

    /// - Throws: `MarkFileError`: then nothing may leave.
    func write(_ mark: SendMark) throws {
        // Always as long as the one before: in place, whole or not at all for a process that is killed.
        let line = "\(mark.id) \(mark.epoch.padded(to: 19)) \(mark.number.padded(to: 19))\n"
        guard pwrite(descriptor, line, line.utf8.count, 0) == line.utf8.count else {
            throw MarkFileError(path: path, reason: String(cString: strerror(errno)))
        }
        self.mark = mark
    }
}

@available(*, unavailable)
extension MarkFile: Sendable {}

/// Why a worker cannot keep its mark.
struct MarkFileError: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "cannot keep the mark of what was sent in \(path): \(reason)" }
}
