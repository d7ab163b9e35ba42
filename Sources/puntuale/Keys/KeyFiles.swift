import ArgumentParser
import Secrets

@preconcurrency import Glibc

/// The two files of the pair that seals the keys of App IO.
struct KeyFiles {
    let publicPath: String
    let privatePath: String

    /// - Throws: `ExitCode` when they are not there, or one hangs by a name that leads nowhere.
    init(_ paths: KeyPaths) throws {
        publicPath = try Self.target(of: paths.publicKey)
        privatePath = try Self.target(of: paths.privateKey)
    }

    /// Renaming onto a symbolic link would put a file in its place.
    private static func target(of path: String) throws -> String {
        guard let target = realpath(path, nil) else {
            complain("Il file \(path) non si può leggere: \(lastSystemError())")
            throw ExitCode.configuration
        }
        defer { free(target) }
        return String(cString: target)
    }

    func whileLocked(_ body: () throws -> Void) throws { try Self.whileLocked(besides: privatePath, body) }

    /// Lets nobody else make or rotate the pair meanwhile.
    ///
    /// - Parameter path: of the private key, which need not be there yet.
    /// - Throws: `CommandError` when somebody does.
    static func whileLocked(besides path: String, _ body: () throws -> Void) throws {
        let directory = open(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if directory >= 0 { close(directory) } }
        guard directory >= 0 else { throw CommandError("La directory di \(path) non si può leggere: \(lastSystemError()).") }
        guard flock(directory, LOCK_EX | LOCK_NB) == 0 else { throw CommandError("Le chiavi si stanno già creando o sostituendo.") }
        try body()
    }

    func readPrivate() throws -> OpeningKeys {
        guard let keys = contents(ofFile: privatePath, atMost: 4_096).flatMap(OpeningKeys.init(bytes:)) else {
            complain("\(KeyFileFault(path: privatePath))")
            throw ExitCode.configuration
        }
        return keys
    }

    func writePrivate(_ keys: OpeningKeys) throws { try Self.replace(privatePath, by: keys.bytes) }

    func writePublic(_ key: SealingKey) throws { try Self.replace(publicPath, by: key.bytes) }

    /// At every moment the name leads to the old bytes or to the new ones, whole. Owner and mode stay.
    private static func replace(_ path: String, by bytes: [UInt8]) throws {
        let fresh = path + ".new"
        unlink(fresh)
        var status = stat()
        let descriptor = stat(path, &status) == 0 ? open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) : -1
        if descriptor >= 0 {
            defer {
                close(descriptor)
                unlink(fresh)
            }
            if fchown(descriptor, status.st_uid, status.st_gid) == 0, fchmod(descriptor, status.st_mode & 0o7777) == 0,
               write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0, rename(fresh, path) == 0 {
                let directory = open(String(path.prefix(through: path.lastIndex(of: "/")!)), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                defer { close(directory) }
                if fsync(directory) == 0 { return }
            }
        }
        complain("Il file \(path) non si può sostituire: \(lastSystemError())")
        throw ExitCode.configuration
    }
}
