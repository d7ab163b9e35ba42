/// Why the worker sends nothing of a service for now, though nobody said so: it tries by itself whether it can again.
package enum PauseCause: String, Sendable, CaseIterable {
    /// App IO cannot be reached: no address, no connection, no certificate that is believed.
    case unreachable
    /// App IO answers with errors that store nothing.
    case failing
    /// App IO takes calls and does not answer them.
    case silent
    /// App IO answers questions, but what leaves is not confirmed.
    case unclear
    /// App IO answers 429: the account has made too many calls, or App IO wants fewer.
    case throttled

    /// What people read, as the beginning of a sentence.
    package var meaning: String {
        switch self {
        case .unreachable: "App IO non è raggiungibile"
        case .failing: "App IO risponde con errori"
        case .silent: "App IO non risponde"
        case .unclear: "App IO non conferma gli invii"
        case .throttled: "App IO chiede di attendere"
        }
    }
}
