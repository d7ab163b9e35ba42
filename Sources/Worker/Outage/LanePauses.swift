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
    private var failures: [Lane: Failures] = [:]
    private var places: [Environment: Place] = [:]
    private let times: OutageTimes

    /// In a row, of one step of one lane.
    static let mostFailures = 3

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
        return isDue(place.lastTry, place.downSince ?? pause.since, now)
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

    mutating func failed(_ lane: Lane, at step: Step, because cause: PauseCause, _ now: Instant) {
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
        end(lane)
    }

    private mutating func end(_ lane: Lane) {
        if paused.removeValue(forKey: lane) != nil { places[lane.account.environment]?.paused -= 1 }
    }

    /// Ends pauses of lanes that have had nothing to send for long.
    mutating func forget(wanting lanes: Set<Lane>, _ now: Instant) {
        for lane in lanes where paused[lane] != nil { paused[lane]?.wantedAt = now }
        for (lane, pause) in paused where now - max(pause.wantedAt, pause.triedAt ?? pause.since) >= times.forgotten { end(lane) }
    }
}
