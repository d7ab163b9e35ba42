import Domain
import Store

/// The lanes whose calls App IO answers with failures that delivered nothing, or cannot be asked. Each is tried with one
/// notification at a time, uncounted; while nobody of an environment succeeds, one lane tries for all.
struct LanePauses {
    enum Step { case profile, submit }

    struct Pause {
        var since: Instant
        var cause: PauseCause
        var step: Step
        var triedAt: Instant?
        var wantedAt: Instant
    }

    private struct Failures { var profile = 0, submit = 0 }
    private struct Place {
        var paused = 0
        var latest: Instant?
        var lastSuccess: Instant?
        var lastTry: Instant?
        var downSince: Instant?
    }

    private(set) var paused: [Lane: Pause] = [:]
    /// Those whose pause ended last because nobody wanted anything.
    private(set) var forgotten: Set<Lane> = []
    /// Of which App IO takes messages again: what they have put off is due.
    private(set) var well: Set<Lane> = []
    private var failures: [Lane: Failures] = [:]
    /// When they failed lately, whatever went well between.
    private var bad: [Lane: [Instant]] = [:]
    private var places: [Environment: Place] = [:]
    private let times: OutageTimes

    /// In a row, of one step of one lane.
    static let mostFailures = 3
    private static let lately = Duration.seconds(10)
    /// Lanes that App IO answers with errors try each for itself, as many as this a second.
    private static let triesPerSecond = 8

    init(_ times: OutageTimes) { self.times = times }

    /// Whether lanes of it stand still, and none of it has succeeded since.
    func isDown(_ environment: Environment) -> Bool {
        guard let place = places[environment], place.paused >= 2, let latest = place.latest else { return false }
        return place.lastSuccess.map { $0 < latest } ?? true
    }

    /// Whether a paused lane may take one notification now.
    func mayTry(_ lane: Lane, _ now: Instant) -> Bool {
        guard let pause = paused[lane] else { return true }
        let environment = lane.account.environment
        guard isDown(environment), let place = places[environment] else { return isDue(pause.triedAt, pause.since, now) }
        if isDue(place.lastTry, place.downSince ?? pause.since, now) { return true }
        // An error comes at once, and costs nobody a place; one service may be well before the others.
        guard pause.cause == .failing, isDue(pause.triedAt, pause.since, now), let triedAt = pause.triedAt else { return false }
        return now - triedAt >= .seconds(place.paused) / Self.triesPerSecond
    }

    private func isDue(_ last: Instant?, _ since: Instant, _ now: Instant) -> Bool {
        last.map { now - $0 >= times.tries.interval(after: max(.zero, $0 - since)) } ?? true
    }

    /// It takes one.
    mutating func tries(_ lane: Lane, _ now: Instant) {
        guard paused[lane] != nil else { return }
        paused[lane]?.triedAt = now
        places[lane.account.environment]?.lastTry = now
    }

    /// It could take none: another may at once, and it too when only its account's calls were used up.
    mutating func foundNothing(_ lane: Lane, hasMore: Bool) {
        guard paused[lane] != nil else { return }
        if hasMore { paused[lane]?.triedAt = nil }
        places[lane.account.environment]?.lastTry = nil
    }

    /// Somebody waits for a new notification of it: it tries with that one soon, unless others try for it.
    mutating func hurry(_ lane: Lane, _ now: Instant) {
        guard let pause = paused[lane], !isDown(lane.account.environment) else { return }
        if now - (pause.triedAt ?? pause.since) >= times.tries.first { paused[lane]?.triedAt = nil }
    }

    /// Whether calls of it failed so often lately that it is not for the message.
    func isUnwell(_ lane: Lane, _ now: Instant) -> Bool {
        paused[lane] != nil || bad[lane]?.count { now - $0 < Self.lately } ?? 0 >= Self.mostFailures
    }

    /// How soon what fails there is tried again, unless it is paused: the later, the more there are of it.
    func shortDelay(_ lane: Lane) -> Duration { max(times.tries.usual * 0.8, .seconds(bad[lane]?.count ?? 0) / 4) }

    mutating func failed(_ lane: Lane, at step: Step, because cause: PauseCause, _ now: Instant) {
        bad[lane] = bad[lane, default: []].filter { now - $0 < Self.lately } + [now]
        if paused[lane] != nil {
            paused[lane]?.cause = cause
            paused[lane]?.step = step
            return
        }
        var count = failures[lane, default: Failures()]
        if step == .profile { count.profile += 1 } else { count.submit += 1 }
        failures[lane] = count
        let environment = lane.account.environment
        guard max(count.profile, count.submit) >= (isDown(environment) ? 1 : Self.mostFailures) else { return }
        failures[lane] = nil
        paused[lane] = Pause(since: now, cause: cause, step: step, triedAt: now, wantedAt: now)
        let wasDown = isDown(environment)
        places[environment, default: Place()].paused += 1
        places[environment]?.latest = now
        guard !wasDown && isDown(environment) else { return }
        places[environment]?.downSince = now
        places[environment]?.lastTry = now
    }

    /// A profile let the message go: what comes of its POST is yet to be seen.
    mutating func profileAnswered(_ lane: Lane) { failures[lane]?.profile = 0 }

    /// App IO answered what it was asked, whatever it said.
    mutating func succeeded(_ lane: Lane, at step: Step, _ now: Instant) {
        let environment = lane.account.environment
        if step == .submit { failures[lane] = nil } else { failures[lane]?.profile = 0 }
        if step == .profile, let pause = paused[lane], pause.step == .submit { return }
        if places[environment]?.paused ?? 0 > 0 {
            if isDown(environment) {
                for other in paused.keys where other.account.environment == environment { paused[other]?.triedAt = nil }
            }
            places[environment]?.lastSuccess = now
        }
        if end(lane) { well.insert(lane) }
    }

    /// - Returns: whether it stood still.
    @discardableResult
    private mutating func end(_ lane: Lane) -> Bool {
        guard paused.removeValue(forKey: lane) != nil else { return false }
        places[lane.account.environment]?.paused -= 1
        return true
    }

    /// Takes out the lanes that are well again.
    mutating func takeWell() -> Set<Lane> {
        defer { well = [] }
        return well
    }

    /// Another worker had paused it so.
    mutating func adopt(_ lane: Lane, because cause: PauseCause, since: Instant) {
        guard paused[lane] == nil else { return }
        let environment = lane.account.environment
        paused[lane] = Pause(since: since, cause: cause, step: .submit, wantedAt: .now)
        var place = places[environment] ?? Place()
        place.paused += 1
        (place.latest, place.downSince) = (max(since, place.latest ?? since), min(since, place.downSince ?? since))
        places[environment] = place
    }

    /// Ends pauses of lanes that have had nothing to send for long.
    mutating func forget(wanting lanes: Set<Lane>, _ now: Instant) {
        bad = bad.filter { now - $0.value.last! < Self.lately }
        for lane in lanes where paused[lane] != nil { paused[lane]?.wantedAt = now }
        forgotten = Set(paused.filter { now - max($1.wantedAt, $1.triedAt ?? $1.since) >= times.forgotten }.keys)
        for lane in forgotten { end(lane) }
    }
}
