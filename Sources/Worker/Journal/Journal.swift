import Domain
import Logging
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
    private let logger: Logger
    /// As the C library's.
    var write: (Int32, UnsafeRawPointer?, Int) -> Int = Glibc.write
    private var file: OpenFile?
    private var pending: [Departure] = []
    private var forgetting = OldJournals()
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
        /// Bytes of whole lines.
        var size = 0
    }

    /// - Throws: `JournalError` when there is no such directory and none can be made.
    init(directory: String, place: MarkID, _ logger: Logger) throws {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST, access(directory, R_OK | W_OK | X_OK) == 0 else {
            throw JournalError(path: directory)
        }
        (self.directory, self.place, self.logger) = (directory, place, logger)
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
        leaveWhatIsGone()
        for (day, departures) in Dictionary(grouping: pending, by: { $0.at.day }).sorted(by: { $0.key < $1.key }) {
            if file?.day != day || file?.sealedFor != key.bytes { try open(day, for: key) }
            try append(departures)
            pending.removeAll { $0.at.day == day }
        }
        isAway = false
    }

    /// Removes files of days that no backup goes back to.
    ///
    /// - Parameter database: what its clock says.
    func forgetOld(database: Moment, _ now: ContinuousClock.Instant = .now) {
        let gone = forgetting.names(in: directory, here: .now(), database: database, now).filter { unlink(directory + "/" + $0) == 0 }
        if !gone.isEmpty { logger.notice("old journals removed", metadata: ["count": "\(gone.count)"]) }
    }

    /// Where somebody has moved or removed the file, what is written into it is in nobody's sight.
    private func leaveWhatIsGone() {
        guard let file else { return }
        var open = stat(), named = stat()
        let isThere = fstat(file.descriptor, &open) == 0 && stat(directory + "/" + file.name, &named) == 0
            && open.st_ino == named.st_ino && open.st_dev == named.st_dev
        guard !isThere else { return }
        logger.critical("the journal was taken away while it was written", metadata: ["journal": "\(file.name)"])
        leave(file)
    }

    private func leave(_ open: OpenFile) {
        close(open.descriptor)
        file = nil
    }

    private func open(_ day: String, for key: SealingKey) throws {
        if let file { leave(file) }
        let name = "\(place)-\(day)-\(Moment.now().microseconds).diario", path = directory + "/" + name
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw JournalError(path: path) }
        let secret = Token.random().bytes
        let head = key.seal(secret, for: JournalFile.binding(name, line: 0)).base64 + "\n"
        let folder = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if folder >= 0 { close(folder) } }
        guard writeAll(head, to: descriptor), folder >= 0, fsync(folder) == 0 else {
            let error = JournalError(path: path)
            close(descriptor)
            unlink(path)
            throw error
        }
        file = OpenFile(
            descriptor: descriptor, name: name, day: day, sealedFor: key.bytes, key: StorageKey(secret: secret), size: head.utf8.count)
    }

    private func append(_ departures: [Departure]) throws {
        guard let open = file else { return }
        var text = ""
        for (index, departure) in departures.enumerated() {
            let binding = JournalFile.binding(open.name, line: open.lines + index + 1)
            text += open.key.seal(Array(departure.line.utf8), for: binding).base64 + "\n"
        }
        guard writeAll(text, to: open.descriptor), fdatasync(open.descriptor) == 0 else {
            let error = JournalError(path: directory + "/" + open.name)
            // Half a line would make whoever reads it look for more. Where it stays all the same, none follows.
            ftruncate(open.descriptor, off_t(open.size))
            leave(open)
            throw error
        }
        file?.lines += departures.count
        file?.size += text.utf8.count
    }

    /// - Returns: false with `errno` set: a full disk takes a part, and says why only when it is asked for the rest.
    private func writeAll(_ text: String, to descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
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
