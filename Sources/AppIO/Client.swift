internal import Curl
internal import FoundationEssentials
package import Domain
internal import Text

/// App IO's sending API, asked by the one thread that owns this object: many calls at once, each
/// answered inside `wait`.
package final class Client {
    /// How long a call may take. A short `submit` manufactures doubts.
    package struct Timeouts: Sendable {
        /// From the start to the end of the TLS handshake.
        package var connect: Duration
        package var submit: Duration
        /// Of a profile or a status.
        package var ask: Duration

        package init(connect: Duration = .seconds(10), submit: Duration = .seconds(60), ask: Duration = .seconds(15)) {
            self.connect = connect
            self.submit = submit
            self.ask = ask
        }
    }

    private let transfers: Multi
    private let timeouts: Timeouts

    /// - Parameters:
    ///   - outbound: the way to App IO.
    ///   - calls: how many calls to one host move at once; the others wait, and their time runs.
    /// - Throws: when libcurl does not start or the authorities cannot be read; its description
    ///   says so.
    package init(_ outbound: Outbound = Outbound(), calls: Int = 64, timeouts: Timeouts = Timeouts()) throws {
        var options = Multi.Options(
            authorities: outbound.authorities, connectionsPerHost: calls, connections: 2 * calls, userAgent: "Puntuale")
        options.proxy = outbound.proxy.map { ($0.address, $0.login) }
        options.identity = outbound.identity.map { ($0.certificate, $0.key) }
        transfers = try Multi(options: options)
        self.timeouts = timeouts
    }

    /// A question on its way: what may be given up, since asking it again does no harm. A message is none.
    package struct Question {
        fileprivate let number: Int
    }

    /// How many calls wait for their answer.
    package var inFlight: Int { transfers.inFlight }

    /// Moves all calls on, and answers those that ended.
    ///
    /// - Parameters:
    ///   - limit: how long to sleep at most when nothing happens.
    ///   - descriptors: others to wake up for; the caller must read what makes them readable.
    /// - Returns: the readable ones among them.
    /// - Throws: when libcurl cannot go on; this client is then of no further use.
    package func wait(upTo limit: Duration, alsoWatching descriptors: [Int32] = []) throws -> [Int32] {
        try transfers.wait(upTo: limit, alsoWatching: descriptors)
    }

    /// Asks no longer: `then` is not called.
    ///
    /// - Returns: false when it has been answered meanwhile.
    package func giveUp(_ question: Question) -> Bool { transfers.giveUp(question.number) }

    /// Asks whether the service may write to the citizen. Harmless to ask again.
    ///
    /// - Parameter timeout: instead of the usual one.
    @discardableResult
    package func profile(of fiscalCode: FiscalCode, as sender: Credentials, within timeout: Duration? = nil,
                         then: @escaping (HTTPExchange<ProfileOutcome>) -> Void) throws -> Question {
        struct Payload: Encodable { var fiscal_code: String }
        let body = [UInt8](try JSONEncoder().encode(Payload(fiscal_code: fiscalCode.value)))
        return Question(number: try transfers.start(request(.post, "/profiles", body, as: sender, within: timeout ?? timeouts.ask)) {
            then(HTTPExchange(ProfileOutcome($0), of: $0))
        })
    }

    /// Sends the message, once: whatever happens on the way, no second request leaves.
    package func submit(_ message: NewMessage, as sender: Credentials,
                        then: @escaping (HTTPExchange<SubmitOutcome>) -> Void) throws {
        let request = request(.post, "/messages", message.json, repeatable: false, as: sender, within: timeouts.submit)
        try transfers.start(request) {
            then(HTTPExchange(SubmitOutcome($0), of: $0))
        }
    }

    /// Asks whether App IO answers where messages are taken, with one that says nothing: it is refused before anything is stored.
    /// Harmless to ask again.
    package func probe(as sender: Credentials, within timeout: Duration, then: @escaping (HTTPExchange<SubmitOutcome>) -> Void) throws {
        try transfers.start(request(.post, "/messages", Array("{}".utf8), as: sender, within: timeout)) {
            then(HTTPExchange(SubmitOutcome($0), of: $0))
        }
    }

    /// Asks what became of a message; the sender must be the service that sent it. Harmless to
    /// ask again.
    @discardableResult
    package func status(of ioID: String, to fiscalCode: FiscalCode, as sender: Credentials,
                        then: @escaping (HTTPExchange<StatusOutcome>) -> Void) throws -> Question {
        let path = "/messages/\(fiscalCode.value.utf8.percentEncoded())/\(ioID.utf8.percentEncoded())"
        return Question(number: try transfers.start(request(.get, path, nil, as: sender, within: timeouts.ask)) {
            then(HTTPExchange(StatusOutcome($0), of: $0))
        })
    }

    private func request(_ method: Request.Method, _ path: String, _ body: [UInt8]?, repeatable: Bool = true,
                         as sender: Credentials, within timeout: Duration) -> Request {
        var headers = [("Ocp-Apim-Subscription-Key", sender.key.value), ("Accept", "application/json, application/problem+json")]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        return Request(method: method, url: sender.base.description + path, headers: headers, body: body, repeatable: repeatable,
                       connectTimeout: timeouts.connect, timeout: timeout, maximumReply: Self.maximumReply)
    }

    /// A message with 10,000 characters, each escaped, stays below.
    private static let maximumReply = 256 * 1_024
}

@available(*, unavailable)
extension Client: Sendable {}
