import FastCGI

/// One thing that goes wrong with one call.
struct Fault {
    let kind: Trouble.Kind
    /// In the books: the trouble's raw value or the name of the persona.
    let name: String
    let hangMilliseconds: Int

    /// What the client gets when App IO's functions are not even asked; `nil` if they are.
    func outcome(insteadOf operation: Call.Operation) -> Outcome? {
        guard let response = response(insteadOf: operation) else { return nil }
        var outcome = Outcome(response)
        outcome.fault = name
        if kind == .hangBefore { outcome.delayMilliseconds = hangMilliseconds }
        return outcome
    }

    /// What is left for the client of a good answer. One that is disturbed already, by its
    /// persona, stays as it is.
    func disturb(_ outcome: inout Outcome, of operation: Call.Operation) {
        guard outcome.fault == nil, 200..<300 ~= outcome.response.status else { return }
        switch kind {
        case .cut: outcome.response = .cut
        case .hang: outcome.delayMilliseconds = hangMilliseconds
        case .gatewayTimeoutAfterwards: outcome.response = .loadBalancer(504, "Gateway Time-out")
        case .acceptedOnly: outcome.response = .function(202, [:])
        case .truncated: outcome.response.truncate()
        case .truncatedWithoutLocation:
            outcome.response = outcome.response.without("Location")
            outcome.response.truncate()
        // The function has answered it.
        case .unknownStatus where operation == .status: break
        default: return
        }
        outcome.fault = name
    }

    private func response(insteadOf operation: Call.Operation) -> Response? {
        switch kind {
        case .storm: .rateLimited(retryAfter: 1)
        case .storage: .notStored
        case .htmlError: .loadBalancer(500, "Internal Server Error")
        case .badGateway: .loadBalancer(502, "Bad Gateway")
        case .unavailable: .loadBalancer(503, "Service Unavailable")
        case .gatewayTimeout: .loadBalancer(504, "Gateway Time-out")
        case .requestTimeout: .loadBalancer(408, "Request Time-out")
        case .redirect: .redirected
        case .badRequest: .problem(400, "Invalid message structure", "value undefined at root is not a valid [NewMessage]")
        case .wrongKey: .invalidKey
        case .emptyForbidden: Response(status: 403)
        case .cutBefore, .hangBefore: .cut
        // There is nothing that the call could have made.
        case .cut where operation != .submit: .cut
        default: nil
        }
    }
}

private extension Response {
    static var redirected: Response {
        var response = loadBalancer(302, "Found")
        response.add("Location", "/altrove")
        return response
    }

    mutating func truncate() { body.removeLast(body.count / 2) }

    func without(_ name: String) -> Response {
        var response = Response(status: status, body: body)
        for header in headers where header.name != name { response.add(header.name, header.value) }
        return response
    }
}
