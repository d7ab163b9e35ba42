import Text

/// The rules of a notification, one method for each field; each returns what it could make of the
/// value and notes what is wrong with it.
struct FormCheck {
    let rules: FormRules
    private(set) var problems: [FormProblem] = []

    init(rules: FormRules) { self.rules = rules }

    var hasErrors: Bool { problems.contains { $0.severity == .error } }

    mutating func service(_ typed: String) -> ServiceID? {
        let text = typed.trimmed()
        guard !text.isEmpty else { return error(.service, "manca", "Scegliere il servizio.") }
        guard let service = ServiceID(text), let found = rules.services[service] else {
            return error(.service, "sconosciuto", "Il servizio scelto non esiste: sceglierne un altro dall’elenco.")
        }
        guard found.isUsable else {
            return error(.service, "disattivato", "Il servizio scelto è disattivato: sceglierne un altro dall’elenco.")
        }
        return service
    }

    mutating func fiscalCode(_ typed: String) -> FiscalCode? {
        do { return try FiscalCode.parse(typed) } catch {
            return self.error(.fiscalCode, error == .empty ? "manca" : "forma", error.sentence)
        }
    }

    /// - Parameter service: says who sees it.
    mutating func subject(_ typed: String, of service: ServiceID?) -> String? {
        let text = typed.withLineFeeds.trimmed()
        guard !text.isEmpty else { return error(.subject, "manca", "Indicare l’oggetto.") }
        if let hidden = HiddenCharacter(in: text, where: { $0.isHiddenControl || $0.turnsDirection || $0 == "\t" }) {
            return error(.subject, "caratteri", hidden.sentence(of: "L’oggetto", hasLines: false))
        }
        guard !text.contains(where: \.isNewline) else { return error(.subject, "righe", "L’oggetto va scritto su una sola riga.") }
        defer { wording(of: text, .subject) }
        let limits = TextLimits.subject
        let length = text.appIOLength
        let found = "L’oggetto ha \(countOf(length, "carattere", "caratteri"))"
        guard length >= limits.lowerBound else {
            return error(.subject, "corto", "\(found): ne servono almeno \(limits.lowerBound).")
        }
        guard length <= limits.upperBound else {
            return error(.subject, "lungo", "\(found): non può superarne \(limits.upperBound).")
        }
        let personal = PersonalData.found(in: text)
        let isSecure = service.flatMap { rules.services[$0] }?.requiresSecureChannels == true
        if !personal.isEmpty && !isSecure {
            let kinds = personal.map(\.rawValue).joined(separator: ".")
            warn(.subject, "\(kinds).\(text.fingerprint)", "L’oggetto contiene \(listed(personal.map(\.words))) e compare "
                + "sullo schermo bloccato del telefono e nelle e-mail: scriverlo nel contenuto.")
        }
        return text
    }

    /// - Parameter length: with the buttons, which App IO counts too.
    mutating func content(_ typed: String, buttons: [CallToAction], length: Int) -> String? {
        let text = typed.withLineFeeds
        guard !text.trimmed().isEmpty else { return error(.content, "manca", "Indicare il contenuto.") }
        if let hidden = HiddenCharacter(in: text) {
            return error(.content, "caratteri", hidden.sentence(of: "Il contenuto", hasLines: true))
        }
        defer { wording(of: text, .content) }
        let written = MessageText(text)
        guard written.head == .none || buttons.isEmpty else {
            return error(.content, "definizioni", "Il contenuto comincia già con una definizione di pulsanti fra --- e ---: toglierla "
                + "oppure svuotare i campi Pulsanti.")
        }
        let limits = TextLimits.content
        let found = "Il contenuto\(length == text.appIOLength ? "" : ", con i pulsanti,") ha \(countOf(length, "carattere", "caratteri"))"
        guard length >= limits.lowerBound else {
            return error(.content, "corto", "\(found): App IO ne richiede almeno \(limits.lowerBound).")
        }
        guard length <= limits.upperBound else {
            return error(.content, "lungo", "\(found): App IO ne accetta al massimo \(limits.upperBound.italian).")
        }
        // What the tenant asks of a text, buttons do not say.
        let typedLength = text.appIOLength
        if typedLength < rules.minimumContent {
            warn(.content, "breve.\(typedLength)", "Il contenuto\(length == typedLength ? "" : ", senza i pulsanti,") ha "
                + "\(countOf(typedLength, "carattere", "caratteri")): l’ente ne chiede almeno \(rules.minimumContent.italian). "
                + "App IO lo accetterebbe: se possibile, completare il testo.")
        }
        if let remark = written.remark { warn(.content, "pulsanti.\(text.fingerprint)", remark) }
        return text
    }

    mutating func dueDate(_ typed: String) -> CalendarDate? {
        do {
            let date = try CalendarDate.parse(typed)
            if date < rules.today {
                warn(.dueDate, "passata.\(date.iso)", "La scadenza \(date.italian) è già passata: controllarla.")
            } else if (date.year - 10, date.month, date.day) > (rules.today.year, rules.today.month, rules.today.day) {
                warn(.dueDate, "lontana.\(date.iso)", "La scadenza \(date.italian) è fra più di dieci anni: controllare l’anno.")
            }
            return date
        } catch {
            return switch error {
            case .empty: nil
            case .malformed: self.error(.dueDate, "forma", "La scadenza non è una data: scriverla come 15/07/2027.")
            case .impossible: self.error(.dueDate, "forma", "La scadenza indica un giorno che non esiste: controllare la data.")
            case .impossibleYear(let year):
                self.error(.dueDate, "forma", "La scadenza indica l’anno \(year), un anno che non può essere: scriverlo con quattro "
                    + "cifre, come 2027.")
            }
        }
    }

    mutating func error<Value>(_ field: FormField, _ key: String, _ sentence: String) -> Value? {
        problems.append(FormProblem(field: field, severity: .error, key: "\(field.rawValue).\(key)", sentence: sentence))
        return nil
    }

    mutating func warn(_ field: FormField, _ key: String, _ sentence: String) {
        problems.append(FormProblem(field: field, severity: .warning, key: "\(field.rawValue).\(key)", sentence: sentence))
    }
}
