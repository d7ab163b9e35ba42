import FastCGI

/// What stands before App IO's functions: the key, the path, the rate, and the trouble that was asked for.
struct Gateway {
    let state: SandboxState
    let sleepers: Sleepers

    func answer(_ request: Request) -> Response {
        guard let key = request.header("Ocp-Apim-Subscription-Key"), !key.isEmpty else { return .missingKey }
        guard let service = state.service(key: key) else { return .invalidKey }
        let verdict = state.admit(service.account)
        var response: Response
        switch (Call(request), verdict) {
        case (nil, _): response = .unknownPath
        case (_, .refused(let seconds)):
            state.countRateLimited()
            response = .rateLimited(retryAfter: seconds)
        case (let call?, .admitted):
            response = perform(call, for: service, address: request.parameters["REMOTE_ADDR"] ?? "")
        }
        response.add("x-rate-limit-remaining", String(response.status == 429 ? 0 : verdict.remaining))
        return response
    }

    private func perform(_ call: Call, for service: Service, address: String) -> Response {
        let strike = service.trouble.strike(call.operation, state.dice(for: call, by: service))
        if strike.latencyMilliseconds > 0, !sleepers.sleep(milliseconds: strike.latencyMilliseconds) {
            return cutForWantOfSleepers(Outcome(.cut), call, service)
        }
        let fault = Fault(
            kind: strike.kind, name: strike.kind.rawValue, hangMilliseconds: state.configuration.hangMilliseconds)
        let function = Function(state: state, service: service, address: address)
        var outcome = fault.outcome(insteadOf: call.operation)
            ?? function.answer(call, showsUnknownStatus: strike.kind == .unknownStatus)
        fault.disturb(&outcome, of: call.operation)
        return deliver(outcome, of: call, to: service)
    }

    /// What goes wrong is in the books before the client can notice it.
    private func deliver(_ outcome: Outcome, of call: Call, to service: Service) -> Response {
        func note() { state.note(outcome, of: call, by: service) }
        guard outcome.delayMilliseconds > 0 else {
            note()
            return outcome.response
        }
        let hasSlept = sleepers.sleep(milliseconds: outcome.delayMilliseconds, first: note)
        return hasSlept ? outcome.response : cutForWantOfSleepers(outcome, call, service)
    }

    private func cutForWantOfSleepers(_ outcome: Outcome, _ call: Call, _ service: Service) -> Response {
        var outcome = outcome
        outcome.cutForWantOfSleepers()
        state.note(outcome, of: call, by: service)
        return outcome.response
    }
}
