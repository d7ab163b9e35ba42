import Domain
import Secrets
import Text
@preconcurrency import Glibc

/// What App IO has taken, written on this host before the database has it: a database that comes out of a backup knows
/// nothing of what left since, this does. `puntuale after-restore` reads it back.
///
/// One file for each day of each worker's life and each pair of keys, sealed: its first line holds a key that the keys of App IO's
/// pair open, each other line is encrypted with that and bound to its place, so that a line that is missing or was moved shows.
/// Files are kept for 60 days, as long as a backup is worth restoring.
final class Journal {
    private let directory: String
    private let place: MarkID
    private var file: OpenFile?
    private var pending: [Departure] = []
    /// Whether the last write failed: then nothing else may leave.
    private(set) var isAway = false

    private struct OpenFile {
        let descriptor: Int32
        let name: String
        let day: String
        /// The public key of the pair that opens it.
        let sealedFor: [UInt8]
        let key: StorageKey
        var lines = 0
    }

    static let keptDays = 60

    /// - Throws: `JournalError` when there is no such directory and none can be made.
    init(directory: String, place: MarkID) throws {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST, access(directory, R_OK | W_OK | X_OK) == 0 else {
            throw JournalError(path: directory)
        }
        (self.directory, self.place) = (directory, place)
    }

    deinit { if let file { close(file.descriptor) } }

    func note(_ departure: Departure) { pending.append(departure) }

    /// Writes what was noted, and waits until the disk has it.
    ///
    /// - Parameter key: that the day's key is sealed for.
    /// - Throws: `JournalError`: what was noted is kept for the next time.
    func flush(for key: SealingKey) throws {
        guard !pending.isEmpty else { return }
        isAway = true
        for (day, departures) in Dictionary(grouping: pending, by: { $0.at.day }).sorted(by: { $0.key < $1.key }) {
            if file?.day != day || file?.sealedFor != key.bytes { try open(day, for: key) }
            try append(departures)
            pending.removeAll { $0.at.day == day }
        }
        isAway = false
    }

    private func open(_ day: String, for key: SealingKey) throws {
        if let file { close(file.descriptor) }
        file = nil
        let name = "\(place)-\(day)-\(Moment.now().microseconds).diario", path = directory + "/" + name
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw JournalError(path: path) }
        let secret = Token.random().bytes
        let head = key.seal(secret, for: JournalFile.binding(name, line: 0)).base64 + "\n"
        let folder = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if folder >= 0 { close(folder) } }
        guard write(descriptor, head, head.utf8.count) == head.utf8.count, folder >= 0, fsync(folder) == 0 else {
            let error = JournalError(path: path)
            close(descriptor)
            unlink(path)
            throw error
        }
        file = OpenFile(descriptor: descriptor, name: name, day: day, sealedFor: key.bytes, key: StorageKey(secret: secret))
        forgetOld()
    }

    private func append(_ departures: [Departure]) throws {
        guard let open = file else { return }
        var text = ""
        for (index, departure) in departures.enumerated() {
            let binding = JournalFile.binding(open.name, line: open.lines + index + 1)
            text += open.key.seal(Array(departure.line.utf8), for: binding).base64 + "\n"
        }
        guard write(open.descriptor, text, text.utf8.count) == text.utf8.count, fdatasync(open.descriptor) == 0 else {
            let error = JournalError(path: directory + "/" + open.name)
            // Where half a line may stand, none follows.
            close(open.descriptor)
            file = nil
            throw error
        }
        file?.lines += departures.count
    }

    /// Removes files of days that no backup goes back to.
    private func forgetOld() {
        let oldest = Moment(microseconds: Moment.now().microseconds - Int64(Self.keptDays) * 86_400_000_000).day
        for name in JournalFile.names(in: directory) where JournalFile.day(of: name).map({ $0 < oldest }) == true {
            unlink(directory + "/" + name)
        }
    }
}

extension Moment {
    /// As `2026-11-29`, in Rome.
    fileprivate var day: String { RomeTime(self).date.iso }
}

@available(*, unavailable)
extension Journal: Sendable {}

/// Why what left cannot be written down.
struct JournalError: Error, CustomStringConvertible {
    let description: String

    /// With the system's word for what just failed.
    init(path: String) { description = "cannot write down in \(path) what was sent: \(String(cString: strerror(errno)))" }
}
