import AppIO
import Domain
import Logging
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

@preconcurrency import Glibc

/// A worker that lives beside a test, in a tenth of the usual time, and how far the notifications have come.
extension Workplace {
    /// The same as ever, in a tenth of the time.
    func hurry() {
        timeouts = Client.Timeouts(connect: .seconds(1), submit: .seconds(3), ask: .seconds(1))
        outage.patience = .milliseconds(300)
        outage.probe = .milliseconds(500)
        outage.atGate = .milliseconds(500)
        outage.tries = TrySchedule(first: .milliseconds(200), usual: .milliseconds(500), longest: .seconds(3))
        outage.keyTests = TrySchedule(first: .milliseconds(300), usual: .milliseconds(500), longest: .seconds(1))
        outage.spareKeyTests = TrySchedule(first: .milliseconds(400), usual: .milliseconds(600), longest: .seconds(1))
    }

    /// A worker lives beside the body.
    func whileWorking(_ body: () throws -> Void) throws {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no pipe")
        defer { for end in ends { close(end) } }
        let (options, database, bell, logger, stop) = (try options, database.options, scratch.path + "/bell", log.logger, ends[0])
        try beside({
            do {
                try Engine(database: database, options: options, doorbell: bell, logger: logger).run(untilReadable: stop)
            } catch { logger.error("a worker beside", metadata: ["error": "\(error)"]) }
        }, end: { _ = write(ends[1], "x", 1) }, body)
        try appIO.requireNoFault()
    }

    /// Far more time than a machine with other work needs: a test that can only fail by hanging must not fail by being slow.
    func until(_ what: String, within seconds: Int = 60, _ condition: () throws -> Bool) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while try !condition() {
            guard ContinuousClock.now < end else {
                Issue.record("\(what): not within \(seconds) s; \(try states()), \(try database.installation.outages()), \(log.lines)")
                throw Unexpected(what: what)
            }
            usleep(20_000)
        }
    }

    func states() throws -> [NotificationState: Int] {
        Dictionary(uniqueKeysWithValues: try db.rows("SELECT state, COUNT(*) FROM notification GROUP BY state") { ($0.next(), $0.next()) })
    }

    func left() throws -> Int { try states().filter { $0.key.hasLeft }.values.reduce(0, +) }
    func waiting() throws -> Int { try states().filter { [.queued, .sending].contains($0.key) }.values.reduce(0, +) }
}

extension NotificationState {
    var hasLeft: Bool { self == .accepted || self == .processed }
}
