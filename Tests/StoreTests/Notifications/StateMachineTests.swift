import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// Whatever happens in whatever order: no notification ever moves where the table of transitions does not let it, and no
/// event meets a CHECK of the database.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct StateMachineTests {
    @Test(arguments: [1, 2, 3, .random(in: .min ... .max), .random(in: .min ... .max)] as [UInt64])
    func `random events in random order leave only by the allowed transitions`(seed: UInt64) throws {
        try TestDatabase.run { database in
            var history = try History(database, seed: seed)
            for _ in 1...1_000 { try history.step() }
            #expect(history.seen.count >= 7, "the events reach most states: \(history.seen)")
            #expect(history.moves.count >= 9)
        }
    }
}

/// Two tenants, a few notifications, and all that people and workers do to them.
private struct History {
    let database: TestDatabase
    private let store: TenantStore
    private var chance: Chance
    private var ids: [NotificationID] = []
    private var states: [NotificationID: NotificationState] = [:]
    /// Claims that workers hold, or believe they hold: late ones are kept too.
    private var held: [(claim: Claim, owner: WorkerID)] = []
    private var checks: [(claim: Claim, owner: WorkerID)] = []
    private(set) var seen: Set<NotificationState> = []
    private(set) var moves: Set<String> = []
    private let seed: UInt64
    /// Another tenant's, which nothing of this moves but a restored backup.
    private let foreign: NotificationID
    private var wasRestored = false

    init(_ database: TestDatabase, seed: UInt64) throws {
        (self.database, self.seed) = (database, seed)
        store = database.one.store
        chance = Chance(seed: seed)
        foreign = try database.other.add()
    }

    mutating func step() throws {
        let event = events.randomElement(using: &chance)!
        do {
            try event.act(&self)
        } catch let error as DatabaseError {
            Issue.record("\(event.name), seed \(seed): \(error)")
        }
        try look(after: event.name)
    }

    private mutating func look(after event: String) throws {
        let rows = try database.db.rows("SELECT id, state FROM notification WHERE tenant_id = \(store.tenant)") {
            ($0.next(NotificationID.self), $0.next(NotificationState.self))
        }
        for (id, state) in rows {
            seen.insert(state)
            if let before = states[id], before != state {
                #expect(before.next.contains(state), "\(event), seed \(seed): \(before) became \(state)")
                moves.insert("\(before)→\(state)")
            } else if states[id] == nil {
                #expect(NotificationState.waiting.contains(state), "\(event): made as \(state)")
                ids.append(id)
            }
            states[id] = state
        }
        #expect(try database.other.state(foreign) == (wasRestored ? .uncertain : .queued), "\(event) of another ente")
    }

    private struct Event {
        let name: String
        let act: (inout History) throws -> Void
    }

    private var events: [Event] {
        [
            Event(name: "add") { try $0.database.one.add() },
            Event(name: "schedule") { try $0.schedule() },
            Event(name: "times come") { try $0.database.installation.queueScheduled() },
            Event(name: "claim") { try $0.claim(.sends) },
            Event(name: "claim again") { try $0.claim(.sends) },
            Event(name: "claim checks") { try $0.claim(.checks) },
            Event(name: "begin") { try $0.begin() },
            Event(name: "begin again") { try $0.begin() },
            Event(name: "time passes") { try $0.database.db.execute("UPDATE notification SET due_at = NOW(6) WHERE due_at IS NOT NULL") },
            Event(name: "leases of POSTs end") { _ = try $0.database.installation.expireSending() },
            Event(name: "profile answers") { try $0.profileAnswers() },
            Event(name: "answer") { try $0.answer() },
            Event(name: "answer again") { try $0.answer() },
            Event(name: "status") { try $0.status() },
            Event(name: "status again") { try $0.status() },
            Event(name: "person") { try $0.personDecides() },
            Event(name: "brake") { try $0.brake() },
            Event(name: "after restore") { history in
                guard history.roll(60) == 0 else { return }
                _ = try history.database.installation.settleRestore(
                    epoch: Int(Moment.now().microseconds), evenUnnoticed: true)
                history.wasRestored = true
            },
        ]
    }

