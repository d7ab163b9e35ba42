import AppIO
import Domain
import Logging
import MariaDB
import Secrets
import Store
import Testing
import TestSupport
@testable import Worker

@preconcurrency import Glibc

/// Where a worker works: a database with two tenants that look alike, each with a key pair of its own, and an App IO on
/// loopback that does what the test says.
final class Workplace {
    let database: TestDatabase
    let appIO = LoopbackAppIO()
    let log = TestLog()
    let scratch = Scratch()
    var timeouts = Client.Timeouts()
    var outage = OutageTimes()
    /// The worker's own.
    let pair = OpeningKey.make()
    let stopping: (reads: Int32, writes: Int32)

    var one: TestTenant { database.one }
    var other: TestTenant { database.other }
    var db: Connection { database.db }
    var markFile: String { scratch.path + "/mark" }

    static func run(_ body: (Workplace) throws -> Void) throws {
        try TestDatabase.run { try body(Workplace($0)) }
    }

    private init(_ database: TestDatabase) throws {
        self.database = database
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0 && write(ends[1], "x", 1) == 1, "no pipe")
        stopping = (ends[0], ends[1])
        for tenant in [one, other] {
            for slot in [KeySlot.secondary, .primary] { try setKey(key(of: tenant, slot), slot, of: tenant) }
        }
    }

    deinit {
        appIO.stop()
        close(stopping.reads)
        close(stopping.writes)
    }

    // MARK: - Keys

    /// What App IO knows the tenant's service by.
    func key(of tenant: TestTenant, _ slot: KeySlot = .primary) -> String { "\(tenant.code)-\(slot.rawValue)" }

    func sealed(_ key: String, of tenant: TestTenant, for sealing: SealingKey? = nil) -> SealedKey {
        let binding = SealedKey.binding(tenant: tenant.id, service: tenant.service)
        return SealedKey(bytes: (sealing ?? pair.sealing).seal(Array(key.utf8), for: binding), last4: String(key.suffix(4)))
    }

    /// The last one that is set goes first.
    func setKey(_ key: String, _ slot: KeySlot, of tenant: TestTenant) throws {
        try tenant.store.replaceKey(sealed(key, of: tenant), slot, of: tenant.service, by: nil)
    }

    func removeKeys(of tenant: TestTenant) throws {
        try db.execute("DELETE FROM service_key WHERE tenant_id = \(tenant.id)")
    }

    // MARK: - Work

    var options: EngineOptions {
        get throws {
            var options = EngineOptions(
                live: try BaseAddress.parse(appIO.url + "/live"), trial: try BaseAddress.parse(appIO.url + "/trial"),
                openingKeys: { [opening = pair.opening] in OpeningKeys([opening]) }, markFile: markFile, timeouts: timeouts)
            options.outage = outage
            return options
        }
    }

    func worker() throws -> Engine {
        let make = { try Engine(database: self.database.options, options: self.options, doorbell: self.scratch.path + "/bell",
                                logger: self.log.logger) }
        do { return try make() } catch is MarkFileError {
            // A process that another test has just started holds all our files until it is what it is to be.
            usleep(200_000)
            return try make()
        }
    }

    /// A worker comes, takes what is due, is told to stop, lets what is on its way end and goes.
    ///
    /// - Parameter rested: whether the accounts have not called for long.
    func work(rested: Bool = true) throws {
        if rested { try database.installation.fillBudgets() }
        try worker().run(untilReadable: stopping.reads)
        try appIO.requireNoFault()
    }

    /// A worker of another place comes so many times, in a thread of its own.
    func workElsewhere(_ number: Int, times: Int) throws -> @Sendable () -> Void {
        var options = try options
        options.markFile += "-\(number)"
        let (database, bell, logger, end) = (database.options, "\(scratch.path)/bell-\(number)", log.logger, stopping.reads)
        return { [options] in
            for _ in 0..<times {
                do {
                    try InstallationStore(database).fillBudgets()
                    try Engine(database: database, options: options, doorbell: bell, logger: logger).run(untilReadable: end)
                } catch { logger.error("a worker elsewhere", metadata: ["error": "\(error)"]) }
            }
        }
    }

    /// The same after everything that waits has become due: a retry, a check, the end of a lease.
    func workLater() throws {
        try database.makeDue()
        try work()
    }

    func add(_ content: NotificationContent? = nil, of tenant: TestTenant? = nil, sendAt: Moment? = nil) throws -> NotificationRecord {
        let tenant = tenant ?? one
        return try #require(try tenant.store.notification(tenant.add(content, sendAt: sendAt)))
    }

    /// Adds a notification and lets a worker take it.
    ///
    /// - Returns: where it stands then.
    func send(_ content: NotificationContent? = nil, of tenant: TestTenant? = nil) throws -> NotificationRecord {
        let record = try add(content, of: tenant)
        try work()
        return try now(record)
    }

    /// Where it stands by now.
    func now(_ record: NotificationRecord) throws -> NotificationRecord {
        try #require(try one.store.notification(record.id) ?? other.store.notification(record.id))
    }

    /// What was accepted is asked about no more.
    func putAside() throws {
        try db.execute("UPDATE notification SET state = 'undetermined', due_at = NULL WHERE state = 'accepted' AND io_id IS NOT NULL")
    }

    // MARK: - What came of it

    func service(of tenant: TestTenant? = nil) throws -> Service {
        let tenant = tenant ?? one
        return try #require(try tenant.store.service(tenant.service))
    }

    /// A number out of the notification's row.
    func number(_ expression: SQL, of record: NotificationRecord) throws -> Int {
        try #require(try db.first("SELECT \(expression) FROM notification WHERE id = \(record.id)") { $0.next(Int?.self) } ?? nil)
    }

    /// Seconds from when it was last settled to when it is looked at again.
    func wait(of record: NotificationRecord) throws -> Double {
        let settled: SQL = "GREATEST(updated_at, COALESCE(checked_at, updated_at))"
        return Double(try number("TIMESTAMPDIFF(MICROSECOND, \(settled), due_at)", of: record)) / 1_000_000
    }

    /// For how many more seconds the tenant's account has spent its calls.
    func held(_ tenant: TestTenant) throws -> Double {
        let ahead = try db.first("""
            SELECT TIMESTAMPDIFF(MICROSECOND, NOW(6), COALESCE(held_until, spent_until)) FROM budget WHERE account_id = \(tenant.id)
            """) { $0.next(Int.self) }
        return Double(ahead ?? 0) / 1_000_000
    }

    /// Another process of the installation does something while App IO thinks about a call.
    func meanwhile(_ call: LoopbackAppIO.Call, _ act: @escaping @Sendable (InstallationStore) throws -> Void) {
        appIO.meanwhile(call) { [options = database.options] in try act(InstallationStore(options)) }
    }
}
