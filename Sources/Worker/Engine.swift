package import AppIO
package import Doorbell
import Domain
package import Logging
package import Secrets
package import Store

/// What an engine needs besides the database.
package struct EngineOptions: Sendable {
    package var live: BaseAddress
    package var trial: BaseAddress
    package var openingKey: OpeningKey
    /// A PEM file with the authorities to trust instead of the system's.
    package var authorities: String?
    package var timeouts: Client.Timeouts

    package init(live: BaseAddress, trial: BaseAddress, openingKey: OpeningKey, authorities: String? = nil,
                 timeouts: Client.Timeouts = Client.Timeouts()) {
        (self.live, self.trial, self.openingKey, self.authorities, self.timeouts) = (live, trial, openingKey, authorities, timeouts)
    }
}

/// The worker's loop: takes what is due, asks App IO, settles what it answered. One thread drives many
/// exchanges at once, and no transaction is open while one of them is on its way.
package final class Engine {
    let host: HostStore
    let io: Client
    let options: EngineOptions
    let logger: Logger
    private let doorbell: Doorbell
    private let id = Identifier.make()
    /// What App IO has answered and the database has not yet taken: nothing of it may be lost.
    private var unsettled: [() throws -> Void] = []
    private var lastUpkeep: ContinuousClock.Instant?
    private var databaseIsAway = false

    /// Exchanges on their way at once.
    private static let mostInFlight = 64
    /// How many rows one claim takes.
    private static let batch = 20
    /// How long the loop sleeps when nobody rings.
    private static let pause = Duration.milliseconds(500)
    /// How long the end may take: longer than a POST. What the database has not taken by then becomes a doubt.
    private static let longestEnd = Duration.seconds(90)

    /// - Throws: when libcurl does not start.
    package init(database: DatabaseOptions, options: EngineOptions, doorbell: Doorbell, logger: Logger) throws {
        host = HostStore(database)
        io = try Client(authorities: options.authorities, timeouts: options.timeouts)
        (self.options, self.doorbell, self.logger) = (options, doorbell, logger)
    }

    /// Works until somebody says to stop, then lets what is on its way end, for 90 seconds at most.
    ///
    /// - Parameter stopping: a descriptor that becomes readable when it is time to stop.
    /// - Throws: when libcurl cannot go on.
    package func run(untilReadable stopping: Int32) throws {
        while true {
            if settle() { work() }
            let readable = try io.wait(upTo: Self.pause, alsoWatching: [doorbell.descriptor, stopping])
            if readable.contains(doorbell.descriptor) { doorbell.silence() }
            if readable.contains(stopping) { break }
        }
        let end = ContinuousClock.now + Self.longestEnd
        while io.inFlight > 0 || !settle(), ContinuousClock.now < end { _ = try io.wait(upTo: Self.pause) }
        try? host.endBeat(worker: id)
    }

    /// Keeps what an answer means until the database has taken it.
    func settle(_ act: @escaping () throws -> Void) {
        unsettled.append(act)
        settle()
    }

    /// - Returns: false while the database is away.
    @discardableResult
    private func settle() -> Bool {
        while let act = unsettled.first {
            do {
                try act()
            } catch where StoreFault.isRefusal(error) {
                // Trying again would only block those behind it. Its lease ends and makes a doubt of it,
                // which people see.
                logger.error("an answer could not be settled", metadata: ["error": "\(error)"])
            } catch {
                // The database is away, full, read-only, restarting…: what App IO answered is kept until it takes it.
                note(error)
                return false
            }
            unsettled.removeFirst()
        }
        return true
    }

    private func work() {
        do {
            try upkeep()
            for ask in try host.claimAsks(limit: Self.batch, lease: 30) { answer(ask) }
            if room > 0 {
                let owner = Identifier.make()
                for claim in try host.claimQueued(limit: room, owner: owner, lease: Send.claimLease) {
                    Send(claim, owner: owner, engine: self).start()
                }
            }
            if room > 0 {
                let owner = Identifier.make()
                for claim in try host.claimAccepted(limit: room, owner: owner, lease: StatusCheck.lease) {
                    StatusCheck(claim.notification, scheduledAfter: claim.checks, tenant: claim.tenant, engine: self).start { _, _ in }
                }
            }
            if databaseIsAway { logger.notice("database back") }
            databaseIsAway = false
        } catch {
            note(error)
        }
    }

    private var room: Int { min(Self.batch, Self.mostInFlight - io.inFlight) }

    /// About every three seconds: say that this worker lives, make doubts of what others left behind.
    private func upkeep() throws {
        if let lastUpkeep, ContinuousClock.now - lastUpkeep < .seconds(3) { return }
        try host.beat(worker: id, host: ThisHost.name)
        let lost = try host.expireSending()
        if lost > 0 { logger.warning("sends without an answer became doubts", metadata: ["count": "\(lost)"]) }
        lastUpkeep = .now
    }

    /// The log hears once that the database is away, not at every turn.
    private func note(_ error: any Error) {
        if !databaseIsAway { logger.error("database away", metadata: ["error": "\(error)"]) }
        databaseIsAway = true
    }
}

@available(*, unavailable)
extension Engine: Sendable {}