    private mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &chance) }

    private func schedule() throws {
        _ = try store.addNotification(
            database.one.content(), environment: .trial, formKey: .make(), sendAt: Moment(seconds: Moment.now().seconds + 3_600),
            knownTwin: store.twin(of: database.one.content(), formKey: .make())?.id, by: database.one.operator_)
    }

    /// Mostly a claim that may still hold, at times one that is long over.
    private mutating func recent(_ claims: [(claim: Claim, owner: WorkerID)]) -> (claim: Claim, owner: WorkerID)? {
        (roll(5) == 0 ? claims[...] : claims.suffix(4)).randomElement(using: &chance)
    }

    private mutating func claim(_ work: Work) throws {
        let owner = WorkerID.make()
        let claims = try work == .sends ? database.installation.claimQueued(limit: 3, owner: owner, lease: 60)
            : database.installation.claimAccepted(limit: 3, owner: owner, lease: 60)
        for claim in claims where claim.lane.tenant == store.tenant {
            if work == .sends { held.append((claim, owner)) } else { checks.append((claim, owner)) }
        }
    }

    private mutating func begin() throws {
        guard let (claim, owner) = recent(held) else { return }
        let day = CalendarDate(year: 2027, month: 3, day: 1 + roll(28))!
        _ = try store.permit(claim.notification.id, attempt: claim.notification.attempt + 1, owner: owner, on: day)
    }

    private mutating func profileAnswers() throws {
        guard let (claim, owner) = recent(held) else { return }
        let settlements: [Settlement] = [
            .ended(.unreachable, .notOnIO), .ended(.refused, .refusedByIO), .again(after: 0, counted: true),
            .ended(.failed, .triesExhausted),
        ]
        try store.settleProfile(claim.notification.id, owner: owner, settlements.randomElement(using: &chance)!, call: .asked)
    }

    private mutating func answer() throws {
        guard let (claim, owner) = recent(held) else { return }
        let settlements: [Settlement] = [
            .accepted(ioID: "IO1", firstCheck: 0), .accepted(ioID: "IO2", firstCheck: 0), .accepted(ioID: nil, firstCheck: 0),
            .again(after: 0, counted: true), .ended(.refused, .refusedByIO), .ended(.failed, .triesExhausted),
            .ended(.uncertain, .answerLost),
        ]
        try store.settleSubmit(claim.notification.id, attempt: claim.notification.attempt + 1, owner: owner,
                               settlements.randomElement(using: &chance)!, call: .submitted)
    }

    private mutating func status() throws {
        let known = recent(checks)
        guard let id = known?.claim.notification.id ?? ids.randomElement(using: &chance) else { return }
        guard try store.notification(id)?.ioID != nil else { return }
        let words = IOWords(status: "X", email: nil, push: nil)
        let final = [(NotificationState.processed, Reason?.none), (.rejected, nil), (.failed, .failedAtIO)].randomElement(using: &chance)!
        switch roll(4) {
        case 0: try store.settleStatus(id, owner: known?.owner, about: "IO1", state: final.0, reason: final.1, words: words, next: nil,
                                       call: .asked)
        case 1: try store.missStatus(id, owner: known?.owner, next: roll(2) == 0 ? nil : 0, call: .asked)
        case 2: try store.recordWords(id, words, whileIn: .accepted)
        default:
            guard try database.one.state(id) == .accepted else { return }
            let next: Double? = roll(2) == 0 ? nil : 0
            try store.settleStatus(id, owner: known?.owner, about: "IO1", state: next == nil ? .undetermined : .accepted, reason: nil,
                                   words: words, next: next, call: nil)
        }
    }

    private mutating func personDecides() throws {
        guard let id = ids.randomElement(using: &chance) else { return }
        let (attempt, person) = (roll(3), database.one.operator_)
        switch roll(5) {
        case 4: _ = try store.move(id, to: Moment(seconds: Moment.now().seconds + 3_600), attempt: attempt, seen: nil, by: person)
        case 0: _ = try store.retry(id, attempt: attempt, by: person)
        case 1: if roll(3) == 0 { _ = try store.cancel(id, attempt: attempt, by: person) }
        case 2: _ = try store.assumeSent(id, attempt: attempt, by: person)
        default: _ = try store.resend(id, attempt: attempt, by: person)
        }
    }

    private mutating func brake() throws {
        let service = database.one.service
        switch roll(12) {
        case 0: try store.pause(service: service, by: nil)
        case 1: try store.stop(service, .refusals, because: "x")
        case 2: try store.setDailyCeiling(roll(2) == 0 ? nil : 2, of: service, by: nil)
        case 3: try store.setCitizenCeiling(roll(2) == 0 ? nil : 3, by: nil)
        default: try store.resume(service: service, on: .someDay, by: nil)
        }
    }
}
