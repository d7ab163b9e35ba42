import Curl
import Domain
@testable import Mail
import Testing

struct MailOutcomeTests {
    @Test func `what all of the message left for and nobody confirmed is in doubt, and only that`() {
        #expect(MailOutcome(MailDialogue(code: 0, replyCode: 250, messageLeft: true)) == .sent)
        #expect(MailOutcome(MailDialogue(code: 28, command: .data, replyCode: 354, reply: "354 go", messageLeft: true))
            == .uncertain(reply: "354 go"))
        #expect(MailOutcome(MailDialogue(code: 28, command: .data, replyCode: 354)) == .notSent(.timedOut, reply: "", isFinal: false))
        #expect(MailOutcome(MailDialogue(code: 8, command: .data, replyCode: 452, reply: "452 full", messageLeft: true))
            == .notSent(.busy, reply: "452 full", isFinal: false))
        #expect(MailOutcome(MailDialogue(code: 8, command: .data, replyCode: 554, reply: "554 spam", messageLeft: true))
            == .notSent(.content, reply: "554 spam", isFinal: true))
    }

    @Test(arguments: [
        (MailDialogue(code: 6), MailTrouble.unknownHost), (MailDialogue(code: 7), .noConnection), (MailDialogue(code: 28), .timedOut),
        (MailDialogue(code: 60, command: .startTLS, replyCode: 220), .certificate),
        (MailDialogue(code: 64, command: .ehlo, replyCode: 250), .noTLS), (MailDialogue(code: 67, command: .auth, replyCode: 535), .login),
        (MailDialogue(code: 55, command: .mail, replyCode: 530), .login), (MailDialogue(code: 55, command: .mail, replyCode: 553), .sender),
        (MailDialogue(code: 55, command: .recipient, replyCode: 550), .recipient),
        (MailDialogue(code: 55, command: .recipient, replyCode: 450), .busy), (MailDialogue(code: 8, replyCode: 421), .busy),
        (MailDialogue(code: 56, command: .recipient, replyCode: 250), .lost),
    ]) func `each failure has a name`(dialogue: MailDialogue, trouble: MailTrouble) throws {
        guard case .notSent(let found, _, _) = MailOutcome(dialogue) else { return #expect(Bool(false), "\(dialogue)") }
        #expect(found == trouble)
    }
}
