/// What is known of a citizen before anything is sent (`POST /profiles`).
package enum ProfileOutcome: Sendable, Equatable {
    /// On App IO, and this service may write.
    case allowed
    /// On App IO, but this service is turned off there.
    case senderNotAllowed
    /// Not on App IO, or the inbox is off: App IO does not tell which.
    case notFound
    /// The key is wrong, rotated or disabled.
    case unauthorized
    /// The whole account waits so long.
    case throttled(Duration)
    /// Any other complete 3xx or 4xx: data or configuration to correct.
    case refused
    /// No usable answer: ask again later, nothing was done.
    case unavailable
}

/// What a `POST /messages` came to, named by what happens next (reliability.md).
package enum SubmitOutcome: Sendable, Equatable {
    /// The citizen gets it. Without an id (neither in the body nor in `Location`) nothing more
    /// can be asked about it.
    case accepted(ioID: String?)
    /// Not delivered: the key is wrong, rotated or disabled.
    case unauthorized
    /// Not delivered: the whole account waits so long.
    case throttled(Duration)
    /// Not delivered, and never will be as it is.
    case refused
    /// Not delivered: the same may be tried again.
    case retry(RetryReason)
    /// Nobody knows: only a person may send it again.
    case unknown
}

/// Why a message that was not delivered may be tried again.
package enum RetryReason: Sendable, Equatable {
    /// It failed before the body left.
    case notSent
    /// App IO failed before its queue (500 with problem+json).
    case serverError
}

/// What a status check came to. All but `known` leave the notification as it is.
package enum StatusOutcome: Sendable, Equatable {
    case known(MessageStatus)
    /// The key is wrong, rotated or disabled.
    case unauthorized
    /// The whole account waits so long.
    case throttled(Duration)
    /// Anything else; ask again on the schedule.
    case unavailable
}

/// App IO's word on a message that it accepted.
package struct MessageStatus: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        /// Not yet processed.
        case accepted
        /// In the citizen's inbox, not "read".
        case processed
        /// The citizen is not there, or does not want it: final.
        case rejected
        /// App IO could not: final.
        case failed
        /// Put off by up to 7 days; documented, never met.
        case throttled
        /// A word that this program does not know: App IO may add some.
        case unknown(String)
    }

    package var value: Value
    /// The word itself, for instance `PROCESSED`.
    package var raw: String
    /// What became of the e-mail and of the push notification, in App IO's words. App IO no longer
    /// reports them (since 2026-07-30): usually `nil`.
    package var email: String?
    package var push: String?

    package init(raw: String, email: String? = nil, push: String? = nil) {
        self.raw = raw
        self.email = email
        self.push = push
        value = switch raw {
        case "ACCEPTED": .accepted
        case "PROCESSED": .processed
        case "REJECTED": .rejected
        case "FAILED": .failed
        case "THROTTLED": .throttled
        default: .unknown(raw)
        }
    }
}
