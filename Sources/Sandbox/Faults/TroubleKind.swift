extension Trouble {
    /// What goes wrong. Those that come after the message was made are called so.
    enum Kind: String, Sendable, CaseIterable {
        case none
        /// One of those that fit the call, another for each call.
        case mixed

        // Nothing is made.

        /// 429.
        case storm
        /// 500 as problem+json: before the queue.
        case storage
        /// 500 that is not problem+json.
        case htmlError = "garbage"
        /// The gateway's HTML.
        case badGateway = "502", unavailable = "503", gatewayTimeout = "504", requestTimeout = "408"
        /// The connection ends without an answer.
        case cutBefore = "cut_before"
        /// No answer comes while the client waits, and none afterwards.
        case hangBefore = "hang_before"
        case redirect = "302"
        case badRequest = "400"
        /// 401 although the key is right.
        case wrongKey = "401"
        /// 403 without a body.
        case emptyForbidden = "403"

        // The message is made, and the answer suffers. One that is refused anyway is refused as ever.

        /// The connection ends.
        case cut
        /// The answer comes when the client has given up.
        case hang
        case gatewayTimeoutAfterwards = "504_created"
        /// 202 with an empty object.
        case acceptedOnly = "202"
        /// The body ends in its middle.
        case truncated
        /// The same without `Location`: the id is nowhere.
        case truncatedWithoutLocation = "truncated_all"

        /// GET of a message answers a status that no specification has.
        case unknownStatus = "unknown_status"

        /// What `mixed` draws from; what comes twice comes twice as often. Nothing that makes a
        /// sender stop (400, 401, 403), and little that keeps a thread waiting.
        static func mixture(for operation: Call.Operation) -> [Kind] {
            switch operation {
            case .submit:
                [.storm, .storm, .storm, .storage, .storage, .htmlError, .badGateway, .unavailable, .unavailable, .gatewayTimeout,
                 .requestTimeout, .cutBefore, .cutBefore, .cutBefore, .hangBefore, .cut, .cut, .cut, .hang,
                 .gatewayTimeoutAfterwards, .gatewayTimeoutAfterwards, .acceptedOnly, .truncated, .truncated, .truncatedWithoutLocation]
            case .profile: [.storm, .storm, .badGateway, .unavailable, .cut, .cut, .truncated, .htmlError]
            case .status: [.storm, .storm, .badGateway, .unavailable, .cut, .cut, .truncated, .htmlError, .unknownStatus, .unknownStatus]
            }
        }
    }
}
