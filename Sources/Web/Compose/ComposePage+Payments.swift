import Domain
import Store

/// Payments that a citizen could take for one another, or that were sent before.
extension ComposePage {
    /// - Parameter isTwin: the same notification was already found, which says more.
    func earlierPayments(
        _ exchange: Exchange, _ view: ComposeView, _ content: NotificationContent?, _ services: [Directory.Service], isTwin: Bool
    ) throws -> [FormProblem] {
        guard !isTwin, let content, let payment = content.payment, let service = services.first(where: { $0.id == content.service })
        else { return [] }
        let (environment, key, corrected) = (service.environment, view.key.id, view.corrects?.id)
        var problems: [FormProblem] = []
        if let before = try exchange.store.earlierNotice(like: content, environment: environment, formKey: key, correcting: corrected) {
            let whom = before.fiscalCode == content.fiscalCode ? "questo cittadino" : "un altro cittadino"
            problems.append(FormProblem(
                field: .noticeNumber, severity: .warning, key: "numero_avviso.gia_inviato.\(before.id)",
                sentence: "Il numero avviso \(payment.noticeNumber.value) è già stato inviato a \(whom) da \(before.person) il "
                    + "\(before.id.madeAt.italianInSentence): controllarlo."))
        }
        if let before = try exchange.store.likePayment(as: content, environment: environment, formKey: key, correcting: corrected) {
            problems.append(FormProblem(
                field: .subject, severity: .warning, key: "oggetto.uguale.\(before.id)",
                sentence: "Questo cittadino ha già ricevuto il \(before.id.madeAt.italianInSentence) un altro avviso da "
                    + "\(payment.amount.italian) € con lo stesso oggetto: scrivere nell’oggetto che cosa li distingue, come il nome del "
                    + "figlio o la rata."))
        }
        return problems
    }
}
