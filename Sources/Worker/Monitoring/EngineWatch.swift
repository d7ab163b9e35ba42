import Domain
import Logging
import Store
import Text

/// What the worker says in its log of its work and counts of it for monitoring. An outage is said at once, and then each minute how
/// often it has struck. No line names a citizen.
final class EngineWatch {
    /// A call to App IO that failed.
    private struct CallFault: Hashable {
        var step: LoggedCall.Step
        var outcome: CallOutcome
        var httpStatus: Int?
        var curlCode: Int?
    }

    private let installation: InstallationStore
    private let logger: Logger
    private var counts: [CountedEvent: Int] = [.workerStart: 1]
    private var callFaults = RepeatedEvents<CallFault>()
    private var ends = RepeatedEvents<Reason>()
    private var codes: [TenantID: String] = [:]

    /// Sends that end badly for one reason, of which each is named within a minute.
    private static let namedSends = 10

    init(_ installation: InstallationStore, _ logger: Logger) { (self.installation, self.logger) = (installation, logger) }

    // MARK: - What happens

    /// A page, or a command, rang: for a tenant, and in a request of this id.
    ///
    /// - Returns: `nil` when the ring does not say whose rows there are to look at.
    func rung(_ name: [UInt8]) -> TenantID? {
        let width = IDKind.Tenant.width, tenant = TenantID(bytes: Array(name.prefix(width)))
        if let tenant, name.count > width {
            logger.debug("rung", metadata: ["request": "\(Array(name.dropFirst(width)).hexadecimal)", "tenant": "\(code(of: tenant))"])
        }
        return tenant
    }

    /// App IO answered a call, or did not.
    ///
    /// - Parameter service: `nil` where a key is tried before it is used.
    func called(_ call: LoggedCall, _ tenant: TenantID, _ service: ServiceID?) {
        counts[.call(call.step, call.outcome), default: 0] += 1
        guard let level = call.outcome.level else { return }
        let fault = CallFault(step: call.step, outcome: call.outcome, httpStatus: call.httpStatus, curlCode: call.curlCode)
        guard callFaults.note(fault) else { return }
        var details = metadata(fault)
        details["tenant"] = "\(code(of: tenant))"
        if let service { details["service"] = "\(service)" }
        logger.log(level: level, "call to App IO failed", metadata: details)
    }

    /// A send was settled, or is tried again.
    func settled(_ settlement: Settlement, _ claim: Claim) {
        let (state, reason): (NotificationState, Reason?) = switch settlement {
        case .again: (.queued, nil)
        case .accepted: (.accepted, nil)
        case .ended(let state, let reason): (state, reason)
        }
        counts[.send(state), default: 0] += 1
        // What a citizen or the text is refused for is the tenant's to see, on its pages.
        guard let reason, [.uncertain, .failed].contains(state), ends.note(reason, upTo: Self.namedSends) else { return }
        logger.warning(state == .uncertain ? "outcome uncertain" : "send failed", metadata: [
            "reason": "\(reason.rawValue)", "tenant": "\(code(of: claim.lane.tenant))", "service": "\(claim.lane.service)",
            "notification": "\(claim.notification.id)", "attempt": "\(claim.notification.attempt + 1)",
        ])
    }

    /// App IO said what became of a message.
    func delivered(_ state: NotificationState) { counts[.delivery(state), default: 0] += 1 }

    /// Workers of this host ended without saying so.
    func lost(_ workers: Int) {
        counts[.workerLost, default: 0] += workers
        logger.warning("a worker of this host ended without saying so", metadata: ["count": "\(workers)"])
    }

    /// The leases of sends ended without an answer.
    func expired(_ count: Int) {
        counts[.send(.uncertain), default: 0] += count
        logger.warning("sends without an answer became doubts", metadata: ["count": "\(count)"])
    }

    /// A service sends no more until somebody has mended the cause.
    func stopped(_ kind: StopKind, _ lane: Lane, because reason: String) {
        logger.warning("service stopped", metadata: [
            "kind": "\(kind.rawValue)", "tenant": "\(code(of: lane.tenant))", "service": "\(lane.service)", "reason": "\(reason)",
        ])
    }

    /// App IO refuses a key that it took before.
    func refused(_ slot: KeySlot, _ tenant: TenantID, _ service: ServiceID) {
        logger.warning("key refused", metadata: [
            "slot": "\(slot.rawValue)", "tenant": "\(code(of: tenant))", "service": "\(service)",
        ])
    }

    // MARK: - Every few seconds

    /// Says what has come again, and gives the database what was counted.
    func upkeep() throws {
        sayRepeated()
        do {
            try installation.count(counts)
            counts = [:]
        } catch where StoreFault.isAway(error) {
            // Another worker was at the same rows, or there is more to be said of it than that numbers wait: they come with the next.
        }
    }

    /// Before the worker ends.
    func end() {
        sayRepeated(all: true)
        try? upkeep()
    }

    private func sayRepeated(all: Bool = false) {
        // Of a minute: what has ended meanwhile must not look as if it went on.
        func repetition(_ count: Int, _ sinceLast: Duration) -> Logger.Metadata {
            ["count": "\(count)", "seconds_since_last": "\(sinceLast.components.seconds)"]
        }
        for (fault, count, sinceLast) in callFaults.takeDue(all: all) {
            logger.log(level: fault.outcome.level ?? .info, "calls to App IO failed again",
                       metadata: metadata(fault).merging(repetition(count, sinceLast)) { $1 })
        }
        for (reason, count, sinceLast) in ends.takeDue(all: all) {
            logger.warning("more sends ended so", metadata: repetition(count, sinceLast).merging(["reason": "\(reason.rawValue)"]) { $1 })
        }
    }

    // MARK: - Words

    private func metadata(_ fault: CallFault) -> Logger.Metadata {
        var details: Logger.Metadata = [
            "call": "\(fault.step.rawValue)", "outcome": "\(fault.outcome.rawValue)",
            "kind": "\(fault.curlCode.map(TransportFault.kind) ?? fault.httpStatus.map { "http_\($0)" } ?? "unreadable")",
        ]
        if let status = fault.httpStatus { details["http_status"] = "\(status)" }
        if let code = fault.curlCode { details["curl"] = "\(code)" }
        return details
    }

    /// Of what stands still.
    func metadata(_ place: OutageWatch.Place) -> Logger.Metadata {
        switch place {
        case .lane(let lane):
            ["tenant": "\(code(of: lane.tenant))", "service": "\(lane.service)", "environment": "\(lane.account.environment)"]
        case .account(let account): ["account": "\(code(of: account.owner))", "environment": "\(account.environment)"]
        }
    }

    /// As people know the tenant; its id while the database is away.
    private func code(of tenant: TenantID) -> String {
        if let code = codes[tenant] { return code }
        guard let code = try? installation.code(of: tenant) else { return "\(tenant)" }
        codes[tenant] = code
        return code
    }
}

extension CallOutcome {
    /// `nil` for what is no fault.
    fileprivate var level: Logger.Level? {
        switch self {
        case .allowed, .reused, .senderNotAllowed, .notFound, .accepted, .known, .notBegun: nil
        case .refused: .info
        case .notSent, .serverError, .unknown, .unauthorized, .throttled, .unavailable: .warning
        }
    }
}
