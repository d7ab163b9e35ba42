@preconcurrency import Glibc

/// Lets nobody else on this host back up or restore the same installation meanwhile. Released when this program and all that it has
/// given it to have ended, however they end.
final class InstallationLock {
    let descriptor: Int32

    /// - Parameter path: of the configuration.
    /// - Throws: `CommandError` when somebody else has it, after some seconds: what was killed leaves a program that is about to end.
    init(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw CommandError("Il file \(path) non si può leggere: \(lastSystemError()).") }
        descriptor = fcntl(file, F_DUPFD_CLOEXEC, 16)
        close(file)
        for _ in 0..<50 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(100_000)
        }
        throw CommandError("Un'altra copia o un ripristino di questa installazione è in corso.")
    }

    deinit { close(descriptor) }
}
