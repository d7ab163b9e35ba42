import Domain
import FastCGI

/// GET /messages/{fiscal_code}/{id}
extension Function {
    func get(_ call: Call, showsUnknownStatus: Bool) throws(ProblemJSON) -> Response {
        guard !service.has(.noRead) else { throw ProblemJSON(.noScope) }
        try checkServiceExists()
        let fiscalCode = call.pathFiscalCode ?? ""
        try check(pathFiscalCode: fiscalCode)
        try checkAddress()
        guard let message = state.message(id: call.id), message.fiscalCode == fiscalCode else { return .messageNotFound }
        guard message.service == service.id else { return .notYourMessage }
        return .function(200, answer(message, at: state.now, showsUnknownStatus ? .archived : nil))
    }

    private func answer(_ message: StoredMessage, at now: Moment, _ pretended: Status?) -> JSON {
        let status = pretended ?? message.status(at: now)
        let isProcessed = status == .processed
        return [
            "message": [
                "id": .string(message.id),
                "fiscal_code": .string(message.fiscalCode),
                "time_to_live": JSON(message.timeToLive),
                "created_at": .string(Timestamp.text(message.createdAt)),
                "sender_service_id": .string(message.service),
                "feature_level_type": message.isAdvanced ? "ADVANCED" : "STANDARD",
                "content": isProcessed ? message.content : nil,
            ],
            "notification": isProcessed ? notification(message) : nil,
            "read_status": isProcessed ? readStatus(message, at: now) : nil,
            "payment_status": isProcessed ? paymentStatus(message, at: now) : nil,
            "status": .string(status.rawValue),
        ]
    }

    private func notification(_ message: StoredMessage) -> JSON? {
        if message.persona == .legacyNotification { return ["email": "SENT", "webhook": "FAILED"] }
        return service.has(.legacyNotification) ? ["email": "SENT", "webhook": "SENT"] : nil
    }

    private func readStatus(_ message: StoredMessage, at now: Moment) -> JSON? {
        guard message.isAdvanced, service.has(.advanced) else { return nil }
        if message.persona == .hidesReading { return "UNAVAILABLE" }
        let hasRead = message.persona == .readsAndPays && now.milliseconds(since: message.receivedAt) >= 10_000
        return hasRead ? "READ" : "UNREAD"
    }

    private func paymentStatus(_ message: StoredMessage, at now: Moment) -> JSON? {
        guard message.isAdvanced, service.has(.advanced), message.content["payment_data"] != nil else { return nil }
        let hasPaid = message.persona == .readsAndPays && now.milliseconds(since: message.receivedAt) >= 20_000
        return hasPaid ? "PAID" : "NOT_PAID"
    }
}
