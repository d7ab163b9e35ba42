import Secrets
import Store

@preconcurrency import Glibc

/// A file of an exported tenant on its way to the disk: only its owner may read it, and its digest is taken as it is written.
final class DigestedFile {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var digest = SHA256()
    private var bytes = 0
    private var rows = 0

    private static let chunk = 1 << 16

    /// - Throws: `CommandError` when it is there already or cannot be made.
    init(_ name: String, in directory: String) throws {
        path = "\(directory)/\(name)"
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandError("Il file \(path) non si può creare: \(lastSystemError()).") }
    }

    deinit { close(descriptor) }

    func add(line: [UInt8]) throws {
        rows += 1
        try add(line + [UInt8(ascii: "\n")])
    }

    func add(_ some: [UInt8]) throws {
        buffer += some
        if buffer.count >= Self.chunk { try flush() }
    }

    /// Brings all of it to the disk, and says what it is.
    func finish() throws -> TenantManifest.File {
        try flush()
        guard fsync(descriptor) == 0 else { throw fault }
        return TenantManifest.File(name: String(path.split(separator: "/").last!), rows: rows, bytes: bytes, digest: digest.finish())
    }

    private func flush() throws {
        digest.add(buffer)
        bytes += buffer.count
        var written = 0
        while written < buffer.count {
            let count = buffer[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw fault }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private var fault: CommandError { CommandError("Il file \(path) non si può scrivere: \(lastSystemError()).") }
}

/// A file of an exported tenant, read in pieces.
struct ExportedFile {
    let path: String

    private static let chunk = 1 << 16
    /// Lines that come at once, and bytes of these after which no more are added.
    private static let mostLines = 500
    private static let mostBytes = 1 << 20

    /// What it is, for a comparison with the manifest.
    func measure() throws -> TenantManifest.File {
        var (digest, bytes, rows) = (SHA256(), 0, 0)
        try read { piece in
            digest.add(piece)
            bytes += piece.count
            rows += piece.count { $0 == UInt8(ascii: "\n") }
        }
        return TenantManifest.File(name: String(path.split(separator: "/").last!), rows: rows, bytes: bytes, digest: digest.finish())
    }

    /// Lends its lines, some at a time, as one JSON array.
    func lines(_ some: ([UInt8]) throws -> Void) throws {
        var (batch, count, rest): ([UInt8], Int, ArraySlice<UInt8>) = ([], 0, [])
        func lend() throws {
            guard count > 0 else { return }
            try some([UInt8(ascii: "[")] + batch + [UInt8(ascii: "]")])
            batch.removeAll(keepingCapacity: true)
            count = 0
        }
        try read { piece in
            rest += piece
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                if count > 0 { batch.append(UInt8(ascii: ",")) }
                batch += rest[..<end]
                rest = rest[(end + 1)...]
                count += 1
                if count == Self.mostLines || batch.count >= Self.mostBytes { try lend() }
            }
            rest = ArraySlice(Array(rest))
        }
        try lend()
    }

    /// Lends its bytes, some at a time.
    func read(_ each: ([UInt8]) throws -> Void) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandError("Il file \(path) non si può leggere: \(lastSystemError()).") }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw CommandError("Il file \(path) non si può leggere: \(lastSystemError()).") }
            if count == 0 { return }
            try each(Array(buffer[..<count]))
        }
    }
}
