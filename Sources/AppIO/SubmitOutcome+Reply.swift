internal import Curl
internal import Text

extension SubmitOutcome {
    /// The table "Outcome of a call" of reliability.md. Whoever changes a row here decides whether
    /// a citizen may be notified twice.
    init(_ result: Result<Reply, TransferFault>) {
        switch result {
        case .failure(let fault) where fault.partial?.status == 201: self = .accepted(ioID: fault.partial?.messageID)
        case .failure(let fault): self = fault.bodyLeft ? .unknown : .retry(.notSent)
        case .success(let reply): self.init(reply)
        }
    }

    private init(_ reply: Reply) {
        self = switch reply.status {
        case 201: .accepted(ioID: reply.messageID)
        case 401: .unauthorized
        case 429: .throttled(reply.pause)
        case 500 where reply.isProblem: .retry(.serverError)
        case 408: .unknown
        case 300...499: .refused
        default: .unknown
        }
    }
}

extension Reply {
    /// The id of the message that was made: in the body, or at the end of `Location`
    /// (`/api/v1/messages/{fiscal_code}/{id}`) when the body is broken.
    fileprivate var messageID: String? {
        struct Created: Decodable { var id: String }
        if let id = json(Created.self)?.id, isIdentifier(id) { return id }
        guard let path = headers["location"]?.prefix(while: { $0 != "?" && $0 != "#" }) else { return nil }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count >= 3, segments[segments.count - 3] == "messages" else { return nil }
        return segments.last.flatMap { isIdentifier($0) ? String($0) : nil }
    }

    /// App IO makes ULIDs; other letters and digits are taken too, what cannot be one is not.
    private func isIdentifier(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }
}
