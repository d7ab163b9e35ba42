import Text

/// What somebody looks for in the archive, told by how it looks.
package enum Sought: Sendable, Equatable {
    case id(NotificationID)
    /// The last twelve digits of one.
    case idEnd(String)
    /// App IO's id of the message: a ULID.
    case ioID(String)
    case noticeNumber(NoticeNumber)
    /// A codice fiscale or its beginning.
    case fiscalCode(FiscalCode.Prefix)
    /// Six letters as a codice fiscale begins with, which a word may be too.
    case fiscalCodeOrWord(FiscalCode.Prefix, String)
    /// Words of the oggetto, and perhaps a codice fiscale among them.
    case words(String, FiscalCode.Prefix?)

    /// Reads what was typed, pasted or scanned.
    package static func read(_ typed: String) -> Sought {
        let text = typed.trimmed(), bare = text.withoutSpaces()
        let digits = bare.replacing("-", with: "")
        if digits.utf8.count == 32, let bytes = [UInt8](hexadecimal: digits), let id = NotificationID(bytes: bytes) { return .id(id) }
        if let number = try? NoticeNumber.parse(text) { return .noticeNumber(number) }
        let end = bare.drop { $0 == "…" || $0 == "." }
        if end.utf8.count == 12, !end.utf8.areDigits, [UInt8](hexadecimal: String(end)) != nil { return .idEnd(end.lowercased()) }
        if bare.isULID { return .ioID(bare.uppercased()) }
        if let code = FiscalCode.Prefix.begun(text) { return .fiscalCode(code) }
        if let code = FiscalCode.Prefix.sixLetters(text) { return .fiscalCodeOrWord(code, text) }
        let parts = text.split(separator: " ")
        let codes = parts.indices.filter { FiscalCode.Prefix.begun(String(parts[$0])) != nil }
        guard codes.count == 1 else { return .words(text, nil) }
        let words = parts.indices.filter { $0 != codes[0] }.map { parts[$0] }.joined(separator: " ")
        return .words(words, FiscalCode.Prefix.begun(String(parts[codes[0]])))
    }
}

extension FiscalCode.Prefix {
    /// Six letters of a surname and a name and what follows them in a code, up to the whole of one; or eleven digits, as a
    /// provisional code has them.
    fileprivate static func begun(_ typed: String) -> FiscalCode.Prefix? {
        guard let prefix = parse(typed) else { return nil }
        let characters = Array(prefix.value.utf8), rest = characters.dropFirst(6)
        if characters.count == 11, prefix.value.utf8.areDigits { return prefix }
        guard characters.count > 6, characters.prefix(6).allSatisfy(\.isLetter) else { return nil }
        // A whole code may have letters in the place of its digits; a beginning with none would be a word.
        if characters.count == 16, FiscalCode.undoOmocodia(characters) != nil { return prefix }
        // Words with a number after them, as "avviso 2026", are none.
        let mayBegin = isOfNames(characters.prefix(6)) && rest.first!.isDigit && (rest.dropFirst(2).first?.isLetter ?? true)
        return mayBegin ? prefix : nil
    }

    /// Six letters in one word, of a surname and of a name: consonants first, then vowels, then X.
    fileprivate static func sixLetters(_ typed: String) -> FiscalCode.Prefix? {
        let letters = Array(typed.uppercased().utf8)
        guard letters.count == 6, letters.allSatisfy(\.isLetter), isOfNames(letters[...]) else { return nil }
        return parse(typed)
    }

    private static func isOfNames(_ six: ArraySlice<UInt8>) -> Bool { isOfName(six.prefix(3)) && isOfName(six.dropFirst(3)) }

    private static func isOfName(_ letters: ArraySlice<UInt8>) -> Bool {
        let vowels = Array("AEIOU".utf8), afterConsonants = letters.drop { !vowels.contains($0) }
        return afterConsonants.drop(while: vowels.contains).allSatisfy { $0 == UInt8(ascii: "X") }
    }
}

extension String {
    /// 26 characters of Crockford's base 32; some of App IO's own papers show 27.
    fileprivate var isULID: Bool {
        let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8), characters = utf8.map(\.uppercased)
        return (26...27).contains(characters.count) && characters[0] <= UInt8(ascii: "7") && characters.allSatisfy(letters.contains)
    }
}
