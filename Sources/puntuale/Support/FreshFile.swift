@preconcurrency import Glibc

/// A file that is made once, and never written over.
struct FreshFile {
    let path: String
    let mode: mode_t

    init(_ path: String, mode: mode_t = 0o644) { (self.path, self.mode) = (path, mode) }

    var isThere: Bool { access(path, F_OK) == 0 }

    /// Takes away one that holds nothing, as a program leaves it that was killed before it wrote.
    ///
    /// - Throws: `CommandError`.
    func removeIfEmpty() throws {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 else { return }
        guard unlink(path) == 0 else { throw CommandError("Il file \(path) non si può togliere: \(lastSystemError()).") }
    }

    /// Makes it, whole and on the disk or not at all.
    ///
    /// - Returns: whether it was made; false: it is there already.
    /// - Throws: `CommandError` when it cannot be made.
    @discardableResult
    func make(_ bytes: some Collection<UInt8>) throws -> Bool {
        try writing(bytes) { fresh in
            // Unlike rename, it leaves alone what somebody has put there meanwhile.
            if link(fresh, path) == 0 { return true }
            if errno == EEXIST { return false }
            throw CommandError("Il file \(path) non si può creare: \(lastSystemError()).")
        }
    }

    /// Puts it in the place of one that is there, whole and on the disk or not at all.
    ///
    /// - Throws: `CommandError` when it cannot be written.
    func replace(_ bytes: some Collection<UInt8>) throws {
        try writing(bytes) { fresh in
            guard rename(fresh, path) == 0 else { throw CommandError("Il file \(path) non si può sostituire: \(lastSystemError()).") }
        }
    }

    /// - Parameter place: puts the file of that name where it belongs.
    private func writing<Result>(_ bytes: some Collection<UInt8>, _ place: (String) throws -> Result) throws -> Result {
        let fresh = path + ".new"
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw CommandError("Il file \(path) non si può creare: \(lastSystemError()).") }
        defer {
            close(descriptor)
            unlink(fresh)
        }
        let bytes = Array(bytes)
        guard fchmod(descriptor, mode) == 0, write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw CommandError("Il file \(path) non si può scrivere: \(lastSystemError()).")
        }
        let result = try place(fresh)
        try syncDirectory(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
        return result
    }
}

/// Makes a directory that everybody may read, unless it is there.
///
/// - Throws: `CommandError` when it cannot be made.
func makeDirectory(_ path: String) throws {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
        throw CommandError("La directory \(path) non si può creare: \(lastSystemError()).")
    }
}
