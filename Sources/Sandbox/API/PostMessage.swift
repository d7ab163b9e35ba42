import FastCGI

/// POST /messages and POST /messages/{fiscal_code}
extension Function {
    func post(_ call: Call) throws(ProblemJSON) -> Outcome {
        let (message, recipient) = try accepted(call)
        let citizen = Persona(rawValue: recipient)
        let fault = fault(of: citizen, recipient)
        if let outcome = fault.outcome(insteadOf: .submit) { return outcome }
        var outcome: Outcome
        do {
            outcome = .created(try state.create(message, to: recipient, from: service))
        } catch {
            throw ProblemJSON(.notStored)
        }
        if citizen == .slow { outcome.delayMilliseconds = Persona.slowMilliseconds }
        fault.disturb(&outcome, of: .submit)
        return outcome
    }

    /// The order of the checks is App IO's.
    private func accepted(_ call: Call) throws(ProblemJSON) -> (PostedMessage, recipient: String) {
        let json = try parse(call)
        guard !service.has(.noWrite) else { throw ProblemJSON(.noScope) }
        try checkServiceExists()
        let message: PostedMessage
        do {
            message = try PostedMessage(json)
        } catch {
            throw ProblemJSON(.problem(400, "Invalid message structure", error.detail))
        }
        let path = call.pathFiscalCode
        if let path { try check(pathFiscalCode: path) }
        try checkGroups(message)
        try checkAddress()
        guard path == nil || message.fiscalCode == nil else { throw ProblemJSON(.badRecipient(isTwice: true)) }
        guard let recipient = path ?? message.fiscalCode else { throw ProblemJSON(.badRecipient(isTwice: false)) }
        if let data = message.thirdPartyData {
            guard data.configuration != nil else { throw ProblemJSON(.noConfiguration) }
            guard message.isAdvanced || !data.hasAttachments else { throw ProblemJSON(.attachmentsForbidden) }
        }
        guard service.mayReach(recipient), Persona(rawValue: recipient) != .forbidden else { throw ProblemJSON(.recipientForbidden) }
        guard !service.has(.trial) else { throw ProblemJSON(.productionForbidden) }
        let maximum = service.maximumAmount
        if let amount = message.payment?.amount, amount > maximum { throw ProblemJSON(.excessive(amount, maximum: maximum)) }
        return (message, recipient)
    }

    private func checkGroups(_ message: PostedMessage) throws(ProblemJSON) {
        let wanted = [
            (message.hasCovidCertificate, "send an EUCovidCert message"),
            (message.payment?.payee != nil && !service.has(.payee), "send a payment message with payee"),
            (message.isAdvanced && !service.has(.advanced), "send a Premium message"),
            (message.thirdPartyData != nil && !service.has(.thirdParty), "send a third party message"),
        ]
        for (isForbidden, what) in wanted where isForbidden {
            throw ProblemJSON(.notAllowed("You do not have enough permissions to \(what)"))
        }
    }

    private func fault(of citizen: Persona?, _ fiscalCode: String) -> Fault {
        let row = citizen?.refusedInARow
        let strikes = row.map { state.refuses(first: $0, of: service, to: fiscalCode) } ?? true
        return Fault(kind: strikes ? citizen?.trouble ?? .none : .none, name: citizen.map { "\($0)" } ?? "",
                     hangMilliseconds: state.configuration.hangMilliseconds)
    }
}
