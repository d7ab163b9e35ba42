import Store
import Text
@preconcurrency import Glibc

/// The directory that holds the backups of an installation, each under the time at which it was made (UTC).
struct BackupPlace {
    let directory: String

    private static let prefix = "puntuale-"
    /// Of what is being written or removed: nothing that has this name is a backup.
    private static let temporary = ".puntuale-"

    /// Makes the directory, if it is not there, and takes away what an interrupted backup has left.
    init(_ directory: String) throws {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST, let names = entries(of: directory) else {
            throw CommandError("La directory \(directory) non si può usare: \(lastSystemError()).")
        }
        self.directory = directory
        for name in names where name.hasPrefix(Self.temporary) { try removeTree("\(directory)/\(name)") }
    }

    /// Writes a backup and reads it back; until it is whole it has another name.
    func add(_ source: BackupSource) throws -> (Backup, BackupSource.Written) {
        let unfinished = Backup(path: "\(directory)/\(Self.temporary)\(getpid())")
        guard mkdir(unfinished.path, 0o700) == 0 else {
            throw CommandError("\(unfinished.path) non si può creare: \(lastSystemError()).")
        }
        do {
            let written = try source.write(into: unfinished)
            guard try unfinished.check().rows == written.dump.rows else {
                throw CommandError("La copia riletta non ha le righe che sono state scritte.")
            }
            for path in [unfinished.file(Backup.journals), unfinished.path] { try syncDirectory(path) }
            let backup = try name(unfinished, at: written.facts.moment)
            try syncDirectory(directory)
            return (backup, written)
        } catch {
            try? removeTree(unfinished.path)
            throw error
        }
    }

    /// - Parameter moment: as `2026-11-30T18:20:38.123456Z`.
    private func name(_ unfinished: Backup, at moment: String) throws -> Backup {
        let time = moment.prefix { $0 != "." }.filter { $0 != ":" } + "Z"
        // Two within a second are told apart by a number.
        for number in 1...99 {
            let backup = Backup(path: "\(directory)/\(Self.prefix)\(time)" + (number == 1 ? "" : "-\(number.padded(to: 2))"))
            if access(backup.path, F_OK) == 0 { continue }
            if rename(unfinished.path, backup.path) == 0 { return backup }
            break
        }
        throw CommandError("\(unfinished.path) non può avere il suo nome: \(lastSystemError()).")
    }

    /// Removes the oldest of those that are whole, beyond a number. What is not whole stays, and counts for none.
    ///
    /// - Returns: the names of those that were removed, and of those that are not whole.
    func keep(newest count: Int) throws -> (removed: [String], broken: [String]) {
        let names = (entries(of: directory) ?? []).filter { $0.hasPrefix(Self.prefix) }
        let whole = names.filter { Backup(path: "\(directory)/\($0)").looksWhole }
        let old = whole.dropLast(count)
        for name in old {
            // Half of it is no backup any more.
            let leaving = "\(directory)/\(Self.temporary)\(name)"
            guard rename("\(directory)/\(name)", leaving) == 0 else {
                throw CommandError("\(directory)/\(name) non si può togliere: \(lastSystemError()).")
            }
            try removeTree(leaving)
        }
        return (Array(old), names.filter { !whole.contains($0) })
    }
}
