import Domain
import Secrets
import Store
import Text

/// The signed key of one opened form: a form that is sent twice makes one notification, and nobody can
/// choose a key, nor use somebody else's.
struct FormKey {
    let id: FormID
    /// What the hidden field `_chiave` carries.
    let text: String

    /// - Parameter id: of a draft that is opened again.
    static func make(_ exchange: Exchange, _ id: FormID = .make()) -> FormKey {
        FormKey(id: id, text: "\(id).\(exchange.site.signer.sign(parts(exchange, id)).hexadecimal)")
    }

    /// `nil` unless this site made it for this tenant.
    static func read(_ text: String?, _ exchange: Exchange) -> FormKey? {
        let halves = (text ?? "").split(separator: ".")
        guard halves.count == 2, let id = FormID(halves[0]), let signature = [UInt8](hexadecimal: String(halves[1])),
              exchange.site.signer.verify(signature, of: parts(exchange, id)), let text else { return nil }
        return FormKey(id: id, text: text)
    }

    private static func parts(_ exchange: Exchange, _ id: FormID) -> [[UInt8]] {
        [Array("notification".utf8), exchange.tenant.id.bytes, exchange.person.id.bytes, id.bytes]
    }
}
