import Domain
package import Logging
package import Store
import Xlsx
@preconcurrency import Glibc

/// Builds the workbooks that people asked for, one at a time, in a thread of its own: a long one must not
/// hold up what is to be sent, nor the short ones of others, which have another thread. That one also removes what has
/// expired, ends checks that never could be made and counts the days of which something has moved; the other removes what is no longer
/// kept.
package final class Exporter {
    private let installation: InstallationStore
    private let directory: String
    private let isForLong: Bool
    private let logger: Logger
    private let owner = WorkerID.make()
    private var lastCleaning: ContinuousClock.Instant?
    private var nextCount = ContinuousClock.now
    private var databaseIsAway = false
    private var retention = RetentionSweep()

    /// Rows read at once, and bytes of a file kept in one row.
    private static let batch = 2_000
    /// Rows; whatever has more is for the other thread.
    private static let longestShort = 5_000
    private static let chunk = 4 << 20
    /// How often it is told how far it has come, and asked whether the export is still its own.
    private static let tellEvery = Duration.seconds(1)
    /// How often a workbook is tried before it counts as failed.
    private static let mostTries = 3
    /// Seconds.
    private static let packingLease = 900
    /// Microseconds; a short one is often waited for.
    private var pause: UInt32 { isForLong ? 500_000 : 150_000 }
    /// Seconds after which an idle session is removed.
    private static let sessionIdle = 86_400
    /// Of what is long: all else goes first when the machine is short of time.
    private static let niceness: Int32 = 10

    /// - Parameters:
    ///   - directory: where workbooks are written before they go to the database; they hold personal data, so nobody else
    ///     may read it.
    ///   - isForLong: whether it builds those that turned out to be long.
    package init(database: DatabaseOptions, directory: String, isForLong: Bool, logger: Logger) {
        installation = InstallationStore(database)
        (self.directory, self.isForLong, self.logger) = (directory, isForLong, logger)
    }

    /// Works until it is told to stop.
    package func run(while isRunning: () -> Bool) {
        if isForLong { setpriority(Int32(PRIO_PROCESS.rawValue), 0, Self.niceness) } // to Linux, 0 is this thread
        while isRunning() {
            do {
                if let export = try installation.claimExport(owner: owner, isLong: isForLong, mostTries: Self.mostTries) {
                    build(export)
                    continue
                }
                if isForLong { try forget() } else {
                    try clean()
                    try count()
                }
                databaseIsAway = false
            } catch {
                if !databaseIsAway { logger.error("exports wait for the database", metadata: ["error": "\(error)"]) }
                databaseIsAway = true
            }
            usleep(pause)
        }
    }

    private func clean() throws {
        if let lastCleaning, ContinuousClock.now - lastCleaning < .seconds(60) { return }
        try installation.removeExpired(sessionIdle: Self.sessionIdle)
        try installation.endOverdueChecks()
        try installation.removeOldTallies()
        try installation.addUpSomeTallies()
        lastCleaning = .now
    }

    /// Where many are sent, a day takes long: not more than a twentieth of the time goes there.
    private func count() throws {
        guard nextCount <= .now else { return }
        let began = ContinuousClock.now
        _ = try installation.recountTallies(limit: 100)
        nextCount = .now + max(.seconds(5), (.now - began) * 20)
    }

    /// What the database will not let go keeps nobody else's.
    private func forget() throws {
        do { try retention.turn(installation) } catch where StoreFault.isRefusal(error) {
            logger.error("what is over its time could not be removed", metadata: ["error": "\(error)"])
        }
    }

    private func build(_ export: ClaimedExport) {
        let path = "\(directory)/\(export.id).xlsx"
        defer { unlink(path) }
        let store = installation.store(of: export.tenant, scope: export.person.scope)
        do {
            // Whoever was locked out since gets nothing; of the audit, who is no administrator any more.
            guard export.isAllowed else { return try store.failExport(export.id, owner: owner, final: true) }
            let rows = try write(export, to: path, store)
            try keep(path, of: export, rows: rows, store)
            logger.info("export ready", metadata: ["export": "\(export.id)", "rows": "\(rows)"])
        } catch is LongExport {
            try? store.putOffExport(export.id, owner: owner)
        } catch is ExportLost {
            logger.info("export given up", metadata: ["export": "\(export.id)"])
        } catch {
            logger.error("export failed", metadata: ["export": "\(export.id)", "error": "\(error)"])
            // If the database is away too, the lease ends and the export is claimed again.
            try? store.failExport(export.id, owner: owner, final: export.tries + 1 >= Self.mostTries)
        }
    }

    private func write(_ export: ClaimedExport, to path: String, _ store: TenantStore) throws -> Int {
        let book = try Workbook(path: path, temporaryDirectory: directory)
        let rows = switch export.list {
        case .archive(let filter): try write(filter, of: export, into: book, store)
        case .audit(let filter): try write(filter, of: export, into: book, store)
        }
        try book.close()
        return rows
    }

    private func write(_ filter: ArchiveFilter, of export: ClaimedExport, into book: Workbook, _ store: TenantStore) throws -> Int {
        let columns = ArchiveWorkbook.columns, printed = ArchiveWorkbook.printedColumns
        try book.addSheet("Notifiche", columns: columns, printing: printed)
        let rows = try walk(export, store) { last, count in
            try store.eachNotification(filter, olderThan: last, limit: Self.batch) { notification in
                try book.append(ArchiveWorkbook.row(notification))
                count += 1
            }
        }
        let services = try store.services()
        var names = Dictionary(uniqueKeysWithValues: services.map { ($0.id.description, $0.name) })
        for person in try store.people() { names[person.id.description] = person.name }
        if let id = filter.template { names[id.description] = try store.templateName(id) }
        try FilterDescription(filter, names: names, services: store.scope == .all ? [] : services.map(\.name)).add(
            to: book, of: export, rows: ("Notifiche", rows), printed: columns[printed - 1].title,
            meanings: ("Stati", ArchiveWorkbook.states))
        return rows
    }

    private func write(_ filter: AuditFilter, of export: ClaimedExport, into book: Workbook, _ store: TenantStore) throws -> Int {
        try book.addSheet("Registro", columns: AuditWorkbook.columns)
        let names = try store.auditNames()
        let rows = try walk(export, store) { last, count in
            try store.eachAuditLine(filter, olderThan: last, limit: Self.batch) { line in
                try book.append(AuditWorkbook.row(line, names))
                count += 1
            }
        }
        let people = Dictionary(uniqueKeysWithValues: names.people.map { ($0.key.description, $0.value) })
        try FilterDescription(filter, names: people).add(
            to: book, of: export, rows: ("Righe", rows), meanings: ("Gruppi", AuditWorkbook.topics))
        return rows
    }

    /// Goes through a list to its end, and says from time to time how far it has come.
    ///
    /// - Parameter some: takes where to go on and how many there are so far; gives where to go on, `nil` at the end.
    private func walk<Position>(
        _ export: ClaimedExport, _ store: TenantStore, _ some: (Position?, inout Int) throws -> Position?
    ) throws -> Int {
        var (rows, told) = (0, ContinuousClock.now)
        var last: Position?
        repeat {
            last = try some(last, &rows)
            if rows > Self.longestShort, !isForLong { throw LongExport() }
            // To tell the database is to wait for its disk.
            if .now - told >= Self.tellEvery {
                guard try store.continueExport(export.id, owner: owner, rows: rows) else { throw ExportLost() }
                told = .now
            }
        } while last != nil
        // Packing a million rows takes minutes, during which nothing can be said.
        guard try store.continueExport(export.id, owner: owner, rows: rows, lease: Self.packingLease) else { throw ExportLost() }
        return rows
    }

    /// From the file into the database, where every web host finds it.
    private func keep(_ path: String, of export: ClaimedExport, rows: Int, _ store: TenantStore) throws {
        try store.removeChunks(of: export.id)
        guard let file = fopen(path, "rb") else { throw ExportLost() }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        var (size, chunks) = (0, 0)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            guard try store.continueExport(export.id, owner: owner, rows: rows) else { throw ExportLost() }
            try store.addChunk(chunks, Array(buffer[..<count]), to: export.id)
            size += count
            chunks += 1
        }
        let kind = if case .audit = export.list { "registro" } else { "notifiche" }
        let name = "\(kind)_\(export.tenantCode)_\(CalendarDate.today(at: .now()).iso).xlsx"
        try store.finishExport(export.id, owner: owner, rows: rows, fileName: name, size: size, chunks: chunks)
    }
}

@available(*, unavailable)
extension Exporter: Sendable {}

extension ClaimedExport {
    /// Whether it may be built for who asked for it.
    fileprivate var isAllowed: Bool {
        if person.isDisabled { return false }
        if case .audit = list { return person.role.mayAdminister }
        return true
    }
}

/// Another worker has taken the export over, its person wants it no more, or its file is gone.
private struct ExportLost: Error {}

/// It is for the other thread.
private struct LongExport: Error {}
