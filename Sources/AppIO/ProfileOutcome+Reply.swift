internal import Curl

extension ProfileOutcome {
    init(_ result: Result<Reply, TransferFault>) {
        guard case .success(let reply) = result else {
            self = .unavailable
            return
        }
        struct Profile: Decodable { var sender_allowed: Bool }
        self = switch reply.status {
        case 200:
            switch reply.json(Profile.self)?.sender_allowed {
            case true?: .allowed
            case false?: .senderNotAllowed
            case nil: .unavailable
            }
        case 401: .unauthorized
        case 429: .throttled(reply.pause)
        // A 404 of the gateway, or of a web server at a wrong address, says nothing of the citizen.
        case 404 where reply.isProblem: .notFound
        case 408: .unavailable
        case 300...499: .refused
        default: .unavailable
        }
    }
}
