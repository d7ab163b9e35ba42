internal import Curl
internal import Domain

extension MailOutcome {
    /// What a dialogue with the server came to.
    init(_ dialogue: MailDialogue) {
        if dialogue.code == 0 { self = .sent; return }
        let refusal = (400...599).contains(dialogue.replyCode)
        // 354 was the last that the server said: whether it has the message nobody knows.
        if dialogue.messageLeft, !refusal { self = .uncertain(reply: dialogue.reply); return }
        self = .notSent(Self.trouble(dialogue), reply: refusal ? dialogue.reply : "", isFinal: dialogue.replyCode >= 500)
    }

    private static func trouble(_ dialogue: MailDialogue) -> MailTrouble {
        switch dialogue.code {
        case 6: return .unknownHost // CURLE_COULDNT_RESOLVE_HOST
        case 5, 7, 97: return .noConnection // CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY
        case 60: return .certificate // CURLE_PEER_FAILED_VERIFICATION
        case 35, 64: return .noTLS // CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED
        case 67: return .login // CURLE_LOGIN_DENIED
        case 28: return .timedOut // CURLE_OPERATION_TIMEDOUT
        default: break
        }
        switch dialogue.replyCode {
        case 400...499: return .busy
        case 530, 534, 535, 538: return .login
        case 500...599: break
        default: return .lost
        }
        return switch dialogue.command {
        case .mail: .sender
        case .recipient: .recipient
        case .auth: .login
        case .data: .content
        case nil, .ehlo, .helo, .startTLS: .lost
        }
    }
}
