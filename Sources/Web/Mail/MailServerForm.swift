import Domain
import FastCGI
import Store
import Template
import Text

/// The form of *Posta elettronica*.
struct MailServerForm {
    private var host = FieldView(
        name: "posta_server", label: "Server SMTP", kind: .exact(), help: "Come smtp.comune.example.it.", isRequired: true)
    private var port = FieldView(name: "posta_porta", label: "Porta", kind: .line(keyboard: "numeric"), isRequired: true, value: "587")
    private var security = FieldView(
        name: "posta_sicurezza", label: "Protezione della connessione",
        kind: .choice(MailServer.Security.allCases.map { OptionView(value: $0.rawValue, label: $0.choice) }),
        help: "Il certificato del server viene sempre verificato.", value: MailServer.Security.startTLS.rawValue)
    private var username = FieldView(name: "posta_utente", label: "Utente", kind: .exact(), help: "Vuoto se il server non ne chiede.")
    private var password: FieldView
    private var sender = FieldView(
        name: "posta_mittente", label: "Mittente", kind: .exact(keyboard: "email"),
        help: "L’indirizzo da cui partono gli avvisi di tutti gli enti.", isRequired: true)
    private var triedWith = FieldView(
        name: "posta_prova", label: "Inviare la prova a", kind: .exact(keyboard: "email"), isRequired: true)
    private var typedPassword = ""

    var inputs: [FieldView] { [host, port, security, username, password, sender, triedWith] }
    var faults: [Fault] { inputs.compactMap(\.fault) }

    /// - Parameter keepsPassword: whether there is one that need not be typed again.
    init(_ state: MailServerState?, keepsPassword: Bool) {
        password = FieldView(
            name: "posta_password", label: "Password", kind: .password(autocomplete: "new-password"),
            help: keepsPassword ? "Vuota: quella già salvata, se server e utente restano gli stessi." : "")
        guard let state else { return }
        host.value = state.server.host
        port.value = String(state.server.port)
        security.value = state.server.security.rawValue
        username.value = state.server.username ?? ""
        sender.value = state.server.sender.description
        triedWith.value = state.triedWith.description
    }

    /// Takes what came of each field.
    mutating func read(_ form: Form) {
        for field in [\Self.host, \.port, \.security, \.username, \.sender, \.triedWith] { self[keyPath: field].read(form) }
        host.value = host.value.lowercased()
        typedPassword = form[password.name] ?? ""
    }

    /// - Returns: `nil` when something is wrong, which stands beside its field from then on.
    mutating func check(
        insteadOf inUse: MailServerState?
    ) -> (server: MailServer, password: String?, triedWith: MailAddress)? {
        if HostName(host.value) == nil { host.error = "Scrivere il nome del server, senza spazi e senza porta." }
        let number = Int(port.value).flatMap { (1...65_535).contains($0) ? $0 : nil }
        if number == nil { port.error = "Scrivere un numero da 1 a 65535: di solito 587 o 465." }
        let protection = MailServer.Security(rawValue: security.value)
        if protection == nil { security.error = "Scegliere come è protetta la connessione." }
        if protection == MailServer.Security.none, !MailServer.isLoopback(host.value) {
            security.error = "Senza protezione si usa solo un server su questa stessa macchina, come localhost."
        }
        if username.value.utf8.count > 254 || !username.value.isOneLine { username.error = "Al massimo 254 caratteri, su una sola riga." }
        checkPassword(insteadOf: inUse)
        let from = MailAddress(sender.value), to = MailAddress(triedWith.value)
        if from == nil { sender.error = MailAddress.fault }
        if to == nil { triedWith.error = MailAddress.fault }
        guard faults.isEmpty, let number, let protection, let from, let to else { return nil }
        let server = MailServer(
            host: host.value, port: number, security: protection, username: username.value.isEmpty ? nil : username.value, sender: from)
        return (server, typedPassword.isEmpty ? nil : typedPassword, to)
    }

    private mutating func checkPassword(insteadOf inUse: MailServerState?) {
        if typedPassword.utf8.count > 500 || !typedPassword.isOneLine {
            password.error = "Al massimo 500 caratteri, su una sola riga."
        } else if username.value.isEmpty, !typedPassword.isEmpty {
            username.error = "Scrivere anche l’utente, o lasciare vuota la password."
        } else if !username.value.isEmpty, typedPassword.isEmpty,
                  !(inUse?.hasPassword == true && inUse?.server.host == host.value && inUse?.server.username == username.value) {
            password.error = "Scrivere la password."
        }
    }

    /// Says beside the field that it is of why the server was not put to use.
    mutating func show(_ trouble: MailTrouble) {
        switch trouble {
        case .unknownHost, .noConnection, .timedOut: host.error = trouble.advice
        case .certificate, .noTLS: security.error = trouble.advice
        case .login, .password: password.error = trouble.advice
        case .sender: sender.error = trouble.advice
        case .recipient: triedWith.error = trouble.advice
        case .content, .busy, .lost, .answerLost, .expired: break
        }
    }
}
