import Text

/// A message that puts right one that has gone out: App IO can neither change nor withdraw what a citizen has received.
///
/// What it must say (title, wrong datum, right datum, what to do) is PagoPA's advice: docs.pagopa.it, manuale dei servizi,
/// "Errore nei dati del messaggio".
package enum ErrataCorrige {
    private static let title = "Errata corrige: "
    /// What the operator must replace.
    private static let blank = "[indicare "

    /// The oggetto, cut where App IO's limit is.
    package static func subject(of wrong: String) -> String {
        let room = TextLimits.subject.upperBound - title.utf16.count
        let name = wrong.hasPrefix(title) ? String(wrong.dropFirst(title.count)) : wrong
        guard name.utf16.count > room else { return title + name }
        var cut = name
        while cut.utf16.count > room - 1 { cut.removeLast() }
        return title + cut + "…"
    }

    /// The contenuto to fill in.
    ///
    /// - Parameters:
    ///   - subject: of the wrong message.
    ///   - day: on which it was sent.
    ///   - hasPayment: whether a payment notice went with it.
    package static func content(subject: String, sentOn day: String, hasPayment: Bool) -> String {
        """
        Nel messaggio «\(subject.asMarkdown)», inviato il \(day), c’è un errore.

        **Dato errato:** \(blank)il dato errato]

        **Dato corretto:** \(blank)il dato corretto]

        **Che cosa fare:** \(blank)come comportarsi rispetto al messaggio precedente]
        \(hasPayment ? "\n**Avviso di pagamento:** \(blank)se quello allegato al messaggio precedente va pagato o no]\n" : "")
        Ci scusiamo per il disguido.
        """
    }

    /// What is wrong with one, besides the rules of every notification.
    ///
    /// - Parameter recipient: of the wrong message.
    package static func problems(_ form: NotificationForm, recipient: FiscalCode) -> [FormProblem] {
        var problems: [FormProblem] = []
        if let code = try? FiscalCode.parse(form[.fiscalCode]), code != recipient {
            problems.append(FormProblem(
                field: .fiscalCode, severity: .error, key: "codice_fiscale.errata",
                sentence: "L’errata corrige va a chi ha ricevuto il messaggio errato: il destinatario non si può cambiare."))
        }
        if !form[.subject].trimmed().hasPrefix(title.trimmed()) {
            problems.append(FormProblem(
                field: .subject, severity: .error, key: "oggetto.errata",
                sentence: "L’oggetto di un’errata corrige comincia con «\(title.trimmed())»."))
        }
        if form[.content].contains(blank) {
            problems.append(FormProblem(
                field: .content, severity: .error, key: "contenuto.errata",
                sentence: "Completare le parti tra parentesi quadre: il dato errato, il dato corretto e come comportarsi."))
        }
        return problems
    }
}
