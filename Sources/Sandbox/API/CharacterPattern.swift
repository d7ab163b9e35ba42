/// A regular expression without repetition of unknown length: one set of characters for each place.
struct CharacterPattern: Sendable {
    /// As App IO writes it in its errors.
    let expression: String
    private let places: [Set<UInt8>]

    func matches(_ text: String) -> Bool {
        text.utf8.count == places.count && zip(text.utf8, places).allSatisfy { $1.contains($0) }
    }

    private init(_ expression: String, _ places: [(String, Int)]) {
        self.expression = expression
        self.places = places.flatMap { characters, count in Array(repeating: Set(characters.utf8), count: count) }
    }

    private static let digits = "0123456789"
    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    /// Digits and the letters that stand for them where two codes would be equal (omocodia).
    private static let digitsOrSubstitutes = "0123456789LMNPQRSTUV"

    /// No control character is checked, as App IO checks none.
    static let fiscalCode = CharacterPattern(
        "^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$",
        [(letters, 6), (digitsOrSubstitutes, 2), ("ABCDEHLMPRST", 1), (digitsOrSubstitutes, 2),
         (letters, 1), (digitsOrSubstitutes, 3), (letters, 1)])

    static let organizationFiscalCode = CharacterPattern("^[0-9]{11}$", [(digits, 11)])

    static let noticeNumber = CharacterPattern("^[0123][0-9]{17}$", [("0123", 1), (digits, 17)])

    static let ulid = CharacterPattern(
        "^[0-9a-hjkmnp-tv-zA-HJKMNP-TV-Z]{26}$",
        [("0123456789abcdefghjkmnpqrstvwxyzABCDEFGHJKMNPQRSTVWXYZ", 26)])
}
