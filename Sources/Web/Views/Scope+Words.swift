import Domain
import Store

extension Scope {
    /// What a person who does not work with all services is told, so that nobody takes their pages for the whole; empty for others.
    ///
    /// - Parameter services: those that are allowed.
    func sentence(_ services: [Service]) -> String {
        if self == .all { return "" }
        if services.isEmpty {
            return "Nessun servizio ammesso: finché l’amministratore dell’ente non ne ammette almeno uno non si vede e non si invia nulla."
        }
        return "Servizi ammessi: \(services.map(\.name).joined(separator: ", "))."
    }
}
