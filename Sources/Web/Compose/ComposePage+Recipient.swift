import Domain
import FastCGI
import Store

/// Verifica: the same form once more, with what is known of its recipient. It keeps nobody from sending.
extension ComposePage {
    func verify(_ exchange: Exchange, _ view: ComposeView) throws -> Response {
        var view = view
        view.recipient = try standing(exchange, view)
        return try render(exchange, view)
    }

    /// A look at the rest of the form says of its recipient what is known already, and asks nobody.
    func recall(_ exchange: Exchange, _ view: inout ComposeView) throws {
        guard let code = try? FiscalCode.parse(view.form[.fiscalCode]), let service = ServiceID(view.form[.service]),
              let answer = try exchange.store.knownReachability(of: code, by: service, form: view.key.id) else { return }
        view.recipient = .answered(answer)
    }

    private func standing(_ exchange: Exchange, _ view: ComposeView) throws -> RecipientStanding {
        let code: FiscalCode
        do { code = try FiscalCode.parse(view.form[.fiscalCode]) } catch { return .wrongCode(error) }
        guard exchange.tenant.state == .active else { return .unasked }
        guard let id = ServiceID(view.form[.service]), let service = try exchange.directory().service(id), service.isUsable else {
            return .noService
        }
        guard case .asked(let ask) = try exchange.store.askWhetherReachable(
            code, by: service.id, form: view.key.id, for: exchange.person.id, about: exchange.digest(of: code.value))
        else { return .tooMany }

        var reply = try exchange.store.recipientReply(to: ask)
        // A page that asks by itself wants at once what the code says, and comes back for the answer: it holds no thread.
        let pageAsksAgain = exchange.request.form["subito"] != nil
        if reply == .waiting {
            if pageAsksAgain {
                exchange.ring()
            } else {
                try exchange.ring {
                    reply = try exchange.store.recipientReply(to: ask)
                    return reply != .waiting
                }
            }
        }
        return switch reply {
        case .waiting: .waiting(pageAsksAgain: pageAsksAgain)
        case .answered(let answer): .answered(answer)
        }
    }
}
