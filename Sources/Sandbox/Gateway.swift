import FastCGI

/// What stands before App IO's functions: the key, the path, the rate, and the trouble that was asked for.
struct Gateway {
    let state: SandboxState
    let sleepers: Sleepers

    enum Operation {
        case post(fiscalCode: String?)
        case get(fiscalCode: String, id: String)
        case profileByPost
        case profile(fiscalCode: String)

        init?(_ request: Request) {
            let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count >= 4, parts[..<3] == ["", "api", "v1"], !parts[4...].contains("") else { return nil }
            switch (request.method, parts[3], parts.count) {
            case ("POST", "messages", 4): self = .post(fiscalCode: nil)
            case ("POST", "messages", 5): self = .post(fiscalCode: parts[4])
            case ("GET", "messages", 6): self = .get(fiscalCode: parts[4], id: parts[5])
            case ("POST", "profiles", 4): self = .profileByPost
            case ("GET", "profiles", 5): self = .profile(fiscalCode: parts[4])
            default: return nil
            }
        }
    }

    func answer(_ request: Request) -> Response {
        guard let key = request.header("Ocp-Apim-Subscription-Key"), !key.isEmpty else { return .missingKey }
        guard let service = state.service(key: key) else { return .invalidKey }
        let verdict = state.admit(service.account)
        var response: Response
        switch (Operation(request), verdict) {
        case (nil, _): response = .unknownPath
        case (_, .refused(let seconds)): response = .rateLimited(retryAfter: seconds)
        case (let operation?, .admitted): response = perform(operation, request, for: service)
        }
        response.add("x-rate-limit-remaining", String(response.status == 429 ? 0 : verdict.remaining))
        return response
    }

    private func perform(_ operation: Operation, _ request: Request, for service: Service) -> Response {
        let latency = service.trouble.latencyMilliseconds
        if latency > 0, !sleepers.sleep(milliseconds: latency) { return .cut }
        let trouble = state.troubleStrikes(service) ? service.trouble.kind : .none
        switch trouble {
        case .storm: return .rateLimited(retryAfter: 1)
        case .storage: return .notStored
        case .badGateway: return .loadBalancer(502, "Bad Gateway")
        case .unavailable: return .loadBalancer(503, "Service Unavailable")
        case .gatewayTimeout: return .loadBalancer(504, "Gateway Time-out")
        case .emptyForbidden: return Response(status: 403)
        case .none, .truncated, .unknownStatus, .cut: break
        }
        var response = call(operation, request, service, showsUnknownStatus: trouble == .unknownStatus)
        if trouble == .truncated, response.status < 300 { response.body.removeLast(response.body.count / 2) }
        if trouble == .cut, response.status == 201 { return .cut }
        return response
    }

    private func call(_ operation: Operation, _ request: Request, _ service: Service, showsUnknownStatus: Bool) -> Response {
        let function = Function(state: state, service: service, address: request.parameters["REMOTE_ADDR"] ?? "", sleepers: sleepers)
        return switch operation {
        case .post(let fiscalCode): function.post(request.body, path: fiscalCode)
        case .get(let fiscalCode, let id): function.get(fiscalCode, id, showsUnknownStatus: showsUnknownStatus)
        case .profileByPost: function.profile(request.body)
        case .profile(let fiscalCode): function.profile(path: fiscalCode)
        }
    }
}
