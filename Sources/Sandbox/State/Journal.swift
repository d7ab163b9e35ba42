@preconcurrency import Glibc

/// Lines of JSON that only grow. A line is with the kernel before `append` returns: a process
/// that is killed loses none that it has acknowledged.
final class Journal: Sendable {
    private let descriptor: Int32
    private let path: String

    /// Opens or makes the journal of a directory and gives back its lines. A last line without
    /// its end, which a kill in the middle of a write leaves, was never acknowledged and goes.
    static func open(directory: String) throws(SandboxError) -> (journal: Journal, lines: [JSON]) {
        guard mkdir(directory, 0o750) == 0 || errno == EEXIST else { throw failure(directory) }
        let path = "\(directory)/journal.jsonl"
        let descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw failure(path) }
        let journal = Journal(descriptor: descriptor, path: path)
        let bytes = try journal.readAll()
        let whole = bytes.lastIndex(of: newline).map { $0 + 1 } ?? 0
        if whole < bytes.count, ftruncate(descriptor, off_t(whole)) != 0 { throw failure(path) }
        var lines: [JSON] = []
        for line in bytes[..<whole].split(separator: newline) {
            do {
                lines.append(try JSONParser.parse(Array(line)))
            } catch {
                throw SandboxError.file(path: path, reason: "line \(lines.count + 1) is not JSON")
            }
        }
        return (journal, lines)
    }

    func append(_ line: JSON) throws(SandboxError) {
        let bytes = line.bytes + [Self.newline]
        let written = write(descriptor, bytes, bytes.count)
        guard written == bytes.count else {
            let failure = Self.failure(path)
            // Half a line (disk full) would join the next one.
            if written > 0 { ftruncate(descriptor, lseek(descriptor, 0, SEEK_END) - off_t(written)) }
            throw failure
        }
    }

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    private func readAll() throws(SandboxError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw Self.failure(path) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    private static let newline = UInt8(ascii: "\n")

    private static func failure(_ path: String) -> SandboxError {
        .file(path: path, reason: String(cString: strerror(errno)))
    }
}
