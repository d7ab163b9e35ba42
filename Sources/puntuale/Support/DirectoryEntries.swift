@preconcurrency import Glibc

/// The names in a directory, in order, without `.` and `..`; `nil` with `errno` set when it cannot be read.
func entries(of directory: String) -> [String]? {
    guard let stream = opendir(directory) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        names.append(withUnsafePointer(to: &entry.pointee.d_name) { tuple in
            tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
}

/// Removes a file, or a directory with all that is in it.
///
/// - Throws: `CommandError` that names what could not be removed.
func removeTree(_ path: String) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
        for name in entries(of: path) ?? [] { try removeTree("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw CommandError("La directory \(path) non si può togliere: \(lastSystemError()).") }
    } else if unlink(path) != 0 {
        throw CommandError("Il file \(path) non si può togliere: \(lastSystemError()).")
    }
}

/// Brings to the disk that the names in a directory are these.
func syncDirectory(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
        throw CommandError("La directory \(path) non si può scrivere: \(lastSystemError()).")
    }
}
