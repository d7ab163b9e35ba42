internal import Curl

extension StatusOutcome {
    init(_ result: Result<Reply, TransferFault>) {
        guard case .success(let reply) = result else {
            self = .unavailable
            return
        }
        self = switch reply.status {
        case 200: reply.json(Wire.self).map { .known($0.status) } ?? .unavailable
        case 401: .unauthorized
        case 429: .throttled(reply.pause)
        default: .unavailable
        }
    }

    private struct Wire: Decodable {
        var status: MessageStatus

        enum Key: CodingKey { case status, notification }
        enum Channel: CodingKey { case email, webhook }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            let channels = try? fields.nestedContainer(keyedBy: Channel.self, forKey: .notification)
            func word(_ channel: Channel) -> String? { (try? channels?.decode(ForeignWords.self, forKey: channel))?.text }
            status = MessageStatus(raw: try fields.decode(ForeignWords.self, forKey: .status).text, email: word(.email),
                                   push: word(.webhook))
        }
    }
}
