/// Why what was typed is not the codice fiscale of somebody who can be on App IO.
package enum FiscalCodeFault: Error, Hashable, Sendable {
    case empty
    /// With the number of characters that were typed, spaces apart.
    case wrongLength(Int)
    /// Eleven digits: a provisional code, or that of an organisation. Valid, but not for App IO.
    case provisional
    /// Letters and digits are not where a code has them.
    case misplaced([Misplaced])
    /// No such day of that month.
    case impossibleDate
    case wrongControlCharacter

    /// What is wrong and what to do, for the person who typed it.
    package var sentence: String {
        switch self {
        case .empty: "Indicare il codice fiscale del destinatario."
        case .wrongLength(let count): "Il codice fiscale ha \(countOf(count, "carattere", "caratteri")): ne servono 16."
        case .provisional:
            "Un codice fiscale di 11 cifre è provvisorio oppure di un ente: il destinatario è non raggiungibile su App IO. "
                + "Usare un altro canale o il codice definitivo di 16 caratteri."
        case .misplaced(let characters) where characters.contains(where: \.isLookalike):
            "Il codice fiscale ha caratteri di un altro alfabeto, che sembrano i nostri: riscriverlo con la tastiera (posti "
                + "\(listed(characters.filter(\.isLookalike).map { String($0.place) })))."
        case .misplaced(let characters) where characters.count == 1: "Nel codice fiscale \(characters[0].sentence)"
        case .misplaced(let characters) where characters.count <= 4:
            "Il codice fiscale non è scritto nella forma prevista: controllare i posti \(listed(characters.map { String($0.place) })), "
                + "come in RSSMRA80A01H501U."
        case .misplaced: "Il codice fiscale non è scritto nella forma prevista: controllare lettere e cifre, come in RSSMRA80A01H501U."
        case .impossibleDate: "Il codice fiscale contiene una data di nascita che non esiste: controllare il mese e il giorno."
        case .wrongControlCharacter:
            "Il codice fiscale non è corretto: l’ultima lettera non corrisponde al resto. Controllare tutti i caratteri."
        }
    }
}

extension FiscalCodeFault {
    /// A character that a code cannot have where it stands.
    package struct Misplaced: Hashable, Sendable {
        package enum Expected: Sendable {
            /// Of a name, of a place, or the last one.
            case letter
            /// Of a date or a place.
            case digit
            /// Of the month of birth.
            case month
        }

        /// From 1 to 16.
        package var place: Int
        package var found: Character
        package var expected: Expected

        package init(place: Int, found: Character, expected: Expected) {
            (self.place, self.found, self.expected) = (place, found, expected)
        }

        /// Whether nobody could see what is wrong with it.
        fileprivate var isLookalike: Bool { found.unicodeScalars.contains { $0.lookalike != $0 } }

        fileprivate var sentence: String {
            let what = found.isASCII && found.isNumber ? "la cifra \(found)" : found.isASCII ? "la lettera \(found)" : "«\(found)»"
            return "al posto \(place) c’è \(what)\(wanted)"
        }

        private var wanted: String {
            switch (expected, found) {
            case (.digit, "O"): ", ma ci va una cifra: forse lo zero (0)."
            case (.digit, "I"): ", ma ci va una cifra: forse l’uno (1)."
            case (.digit, "B"): ", ma ci va una cifra: forse l’otto (8)."
            case (.digit, "Z"): ", ma ci va una cifra: forse il due (2)."
            case (.digit, _): ", ma ci va una cifra: controllarlo."
            case (.letter, "0"): ", ma ci va una lettera: forse la O."
            case (.letter, "1"): ", ma ci va una lettera: forse la I."
            case (.letter, "5"): ", ma ci va una lettera: forse la S."
            case (.letter, "8"): ", ma ci va una lettera: forse la B."
            case (.letter, _): ", ma ci va una lettera dalla A alla Z senza accento: controllarlo."
            case (.month, _): ", che non indica un mese: ci va una lettera fra A, B, C, D, E, H, L, M, P, R, S e T."
            }
        }
    }
}
