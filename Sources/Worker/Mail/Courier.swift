import Domain
package import Logging
package import Mail
package import Secrets
package import Store
@preconcurrency import Glibc

/// Makes and sends e-mails, in a thread of its own: a slow server of e-mail must not hold up what goes to citizens.
///
/// No e-mail leaves twice. What the server wants is committed as *sending* right before its first byte, so that a worker that dies
/// before has sent nothing, and one that dies afterwards leaves a doubt, which pages show and nobody sends again.
package final class Courier {
    private let installation: InstallationStore
    private let mailer: Mailer
    private let openingKeys: () throws -> OpeningKeys
    private let logger: Logger
    private let owner = WorkerID.make()
    private var nextLook = ContinuousClock.now
    /// While the server is in trouble.
    private var restsUntil = ContinuousClock.now
    private var isTroubled = false
    private var isHindered = false

    /// Microseconds.
    private static let pause: UInt32 = 300_000
    private static let betweenLooks = Duration.seconds(2)
    /// Seconds.
    private static let (trialLease, shortestPause, longestPause) = (150, 5, 900)

    package init(database: DatabaseOptions, mailer: Mailer, openingKeys: @escaping () throws -> OpeningKeys, logger: Logger) {
        installation = InstallationStore(database)
        (self.mailer, self.openingKeys, self.logger) = (mailer, openingKeys, logger)
    }

    /// Works until it is told to stop.
    package func run(while isRunning: () -> Bool) {
        while isRunning() {
            do {
                try turn(while: isRunning)
                isHindered = false
            } catch {
                if !isHindered { logger.error("e-mails wait", metadata: ["error": "\(error)"]) }
                isHindered = true
            }
            usleep(Self.pause)
        }
    }

    /// Makes what there is to say and sends what is due.
    func turn(while isRunning: () -> Bool = { true }) throws {
        if nextLook <= .now {
            if case let doubts = try installation.expireMails(), doubts > 0 {
                logger.warning("e-mails without an answer became doubts", metadata: ["count": "\(doubts)"])
            }
            try installation.makeMails(now: .now())
            nextLook = .now + Self.betweenLooks
        }
        guard try installation.mailIsDue() else { return }
        if let trial = try installation.claimMailServerTrial(lease: Self.trialLease) { try tryOut(trial) }
        while isRunning(), restsUntil <= .now, let server = try installation.mailServer(),
              let mail = try installation.claimMail(owner: owner) {
            try send(mail, by: server)
        }
    }

    private func tryOut(_ trial: ReachableMailServer) throws {
        let password = try password(of: trial)
        if password == .sealedForAnother { return try installation.refuse(trial, .password, reply: "") }
        let message = MailMessage(id: trial.id, sender: trial.server.sender, recipient: trial.triedWith, text: .ofServer, date: .now())
        switch try mailer.send(message, by: trial.server, password: password.value, mayLeave: { true }) {
        case .sent:
            try installation.install(trial)
            restsUntil = .now
        case .notSent(let trouble, let reply, _): try installation.refuse(trial, trouble, reply: reply)
        case .uncertain(let reply): try installation.refuse(trial, .answerLost, reply: reply)
        }
    }

    private func send(_ mail: ClaimedMail, by server: ReachableMailServer) throws {
        let outcome = try outcome(of: mail, by: server)
        guard let outcome else { return }
        try installation.settle(mail, outcome, pause: min(Self.shortestPause << min(mail.tries, 10), Self.longestPause))
        switch outcome {
        case .sent: try installation.noteMailServer(server, nil)
        case .notSent(let trouble, let reply, _) where trouble.isOfServer || trouble == .lost:
            try installation.noteMailServer(server, trouble, reply: reply)
            restsUntil = .now + .seconds(Self.shortestPause)
        case .notSent, .uncertain: break
        }
        say(outcome, mail)
    }

    /// - Returns: `nil` when it is no longer this worker's, so that nothing left.
    private func outcome(of mail: ClaimedMail, by server: ReachableMailServer) throws -> MailOutcome? {
        let password = try password(of: server)
        if password == .sealedForAnother { return .notSent(.password, reply: "", isFinal: false) }
        let message = MailMessage(
            id: mail.id, sender: server.server.sender, recipient: mail.recipient, text: mail.text, date: mail.createdAt)
        var isHeld = false
        CrashPoint.mailClaimed.reach()
        let outcome = try mailer.send(message, by: server.server, password: password.value) {
            let mayLeave = (try? installation.letGo(mail)) ?? false
            isHeld = !mayLeave
            CrashPoint.mailLeaving.reach()
            return mayLeave
        }
        CrashPoint.mailSent.reach()
        return isHeld ? nil : outcome
    }

    private func password(of server: ReachableMailServer) throws -> Password {
        guard server.server.username != nil else { return .notAsked }
        guard let sealed = server.sealed, let opened = try openingKeys().open(sealed, for: server.server.binding)
        else { return .sealedForAnother }
        return .opened(String(decoding: opened, as: UTF8.self))
    }

    /// The log hears of a trouble when it begins, and when it is over; addresses are not named.
    private func say(_ outcome: MailOutcome, _ mail: ClaimedMail) {
        switch outcome {
        case .sent:
            if isTroubled { logger.notice("e-mails leave again") }
            isTroubled = false
        case .notSent(let trouble, _, let isFinal) where isFinal && !trouble.isOfServer:
            logger.warning("an e-mail was refused", metadata: ["mail": "\(mail.id)", "reason": "\(trouble.rawValue)"])
        case .notSent(let trouble, _, _):
            if !isTroubled { logger.warning("e-mails do not leave", metadata: ["reason": "\(trouble.rawValue)"]) }
            isTroubled = true
        case .uncertain: logger.warning("an e-mail was not confirmed", metadata: ["mail": "\(mail.id)"])
        }
    }
}

@available(*, unavailable)
extension Courier: Sendable {}

private enum Password: Equatable {
    case notAsked, opened(String)
    /// There is none that opens for this server and username.
    case sealedForAnother

    var value: String? { if case .opened(let password) = self { password } else { nil } }
}
