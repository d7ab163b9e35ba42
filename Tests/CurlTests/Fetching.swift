import Testing

@testable import Curl

typealias Outcome = Result<Reply, TransferFault>

func multi(
    authorities: String? = nil, connectionsPerHost: Int = 16, proxy: (address: String, login: String?)? = nil,
    identity: (certificate: String, key: String)? = nil
) throws -> Multi {
    var options = Multi.Options(authorities: authorities, connectionsPerHost: connectionsPerHost, userAgent: "Tests")
    (options.proxy, options.identity) = (proxy, identity)
    return try Multi(options: options)
}

func get(_ url: String, timeout: Duration = .seconds(20), maximumReply: Int = 100_000) -> Request {
    Request(method: .get, url: url, repeatable: true, connectTimeout: .seconds(10), timeout: timeout, maximumReply: maximumReply)
}

/// A POST that must never be repeated.
func post(_ url: String, _ body: String = "once", timeout: Duration = .seconds(20), maximumReply: Int = 100_000,
          connectTimeout: Duration = .seconds(10)) -> Request {
    Request(method: .post, url: url, headers: [("Content-Type", "text/plain")], body: Array(body.utf8), repeatable: false,
            connectTimeout: connectTimeout, timeout: timeout, maximumReply: maximumReply)
}

extension Multi {
    func fetch(_ request: Request) throws -> Outcome {
        try fetch([request])[0]
    }

    func fetch(_ requests: [Request]) throws -> [Outcome] {
        var outcomes = [Outcome?](repeating: nil, count: requests.count)
        for (number, request) in requests.enumerated() {
            try start(request) { outcomes[number] = $0 }
        }
        while inFlight > 0 { _ = try wait(upTo: .seconds(5)) }
        return try outcomes.map { try #require($0) }
    }
}

extension Result where Success == Reply, Failure == TransferFault {
    var fault: TransferFault? {
        if case .failure(let fault) = self { fault } else { nil }
    }
}

extension Reply {
    var text: String { String(decoding: body, as: UTF8.self) }
}
