@preconcurrency import Glibc

/// A directory of journals for who reads them with more rights than the worker has, as root does: if somebody has taken the worker over,
/// anything may lie there. Nothing leads out of it, and nothing is waited for.
package final class JournalDirectory {
    private let descriptor: Int32
    /// Who writes there, unless it is who reads, or root.
    private let other: uid_t?

    /// Some hundred bytes for each departure of a day; what is larger is no journal.
    private static let mostBytes = 1 << 30

    /// - Throws: `JournalRefusal` when it is not there, is not a directory or cannot be read.
    package init(_ path: String) throws(JournalRefusal) {
        // With a slash at its end a link would be followed.
        let name = path.hasSuffix("/") ? String(path.dropLast()) : path
        descriptor = open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw JournalRefusal(errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw JournalRefusal(errno) }
        other = [0, geteuid()].contains(status.st_uid) ? nil : status.st_uid
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Of all that are called as journals are, in order.
    package var names: [String] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if JournalFile.place(of: name) != nil { names.append(name) }
        }
        return names.sorted()
    }

    /// Lends the bytes of one, some at a time.
    ///
    /// - Throws: `JournalRefusal` for what is no journal, even after some; whatever `each` throws.
    package func read(_ name: String, _ each: ([UInt8]) throws -> Void) throws {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard file >= 0 else { throw JournalRefusal(errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw JournalRefusal(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw JournalRefusal.noFile }
        // Somebody else's file has got there by another name of it.
        if let other, status.st_uid != other || status.st_nlink != 1 { throw JournalRefusal.foreign }
        var chunk = [UInt8](repeating: 0, count: 1 << 16), sum = 0
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw JournalRefusal(errno) }
            if count == 0 { return }
            sum += count
            guard max(sum, Int(status.st_size)) <= Self.mostBytes else { throw JournalRefusal.tooLarge }
            try each(Array(chunk[..<count]))
        }
    }
}

@available(*, unavailable)
extension JournalDirectory: Sendable {}

/// Why something among the journals is not read.
package enum JournalRefusal: Error, Equatable {
    case missing
    /// A symbolic link, a pipe, a directory or the like.
    case noFile
    /// A file that is not, or not only, of who writes the journals.
    case foreign
    case tooLarge
    /// With the C library's number.
    case unreadable(Int32)

    fileprivate init(_ code: Int32) {
        switch code {
        case ENOENT: self = .missing
        case ELOOP, ENOTDIR, ENXIO: self = .noFile
        default: self = .unreadable(code)
        }
    }
}
