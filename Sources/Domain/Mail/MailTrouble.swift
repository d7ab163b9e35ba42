/// Why an e-mail did not arrive at its server.
package enum MailTrouble: String, Sendable, CaseIterable {
    case unknownHost = "unknown_host", noConnection = "no_connection", timedOut = "timed_out", certificate, noTLS = "no_tls"
    /// It refuses user or password, or asks for them.
    case login
    /// None of its passwords opens for it.
    case password
    case sender, recipient, content
    /// It says "later".
    case busy
    /// The connection ended in the middle.
    case lost
    /// The message left, and no reply came.
    case answerLost = "answer_lost"
    /// It was tried for as long as it makes sense.
    case expired

    /// What people read.
    package var meaning: String {
        switch self {
        case .unknownHost: "Il nome del server di posta non si trova."
        case .noConnection: "Il server di posta rifiuta la connessione."
        case .timedOut: "Il server di posta non risponde in tempo."
        case .certificate: "Il certificato del server di posta non è valido per questo nome, o non è di un’autorità riconosciuta."
        case .noTLS: "Il server di posta non offre la connessione protetta che è stata scelta."
        case .login: "Il server di posta non accetta utente e password."
        case .password: "La password salvata vale per un altro server o utente."
        case .sender: "Il server di posta rifiuta il mittente."
        case .recipient: "Il server di posta rifiuta il destinatario."
        case .content: "Il server di posta rifiuta il messaggio."
        case .busy: "Il server di posta chiede di riprovare più tardi."
        case .lost: "Il server di posta ha interrotto la connessione."
        case .answerLost: "Il server di posta non ha confermato: l’e-mail può essere arrivata, e non viene inviata di nuovo."
        case .expired: "Dopo tre giorni di tentativi l’e-mail non viene più inviata."
        }
    }

    /// The same, and what whoever sets the server does about it.
    package var advice: String {
        switch self {
        case .noConnection: "\(meaning) Controllare nome e porta."
        case .timedOut, .noTLS: "\(meaning) Controllare porta e protezione."
        case .password: "\(meaning) Scriverla di nuovo."
        case .unknownHost, .certificate, .login, .sender, .recipient, .content, .busy, .lost, .answerLost, .expired: meaning
        }
    }

    /// Whether it is of the server and of how it is reached: the next e-mail would fare no better.
    package var isOfServer: Bool {
        switch self {
        case .unknownHost, .noConnection, .timedOut, .certificate, .noTLS, .login, .password, .sender: true
        case .recipient, .content, .busy, .lost, .answerLost, .expired: false
        }
    }
}

/// What came of handing an e-mail to its server.
package enum MailOutcome: Sendable, Equatable {
    case sent
    /// The server does not have it.
    ///
    /// - Parameter isFinal: it says that it will never take this one.
    case notSent(MailTrouble, reply: String, isFinal: Bool)
    /// The whole message left and no reply came.
    case uncertain(reply: String)
}
