/// What a codice fiscale says of its holder.
extension FiscalCode {
    /// As it is registered: the code of a woman counts her day of birth from 41 on.
    package enum Sex: Sendable { case female, male }

    /// `nil` for App IO's own test code, which is nobody's.
    package var sex: Sex? { birth.map { $0.day > 40 ? .female : .male } }

    /// When its holder may have been born, the latest day first. A code has two digits of the year: of the years that end
    /// so, those in which nobody alive was born are left out. Empty for 29 February of a year that has none, and for App
    /// IO's own test code.
    ///
    /// - Parameter today: nobody is born later.
    package func birthDates(on today: CalendarDate) -> [CalendarDate] {
        guard let (twoDigits, month, day) = birth else { return [] }
        return stride(from: today.year, through: today.year - Self.oldest, by: -1)
            .filter { $0 % 100 == twoDigits }
            .compactMap { CalendarDate(year: $0, month: month, day: day > 40 ? day - 40 : day) }
            .filter { $0 <= today }
    }

    /// What it says, in one sentence or two, for who has just typed it.
    package func sentence(on today: CalendarDate) -> String {
        guard let sex else { return "Codice di prova di App IO: non è di una persona." }
        let (who, born) = sex == .female ? ("Donna", "nata") : ("Uomo", "nato")
        let dates = birthDates(on: today).map(\.italian)
        let birth = dates.isEmpty ? "\(born) il 29 febbraio di un anno che non lo ha: controllare il codice"
            : "\(born) il \(dates.joined(separator: " o il "))"
        return "\(who), \(birth)." + (isOmocode ? " Codice con omocodia: lettere al posto di cifre." : "")
    }

    /// Years. Few in Italy are older than that, and with more of them a code of 2008 would speak of 1908.
    private static let oldest = 110

    /// The digits as they stand in the code, omocodia undone.
    private var birth: (year: Int, month: Int, day: Int)? {
        let characters = Array(value.utf8)
        guard characters.count == 16, let plain = Self.undoOmocodia(characters), let month = Self.months.firstIndex(of: plain[8])
        else { return nil }
        func number(at position: Int) -> Int { Int(plain[position]) * 10 + Int(plain[position + 1]) - 11 * Int(UInt8(ascii: "0")) }
        let day = number(at: 9)
        return day == 0 ? nil : (number(at: 6), month + 1, day)
    }
}
