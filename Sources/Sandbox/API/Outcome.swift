import FastCGI

/// The answer to a call, and what its client may never learn.
struct Outcome {
    var response: Response
    /// The id of the message that the call made.
    var created: String?
    /// What kept the client from a whole answer, by the name that the books have for it.
    var fault: String?
    /// How much later than it could the answer comes.
    var delayMilliseconds = 0

    init(_ response: Response) { self.response = response }

    static func created(_ message: StoredMessage) -> Outcome {
        var outcome = Outcome(.function(201, ["id": .string(message.id)]))
        outcome.response.add("Location", "/api/v1/messages/\(message.fiscalCode)/\(message.id)")
        outcome.created = message.id
        return outcome
    }

    /// Nobody was left to wait with this answer: the connection is cut instead.
    mutating func cutForWantOfSleepers() {
        response = .cut
        fault = "too_many_sleepers"
    }
}
