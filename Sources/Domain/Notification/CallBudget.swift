/// How many calls an account of App IO makes: App IO lets 150 through in 5 s, all services and all kinds of call together
/// (not published; its gateway's policy says so). What is left is a bucket that fills while nobody calls.
package enum CallBudget {
    /// Calls in a full bucket. With what flows in during 5 s they are 150: however App IO counts, it never counts more.
    package static let burst = 10
    /// Calls that flow in each second.
    package static let perSecond = 28
    /// How long one call takes to flow in, rounded up.
    package static let microsecondsPerCall = (1_000_000 + perSecond - 1) / perSecond
    /// Profile and message.
    package static let callsPerSend = 2
    /// What retries, the backlog and status checks leave in the bucket: a send for which somebody waits finds it there.
    package static let keptForPeople = callsPerSend
}
