import FastCGI

/// POST /messages and POST /messages/{fiscal_code}. The order of the checks is App IO's.
extension Function {
    func post(_ body: [UInt8], path: String?) -> Response {
        do {
            let json = try parse(body)
            guard !service.has(.noWrite) else { return .noScope }
            try checkServiceExists()
            let message: NewMessage
            do {
                message = try NewMessage(json)
            } catch {
                return .problem(400, "Invalid message structure", error.detail)
            }
            if let path { try check(pathFiscalCode: path) }
            try checkGroups(message)
            try checkAddress()
            guard path == nil || message.fiscalCode == nil else { return .badRecipient(isTwice: true) }
            guard let recipient = path ?? message.fiscalCode else { return .badRecipient(isTwice: false) }
            if let data = message.thirdPartyData {
                guard data.configuration != nil else { return .noConfiguration }
                guard message.isAdvanced || !data.hasAttachments else { return .attachmentsForbidden }
            }
            let citizen = Persona(rawValue: recipient)
            guard service.mayReach(recipient), citizen != .forbidden else { return .recipientForbidden }
            guard !service.has(.trial) else { return .productionForbidden }
            if let amount = message.payment?.amount, amount > service.maximumAmount {
                return .excessive(amount, maximum: service.maximumAmount)
            }
            return refusal(by: citizen, recipient) ?? create(message, for: recipient, citizen)
        } catch {
            return error.response
        }
    }

    private func checkGroups(_ message: NewMessage) throws(Refusal) {
        let wanted = [
            (message.hasCovidCertificate, "send an EUCovidCert message"),
            (message.payment?.payee != nil && !service.has(.payee), "send a payment message with payee"),
            (message.isAdvanced && !service.has(.advanced), "send a Premium message"),
            (message.thirdPartyData != nil && !service.has(.thirdParty), "send a third party message"),
        ]
        for (isForbidden, what) in wanted where isForbidden {
            throw Refusal(.notAllowed("You do not have enough permissions to \(what)"))
        }
    }

    /// What a persona answers instead of taking the message.
    private func refusal(by citizen: Persona?, _ fiscalCode: String) -> Response? {
        switch citizen {
        case .failsTwice where state.refuses(first: 2, of: service, to: fiscalCode): .notStored
        case .limitedThrice where state.refuses(first: 3, of: service, to: fiscalCode): .rateLimited(retryAfter: 1)
        case .unavailable: .loadBalancer(503, "Service Unavailable")
        default: nil
        }
    }

    private func create(_ new: NewMessage, for fiscalCode: String, _ citizen: Persona?) -> Response {
        let message: StoredMessage
        do {
            message = try state.create(new, to: fiscalCode, from: service)
        } catch {
            return .notStored
        }
        let delay = citizen?.delay(hangSeconds: state.configuration.hangSeconds) ?? 0
        if delay > 0, !sleepers.sleep(milliseconds: delay * 1_000) { return .cut }
        if citizen == .cutAfterCreate { return .cut }
        if citizen == .timesOutAfterCreate { return .loadBalancer(504, "Gateway Time-out") }
        var response = Response.function(201, ["id": .string(message.id)])
        response.add("Location", "/api/v1/messages/\(fiscalCode)/\(message.id)")
        if citizen == .truncated { response.body.removeLast(response.body.count / 2) }
        return response
    }
}
