import FastCGI

/// POST /profiles and GET /profiles/{fiscal_code}
extension Function {
    func profile(_ call: Call) throws(ProblemJSON) -> Response {
        let json = try parse(call)
        try checkServiceExists()
        if let fiscalCode = call.pathFiscalCode {
            try check(pathFiscalCode: fiscalCode)
            return try profile(of: fiscalCode)
        }
        guard let fiscalCode = json?["fiscal_code"]?.string, CharacterPattern.fiscalCode.matches(fiscalCode) else {
            return invalidPayload(json)
        }
        return try profile(of: fiscalCode)
    }

    private func profile(of fiscalCode: String) throws(ProblemJSON) -> Response {
        try checkAddress()
        guard service.mayReach(fiscalCode) else { return .recipientForbidden }
        let citizen = Persona(rawValue: fiscalCode)
        guard citizen != .unknown else { return .profileNotFound }
        return .function(200, ["sender_allowed": .bool(citizen != .blocksSender), "preferred_languages": ["it_IT"]])
    }

    private func invalidPayload(_ json: JSON?) -> Response {
        let title = "Invalid Exact<FiscalCodePayload>"
        guard case .object? = json else {
            return .problem(400, title, "value [\(json?.text ?? "undefined")] at [root] is not a valid [Exact<FiscalCodePayload>]")
        }
        let value = json?["fiscal_code"]?.text ?? "undefined"
        return .problem(400, title, "value [\(value)] at [root.0.fiscal_code] is not a valid "
            + "[string that matches the pattern \"\(CharacterPattern.fiscalCode.expression)\"]")
    }
}
