import Text

/// Looks for an Italian or international telephone number in a sentence. A number is a chain of groups of digits, with one
/// space, point, hyphen or slash between two, and counts only as a whole: `15.07.2026`, `3010 1110 0007 3475 57` and
/// `312345678/2026` are chains too.
struct TelephoneSearch {
    private var groups: [Int] = []  // their lengths
    private var marks: [UInt8] = []  // what stands between them
    private var digits: [UInt8] = []
    private var hasPlus = false

    static func found(in text: String) -> Bool {
        let bytes = Array(text.utf8)
        var position = 0
        while let start = bytes[position...].firstIndex(where: \.isDigit) {
            var search = TelephoneSearch()
            position = search.read(bytes, from: start)
            let before = bytes[..<start]
            search.hasPlus = before.last == UInt8(ascii: "+")
            let isPartOfCode = before.last.map(isLetter) == true || (position < bytes.count && isLetter(bytes[position]))
            if !isPartOfCode && search.isTelephone(afterNumbering: isNumbered(before)) { return true }
        }
        return false
    }

    /// - Returns: where the chain ends.
    private mutating func read(_ bytes: [UInt8], from start: Int) -> Int {
        var position = start
        while true {
            let end = bytes[position...].firstIndex { !$0.isDigit } ?? bytes.count
            digits += bytes[position..<end]
            groups.append(end - position)
            guard end + 1 < bytes.count, " .-/".utf8.contains(bytes[end]), bytes[end + 1].isDigit else { return end }
            marks.append(bytes[end])
            position = end + 1
        }
    }

    /// - Parameter isNumbered: whether the words before it say that it is a number of something else.
    private func isTelephone(afterNumbering isNumbered: Bool) -> Bool {
        if hasPlus { return (8...15).contains(digits.count) }
        if digits.starts(with: "0039".utf8) { return (10...15).contains(digits.count) }
        guard digits.count > 7, !isNumbered, !marks.dropFirst().contains(UInt8(ascii: "/")) else { return false }
        let second = digits[1] - UInt8(ascii: "0")
        switch digits[0] {
        case UInt8(ascii: "3"):
            let isAmount = groups.count > 1 && groups.dropFirst().allSatisfy { $0 == 3 } && marks.allSatisfy { $0 == UInt8(ascii: ".") }
            return second > 1 && (9...10).contains(digits.count) && (groups.count == 1 || groups[0] == 3) && !isAmount
        case UInt8(ascii: "0"):
            guard second > 0, (8...11).contains(digits.count) else { return false }
            if groups.count == 1 { return (9...10).contains(digits.count) }  // eleven are a partita IVA
            if groups.count == 2 { return groups[0] < 5 && groups[1] > 4 }
            return groups[0] < 5 && (groups[0] > 2 || groups[1] > 2)
        default: return false
        }
    }

    /// After these a number is of something else, a few words later too: `codice utente n. 0123456789`.
    private static let numbering: Set<String> = [
        "prot", "protocollo", "pratica", "prat", "avviso", "codice", "cod", "id", "identificativo", "rif", "riferimento", "verbale",
        "verb", "fattura", "fatt", "atto", "delibera", "determina", "ordinanza", "cig", "cup", "iuv", "utente", "utenza", "contatore",
        "contratto", "cliente", "tessera", "tess", "matricola", "matr", "bolletta", "bolla", "pod", "pdr", "iva", "piva", "conto",
        "corrente", "postale", "iban", "abi", "cab", "targa", "telaio", "serie", "seriale", "licenza", "concessione", "autorizzazione",
        "domanda", "istanza", "richiesta", "ricevuta", "mandato", "reversale", "quietanza", "cartella", "ruolo", "ingiunzione",
        "accertamento", "sanzione", "multa", "sinistro", "polizza", "lotto", "particella", "mappale", "foglio", "ordine", "spedizione",
        "tracking", "raccomandata", "cedolino", "badge", "isee", "dsu", "inps", "inail", "rea", "patente", "passaporto", "abbonamento",
        "posizione", "provvedimento", "fascicolo", "registro", "repertorio", "graduatoria", "bando", "gara", "ticket", "segnalazione",
        "contribuente",
    ]
    /// These number what the words before them say, or something else when those say nothing.
    private static let ofAny: Set<String> = ["n", "nr", "num", "no", "numero"]
    private static let ofTelephones = ["tel", "telef", "cell", "fax", "chiam", "whatsapp", "sms", "centralin", "mobile", "recapit"]

    /// Whether the nearest of the last words of the sentence that says what the number is of says that it is no telephone's.
    private static func isNumbered(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes, isOfAny = false
        for _ in 0..<wordsBefore {
            let gap = rest.suffix(while: { !isLetter($0) })
            rest = rest.dropLast(gap.count)
            let word = String(decoding: rest.suffix(while: isLetter), as: UTF8.self).lowercased()
            if word.isEmpty || gap.contains(where: { "\n;!?".utf8.contains($0) }) { break }
            // A point after a whole word ends a sentence, one after a short one shortens it.
            if gap.contains(UInt8(ascii: ".")), word.utf8.count > 5, !numbering.contains(word) { break }
            if ofTelephones.contains(where: word.hasPrefix) { return false }
            if numbering.contains(word) { return true }
            // Asked to call at a number, nobody says what it is of.
            if ofAny.contains(word), word != "numero" { isOfAny = true }
            rest = rest.dropLast(word.utf8.count)
        }
        return isOfAny
    }

    private static let wordsBefore = 4

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte.isLetter || byte >= 0x80
    }
}

extension ArraySlice<UInt8> {
    fileprivate func suffix(while belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        self[(lastIndex { !belongs($0) }.map { $0 + 1 } ?? startIndex)...]
    }
}
