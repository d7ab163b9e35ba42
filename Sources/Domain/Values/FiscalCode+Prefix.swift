import Text

extension FiscalCode {
    /// How a codice fiscale begins, or a whole one, as one looks for it.
    package struct Prefix: Hashable, Sendable {
        /// Upper-case letters and digits.
        package let value: String

        package static let leastCharacters = 3

        package static let fault = "Del codice fiscale servono da 3 a 16 lettere e cifre, dall’inizio."

        /// Reads what `FiscalCode.parse` would read the whole of: case, spaces, punctuation and invisible marks do not matter.
        ///
        /// - Returns: `nil` unless there are 3 to 16 letters and digits.
        package static func parse(_ typed: String) -> Prefix? {
            let characters = FiscalCode.bare(typed).utf8.map(\.uppercased)
            guard (leastCharacters...16).contains(characters.count), characters.allSatisfy(\.isLetterOrDigit) else { return nil }
            return Prefix(value: String(decoding: characters, as: UTF8.self))
        }
    }
}
