import Domain
import FastCGI
import Store

/// Duplica: the same text for somebody else. Nobody is written to whose code was not typed for it, and the page of confirmation comes
/// before the send: the text was written for another citizen.
extension ComposePage {
    func duplicate(_ original: NotificationRecord, _ exchange: Exchange) throws -> Response {
        var view = ComposeView(form: NotificationForm(original), key: FormKey.make(exchange))
        view.form[.fiscalCode] = ""
        (view.copiesID, view.copiesCode) = (original.id.description, original.fiscalCode.value)
        view.focus = .recipient
        return try render(exchange, view)
    }

    /// Finds what a form was filled in from. It stays a copy when that is gone meanwhile, or named otherwise than it came.
    func takeUpOriginal(_ exchange: Exchange, _ fields: Form, _ view: inout ComposeView) throws {
        view.copiesID = fields["copia_di"] ?? ""
        guard let original = NotificationID(view.copiesID) else { return }
        view.copiesCode = try exchange.store.notification(original)?.fiscalCode.value ?? ""
    }
}
