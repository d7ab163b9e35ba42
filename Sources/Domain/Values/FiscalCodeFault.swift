/// Why what was typed is not the codice fiscale of somebody who can be on App IO.
package enum FiscalCodeFault: Error, Hashable, Sendable {
    case empty
    /// With the number of characters that were typed, spaces apart.
    case wrongLength(Int)
    /// Eleven digits: a provisional code, or that of an organisation. Valid, but not for App IO.
    case provisional
    /// Letters and digits are not where a code has them.
    case malformed
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
        case .malformed: "Il codice fiscale non è scritto nella forma prevista: controllare lettere e cifre, come in RSSMRA80A01H501U."
        case .impossibleDate: "Il codice fiscale contiene una data di nascita che non esiste: controllare il mese e il giorno."
        case .wrongControlCharacter:
            "Il codice fiscale non è corretto: l’ultima lettera non corrisponde al resto. Controllare tutti i caratteri."
        }
    }
}
