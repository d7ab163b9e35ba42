package import Domain
import MariaDB

/// What workers count for monitoring, from when the database was made on.
package enum CountedEvent: Hashable, Sendable {
    case call(LoggedCall.Step, CallOutcome)
    /// Where a send led to; `queued`: it is tried again later.
    case send(NotificationState)
    /// What App IO said became of a message that it had accepted.
    case delivery(NotificationState)
    case workerStart
    /// A worker ended without saying so, and another of its host has taken its place.
    case workerLost

    /// What there can be, so that each is counted from 0 on.
    package static let all: [CountedEvent] =
        [(LoggedCall.Step.profile, [.allowed, .senderNotAllowed, .notFound, .unauthorized, .throttled, .refused, .unavailable]),
         (.submit, [.accepted, .unauthorized, .throttled, .refused, .notSent, .serverError, .unknown]),
         (.status, [.known, .unauthorized, .throttled, .unavailable])]
        .flatMap { (step: LoggedCall.Step, outcomes: [CallOutcome]) in outcomes.map { .call(step, $0) } }
        + [.accepted, .queued, .unreachable, .refused, .failed, .uncertain].map(CountedEvent.send)
        + [.processed, .rejected, .failed, .undetermined].map(CountedEvent.delivery) + [.workerStart, .workerLost]

    fileprivate var kind: CounterKind {
        switch self {
        case .call(.profile, _): .profile
        case .call(.submit, _): .submit
        case .call(.status, _): .status
        case .send: .send
        case .delivery: .delivery
        case .workerStart, .workerLost: .worker
        }
    }

    /// The word under which it is counted.
    package var outcome: String {
        switch self {
        case .call(_, let outcome): outcome.rawValue
        case .send(.queued): "postponed"
        case .send(let state), .delivery(let state): state.rawValue
        case .workerStart: "start"
        case .workerLost: "lost"
        }
    }
}

/// The kinds of `CountedEvent`, as they are stored.
enum CounterKind: String, CaseIterable { case profile, submit, status, send, delivery, worker }

extension InstallationStore {
    /// Adds what a worker has seen happen.
    package func count(_ events: [CountedEvent: Int]) throws {
        guard !events.isEmpty else { return }
        // In one order: workers wait for each other and never deadlock.
        let ordered = events.map { (kind: $0.key.kind, outcome: $0.key.outcome, number: $0.value) }
            .sorted { ($0.kind.rawValue, $0.outcome) < ($1.kind.rawValue, $1.outcome) }
        let rows = SQL.joined(ordered.map { "(\($0.kind), \($0.outcome), \($0.number))" }, separator: ", ")
        try db.execute("""
            INSERT INTO counter (kind, outcome, number) VALUES \(rows) ON DUPLICATE KEY UPDATE number = number + VALUES(number)
            """)
    }

    /// All that can be counted, with how often it has happened.
    func counts() throws -> [CountedEvent: Int] {
        let rows = try db.rows("SELECT kind, outcome, number FROM counter") {
            (kind: $0.next(CounterKind.self), outcome: $0.next(String.self), number: $0.next(Int.self))
        }
        return Dictionary(uniqueKeysWithValues: CountedEvent.all.map { event in
            (event, rows.first { $0.kind == event.kind && $0.outcome == event.outcome }?.number ?? 0)
        })
    }
}
