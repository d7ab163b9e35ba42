import Domain
import Store

extension Scope {
    private static let mostNamed = 6

    /// What a person who does not work with all services is told, so that nobody takes their pages for the whole; empty for others.
    ///
    /// - Parameter services: those that are allowed.
    func sentence(_ services: [Directory.Service]) -> String {
        if self == .all { return "" }
        if services.isEmpty {
            return """
                Nessun servizio ammesso: finché l’amministratore dell’ente non ne ammette almeno uno non si vede e non si invia nulla.
                """
        }
        let more = services.count > Self.mostNamed ? " e altri \(services.count - Self.mostNamed), nel Profilo" : ""
        return "Servizi ammessi: \(services.prefix(Self.mostNamed).map(\.name).joined(separator: ", "))\(more)."
    }
}
