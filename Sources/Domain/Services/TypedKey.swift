import Text

/// A key of App IO as somebody typed or pasted it.
package struct TypedKey: Sendable {
    package let bytes: [UInt8]
    /// What may be shown of it later.
    package var last4: String { String(decoding: bytes.suffix(4), as: UTF8.self) }

    /// Why it cannot be one, without what it holds.
    package struct Fault: Error {
        package let sentence: String
    }

    /// What is said of one that cannot be opened any more.
    package static let doesNotOpen = "la chiave non si può aprire: inserirla di nuovo"

    /// Cuts the spaces around it, which come along when one pastes.
    package static func read(_ typed: String) -> Result<TypedKey, Fault> {
        let text = typed.trimmed()
        if text.isEmpty { return .failure(Fault(sentence: "Scrivere la chiave.")) }
        guard text.utf8.allSatisfy(\.isVisible) else {
            return .failure(Fault(sentence: "La chiave contiene spazi o caratteri non ammessi: copiarla di nuovo."))
        }
        // The last four characters are shown: of a shorter key they would be too much.
        guard (16...128).contains(text.utf8.count) else {
            let length = text.utf8.count == 1 ? "un carattere" : "\(text.utf8.count) caratteri"
            return .failure(Fault(sentence: "La chiave ha \(length): copiarla per intero, App IO le fa di 32."))
        }
        return .success(TypedKey(bytes: Array(text.utf8)))
    }
}
