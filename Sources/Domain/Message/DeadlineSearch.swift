import Text

/// Looks in a text for the days by which something is due: those that follow `scadenza`, `scade`, `entro` or `termine` within eight words
/// of its sentence. A number of days (`entro 30 giorni dal 12/03/2026`) names none.
enum DeadlineSearch {
    struct Found: Equatable {
        var day: Int
        var month: Int
        /// `nil`: the text leaves it out.
        var year: Int?

        func isDay(_ date: CalendarDate) -> Bool { (day, month) == (date.day, date.month) && (year == nil || year == date.year) }

        /// `16/12/2026`, or `16/12`.
        var italian: String { "\(day.padded(to: 2))/\(month.padded(to: 2))" + (year.map { "/\($0)" } ?? "") }
    }

    static func found(in text: String) -> [Found] {
        let pieces = TextPiece.pieces(of: text)
        var found: [Found] = []
        // How many words may still come before the day.
        var room = 0
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .word(let word):
                room = beginnings.contains(word) ? reach : spans.contains(word) ? 0 : max(0, room - 1)
            case .sign(let sign):
                if "!?".contains(sign) || (sign == "." && isSentenceEnd(index, pieces)) { room = 0 }
            case .lineEnd: break
            case .number(let number):
                guard room > 0, let day = day(number, at: index, pieces) else { continue }
                found.append(day)
                room = reach  // another may follow: `16/06/2026 e 16/12/2026`
            }
        }
        return found
    }

    private static let reach = 8
    private static let beginnings: Set<String> = ["scadenza", "scadenze", "scade", "scadono", "scadrà", "scadranno", "entro", "termine"]
    private static let spans: Set<String> = ["giorni", "settimane", "mesi", "anni", "dal", "dalla", "dall", "dallo", "dai", "dalle"]
    private static let months = [
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
    ]

    /// A point after a word and before another; those of `16.12.2026` are within a number.
    private static func isSentenceEnd(_ index: Int, _ pieces: [TextPiece]) -> Bool {
        guard index > 0, index + 1 < pieces.count, case .word(let last) = pieces[index - 1] else { return true }
        return last.count > 3  // not `art.`, `ore.`, `n.`
    }

    private static func day(_ number: String, at index: Int, _ pieces: [TextPiece]) -> Found? {
        let parts = number.split { !$0.isNumber }.compactMap { Int($0) }
        let signs = number.filter { !$0.isNumber }
        switch parts.count {
        case 1: return day(parts[0], ofMonthAfter: index, pieces)
        case 2 where signs == "/": return checked(parts[0], parts[1], nil)
        case 3 where signs.allSatisfy({ $0 == signs.first && ".-/".contains($0) }):
            if parts[0] >= 1000 { return checked(parts[2], parts[1], parts[0]) }
            return checked(parts[0], parts[1], parts[2] < 100 ? 2000 + parts[2] : parts[2])
        default: return nil
        }
    }

    /// `16 dicembre 2026`, `1° dicembre`.
    private static func day(_ day: Int, ofMonthAfter index: Int, _ pieces: [TextPiece]) -> Found? {
        var next = index + 1
        if next < pieces.count, [.sign("°"), .sign("º")].contains(pieces[next]) { next += 1 }
        guard next < pieces.count, case .word(let word) = pieces[next], let month = months.firstIndex(of: word) else { return nil }
        var year: Int?
        if next + 1 < pieces.count, case .number(let text) = pieces[next + 1], text.count == 4 { year = Int(text) }
        return checked(day, month + 1, year)
    }

    private static func checked(_ day: Int, _ month: Int, _ year: Int?) -> Found? {
        // Of a year that is left out, a leap year's days.
        CalendarDate(year: year ?? 2000, month: month, day: day).map { Found(day: $0.day, month: $0.month, year: year) }
    }
}
