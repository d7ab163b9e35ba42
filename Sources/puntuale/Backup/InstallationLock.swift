@preconcurrency import Glibc

/// Lets nobody else on this host set up, back up or restore the same installation meanwhile. Released when this program and all that
/// it has given it to have ended, however they end.
final class InstallationLock {
    let descriptor: Int32

    /// Seconds: what was killed leaves a program that is about to end.
    private static let patience = 5

    /// Locks a file beside the configuration, which only its owner may open: whoever can open one can lock it, and shut all others out.
    ///
    /// - Parameter path: of the configuration, which need not be there yet.
    /// - Throws: `CommandError` when somebody else has it, after some seconds.
    init(_ path: String) throws {
        let whole = realpath(path, nil)
        defer { free(whole) }
        let lock = (whole.map { String(cString: $0) } ?? path) + ".lock"
        // Where the directory cannot be written, as the nightly backup finds it, the package has made the file.
        let file = open(lock, O_RDONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CommandError("Il file \(lock) non si può aprire: \(lastSystemError()).") }
        descriptor = fcntl(file, F_DUPFD_CLOEXEC, 16)
        close(file)
        for _ in 0..<Self.patience * 10 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(100_000)
        }
        throw CommandError("Un altro setup, una copia o un ripristino di questa installazione è in corso.")
    }

    deinit { close(descriptor) }
}
