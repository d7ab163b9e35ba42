import Synchronization

@preconcurrency import Glibc

/// The places where a test kills the worker (SIGKILL, which nothing can soften): before and after every step of a send.
///
/// `PUNTUALE_CRASH=name` in the environment kills it when it gets there, `PUNTUALE_CRASH=name:20` the twentieth time.
enum CrashPoint: String {
    case claimed, profileAnswered = "profile-answered"
    case beforeBeginCommit = "before-begin-commit", begun, marked, posted
    case answered, beforeSettleCommit = "before-settle-commit", settled
    case checked, checkAnswered = "check-answered"
    case draining
    case mailClaimed = "mail-claimed", mailLeaving = "mail-leaving", mailSent = "mail-sent"

    func reach() {
        guard self == Self.chosen else { return }
        if Self.count.add(1, ordering: .relaxed).newValue >= Self.turn { kill(getpid(), SIGKILL) }
    }

    private static let parts = getenv("PUNTUALE_CRASH").map { String(cString: $0).split(separator: ":") } ?? []
    private static let chosen = parts.first.flatMap { CrashPoint(rawValue: String($0)) }
    private static let turn = parts.dropFirst().first.flatMap { Int($0) } ?? 1
    private static let count = Atomic(0)
}
