import FastCGI

/// POST /messages and POST /messages/{fiscal_code}
extension Function {
    func post(_ call: Call) throws(Refusal) -> Outcome {
        let (message, recipient) = try accepted(call)
        let citizen = Persona(rawValue: recipient)
        let fault = fault(of: citizen, recipient)
        if let outcome = fault.outcome(insteadOf: .submit) { return outcome }
        var outcome: Outcome
        do {
            outcome = .created(try state.create(message, to: recipient, from: service))
        } catch {
            throw Refusal(.notStored)
        }
        if citizen == .slow { outcome.delayMilliseconds = Persona.slowMilliseconds }
        fault.disturb(&outcome, of: .submit)
        return outcome
    }

    /// The order of the checks is App IO's.
    private func accepted(_ call: Call) throws(Refusal) -> (NewMessage, recipient: String) {
        let json = try parse(call)
        guard !service.has(.noWrite) else { throw Refusal(.noScope) }
        try checkServiceExists()
        let message: NewMessage
        do {
            message = try NewMessage(json)
        } catch {
            throw Refusal(.problem(400, "Invalid message structure", error.detail))
        }
        let path = call.pathFiscalCode
        if let path { try check(pathFiscalCode: path) }
        try checkGroups(message)
        try checkAddress()
        guard path == nil || message.fiscalCode == nil else { throw Refusal(.badRecipient(isTwice: true)) }
        guard let recipient = path ?? message.fiscalCode else { throw Refusal(.badRecipient(isTwice: false)) }
        if let data = message.thirdPartyData {
            guard data.configuration != nil else { throw Refusal(.noConfiguration) }
            guard message.isAdvanced || !data.hasAttachments else { throw Refusal(.attachmentsForbidden) }
        }
        guard service.mayReach(recipient), Persona(rawValue: recipient) != .forbidden else { throw Refusal(.recipientForbidden) }
        guard !service.has(.trial) else { throw Refusal(.productionForbidden) }
        let maximum = service.maximumAmount
        if let amount = message.payment?.amount, amount > maximum { throw Refusal(.excessive(amount, maximum: maximum)) }
        return (message, recipient)
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

    private func fault(of citizen: Persona?, _ fiscalCode: String) -> Fault {
        let row = citizen?.refusedInARow
        let strikes = row.map { state.refuses(first: $0, of: service, to: fiscalCode) } ?? true
        return Fault(kind: strikes ? citizen?.trouble ?? .none : .none, name: citizen.map { "\($0)" } ?? "",
                     hangMilliseconds: state.configuration.hangMilliseconds)
    }
}
