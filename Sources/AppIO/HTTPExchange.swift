internal import Curl

/// One call to App IO: what it came to, and what there is to keep about it.
package struct HTTPExchange<Outcome: Sendable>: Sendable {
    package var outcome: Outcome
    /// `nil` when none came. Beside a `curlCode` the answer was cut.
    package var httpStatus: Int?
    /// App IO's own words, when it explained itself.
    package var problem: Problem?
    /// How many calls the account has left in the present window (`x-rate-limit-remaining`).
    package var remaining: Int?
    package var duration: Duration
    /// libcurl's number for what went wrong on the way; `nil` when nothing did.
    package var curlCode: Int?
    /// Whether there was not even a connection: no address, nobody there, no certificate that is believed.
    package var wasNotConnected: Bool { curlCode.map { [5, 6, 7, 35, 58, 60, 77, 80, 82, 83, 91, 97].contains($0) } ?? false }

    init(_ outcome: Outcome, of result: Result<Reply, TransferFault>) {
        self.outcome = outcome
        switch result {
        case .success(let reply):
            httpStatus = reply.status
            problem = (200...299).contains(reply.status) ? nil : Problem(reply.body)
            remaining = reply.headers["x-rate-limit-remaining"].flatMap { UInt32($0) }.map { Int($0) }
            duration = reply.duration
        case .failure(let fault):
            httpStatus = fault.partial?.status
            duration = fault.duration
            curlCode = Int(fault.code)
        }
    }
}
