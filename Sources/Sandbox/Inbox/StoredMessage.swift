import Domain

/// A message that POST has acknowledged.
struct StoredMessage: Sendable {
    let id: String
    let service: String
    let fiscalCode: String
    let createdAt: Moment
    /// Milliseconds in the queue.
    let processing: Int
    let timeToLive: Int
    let isAdvanced: Bool
    let content: JSON
    /// Kept, for a long inbox asks it of every message.
    let persona: Persona?
    /// Taken out of the inbox by somebody who emptied it; App IO still knows it.
    var isCleared = false

    init(id: String, service: String, fiscalCode: String, createdAt: Moment, processing: Int, timeToLive: Int,
         isAdvanced: Bool, content: JSON) {
        self.id = id
        self.service = service
        self.fiscalCode = fiscalCode
        self.createdAt = createdAt
        self.processing = processing
        self.timeToLive = timeToLive
        self.isAdvanced = isAdvanced
        self.content = content
        persona = Persona(rawValue: fiscalCode)
    }

    func status(at moment: Moment) -> Status {
        Status(of: persona, after: moment.milliseconds(since: createdAt), processing: processing)
    }

    /// When the citizen got it, for one that is PROCESSED.
    var receivedAt: Moment { createdAt.adding(milliseconds: Status.processing(of: persona, processing)) }
}

extension StoredMessage {
    var json: JSON {
        [
            "id": .string(id), "service": .string(service), "fiscal_code": .string(fiscalCode),
            "created_at": JSON(Int(createdAt.microseconds)), "processing_ms": JSON(processing),
            "time_to_live": JSON(timeToLive), "advanced": .bool(isAdvanced), "content": content,
        ]
    }

    init?(_ json: JSON) {
        guard let id = json["id"]?.string, let service = json["service"]?.string, let fiscalCode = json["fiscal_code"]?.string,
              let createdAt = json["created_at"]?.integer, let processing = json["processing_ms"]?.integer,
              let timeToLive = json["time_to_live"]?.integer, let isAdvanced = json["advanced"]?.bool,
              let content = json["content"] else { return nil }
        self.init(id: id, service: service, fiscalCode: fiscalCode, createdAt: Moment(microseconds: Int64(createdAt)),
                  processing: processing, timeToLive: timeToLive, isAdvanced: isAdvanced, content: content)
    }
}
