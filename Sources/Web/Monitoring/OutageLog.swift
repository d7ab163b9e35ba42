import Logging
import Synchronization

/// Says that the database is away: once, then each minute for how many requests, and that it is back. All threads find it out
/// together, hundreds of times a second.
final class OutageLog: Sendable {
    private struct Outage {
        var since: ContinuousClock.Instant
        var said: ContinuousClock.Instant
        var unsaid = 0
    }

    private let outage = Mutex<Outage?>(nil)
    /// What every request asks.
    private let isOn = Atomic(false)
    private let logger: Logger

    private static let interval = Duration.seconds(60)

    init(_ logger: Logger) { self.logger = logger }

    func note(_ error: any Error, _ details: Logger.Metadata) {
        isOn.store(true, ordering: .relaxed)
        let unsaid: Int? = outage.withLock { outage in
            guard var known = outage else {
                outage = Outage(since: .now, said: .now)
                return 0
            }
            defer { outage = known }
            guard .now - known.said >= Self.interval else {
                known.unsaid += 1
                return nil
            }
            defer { (known.said, known.unsaid) = (.now, 0) }
            return known.unsaid + 1
        }
        guard let unsaid else { return }
        var details = details
        details["error"] = "\(error)"
        if unsaid > 0 { details["requests"] = "\(unsaid)" }
        logger.error(unsaid == 0 ? "database away" : "database still away", metadata: details)
    }

    func noteBack() {
        guard isOn.load(ordering: .relaxed), let ended = outage.withLock({ $0.take() }) else { return }
        isOn.store(false, ordering: .relaxed)
        logger.notice("database back", metadata: ["seconds": "\((ContinuousClock.now - ended.since).components.seconds)"])
    }
}
