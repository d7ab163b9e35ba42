import Text

/// Looks in a text for the days by which something is due: those that follow `scadenza`, `entro`, `ultimo giorno` and the like within
/// eight words of its sentence. A number of days (`entro 30 giorni dal 12/03/2026`) names none.
enum DeadlineSearch {
    struct Found: Equatable {
        var day: Int
        var month: Int
        /// `nil`: the text leaves it out.
        var year: Int?
        /// Something is to be asked for by then, and nothing is to be paid: `la domanda va fatta entro il 16/12/2026`.
        var isOfRequest = false

        func isDay(_ date: CalendarDate) -> Bool { (day, month) == (date.day, date.month) && (year == nil || year == date.year) }

        /// `16/12/2026`, or `16/12`.
        var italian: String { "\(day.padded(to: 2))/\(month.padded(to: 2))" + (year.map { "/\($0)" } ?? "") }
    }

    static func found(in text: String) -> [Found] {
        let pieces = TextPiece.pieces(of: text)
        var found: [Found] = [], sentence = Sentence(), previous = ""
        // How many words may still come before the day.
        var room = 0
        for (index, piece) in pieces.enumerated() {
            if index == sentence.end { sentence = Sentence(from: index, in: pieces) }
            switch piece {
            case .word(let word):
                room = begins(previous, word, sentence) ? reach : spans.contains(word) ? 0 : max(0, room - 1)
                previous = word
            case .sign(let sign):
                if sign != ";", TextPiece.endsSentence(at: index, in: pieces) { room = 0 }
            case .lineEnd: break
            case .number(let number):
                guard room > 0, var day = day(number, at: index, pieces) else { continue }
                day.isOfRequest = sentence.asksFor && !sentence.pays
                found.append(day)
                room = reach  // another may follow: `16/06/2026 e 16/12/2026`
            }
        }
        return found
    }

    private static let reach = 8
    private static let beginnings: Set<String> = [
        "scadenza", "scadenze", "scade", "scadono", "scadrà", "scadranno", "scad", "entro", "termine",
    ]
    private static let pairs: Set<String> = [
        "non oltre", "giorno utile", "data limite", "data ultima", "ultima data", "data massima", "più tardi",
    ]
    /// These begin many other things: `chiuso fino al 6/1`, `prima del 2026`.
    private static let weakPairs: Set<String> = [
        "prima del", "prima dell", "fino al", "fino all", "sino al", "sino all", "ultimo giorno",
    ]
    private static let spans: Set<String> = ["giorni", "settimane", "mesi", "anni", "dal", "dalla", "dall", "dallo", "dai", "dalle"]

    private static func begins(_ previous: String, _ word: String, _ sentence: Sentence) -> Bool {
        if beginnings.contains(word) { return true }
        let pair = "\(previous) \(word)"
        return pairs.contains(pair) || (weakPairs.contains(pair) && (sentence.pays || sentence.givesTime) && !sentence.isOfOther)
    }

    // MARK: - The day

    private static func day(_ number: String, at index: Int, _ pieces: [TextPiece]) -> Found? {
        let parts = number.split { !$0.isNumber }.compactMap { Int($0) }
        let signs = number.filter { !$0.isNumber }
        switch parts.count {
        case 1: return day(parts[0], spacedFrom: index, pieces) ?? day(parts[0], ofMonthAfter: index, pieces)
        case 2 where signs == "/": return checked(parts[0], parts[1], nil)
        case 3 where signs.allSatisfy({ $0 == signs.first && ".-/".contains($0) }):
            if parts[0] >= 1000 { return checked(parts[2], parts[1], parts[0]) }
            return checked(parts[0], parts[1], parts[2] < 100 ? 2000 + parts[2] : parts[2])
        default: return nil
        }
    }

    /// `16 / 12 / 2026`.
    private static func day(_ day: Int, spacedFrom index: Int, _ pieces: [TextPiece]) -> Found? {
        guard index + 4 < pieces.count, case .sign(let sign) = pieces[index + 1], "/.-".contains(sign), pieces[index + 3] == .sign(sign),
              case .number(let month) = pieces[index + 2], case .number(let year) = pieces[index + 4], year.count == 4,
              let month = Int(month), let year = Int(year) else { return nil }
        return checked(day, month, year)
    }

    /// `16 dicembre 2026`, `16 dic. 2026`, `16-dic-2026`, `16 di dicembre`, `1° dicembre`.
    private static func day(_ day: Int, ofMonthAfter index: Int, _ pieces: [TextPiece]) -> Found? {
        var next = index + 1
        func skip(_ some: [TextPiece]) { while next < pieces.count, some.contains(pieces[next]) { next += 1 } }
        skip([.sign("°"), .word("º"), .word("di"), .word("del"), .word("mese"), .sign("-"), .sign("/")])
        guard next < pieces.count, case .word(let word) = pieces[next], let month = month(word) else { return nil }
        next += 1
        skip([.sign("."), .word("del"), .sign("-"), .sign("/")])
        var year: Int?
        if next < pieces.count, case .number(let text) = pieces[next], text.count == 4 { year = Int(text) }
        return checked(day, month, year)
    }

    private static let months = [
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
    ]

    private static func month(_ word: String) -> Int? {
        months.firstIndex { $0 == word || $0.prefix(3) == word || (word == "sett" && $0.hasPrefix(word)) }.map { $0 + 1 }
    }

    private static func checked(_ day: Int, _ month: Int, _ year: Int?) -> Found? {
        // Of a year that is left out, a leap year's days.
        CalendarDate(year: year ?? 2000, month: month, day: day).map { Found(day: $0.day, month: $0.month, year: year) }
    }
}

/// What the words of a sentence, or of a line of it, say together.
private struct Sentence {
    /// The piece after it.
    var end = 0
    var pays = false
    var asksFor = false
    var givesTime = false
    /// What is over, is open, closed or valid, or has a first day too.
    var isOfOther = false

    init() {}

    init(from start: Int, in pieces: [TextPiece]) {
        end = start
        var previous = ""
        while end < pieces.count {
            let isLast = pieces[end] == .lineEnd || TextPiece.endsSentence(at: end, in: pieces)
            if case .word(let word) = pieces[end] {
                pays = pays || Self.paying.contains(word) || Self.payingBeginnings.contains(where: word.hasPrefix)
                asksFor = asksFor || Self.requests.contains(word)
                givesTime = givesTime || word == "tempo"
                isOfOther = isOfOther || Self.other.contains(word) || Self.otherBeginnings.contains(where: word.hasPrefix)
                    || (Self.have.contains(previous) && ["pagato", "versato"].contains(word))
                previous = word
            }
            pays = pays || pieces[end] == .sign("€")
            end += 1
            if isLast { break }
        }
    }

    private static let payingBeginnings = ["paga", "pagh", "versa", "verser", "sald", "dovut", "tribut", "tass", "impost", "import", "quot"]
    private static let paying: Set<String> = [
        "versi", "rata", "rate", "somma", "somme", "avviso", "euro", "eur", "tari", "imu", "retta", "rette", "canone", "sanzione",
        "contributo", "tariffa", "bollo", "bollettino", "acconto",
    ]
    private static let other: Set<String> = ["già", "dal", "dall", "dalla", "periodo"]
    private static let otherBeginnings = ["valid", "chius", "apert", "sospes"]
    private static let have: Set<String> = ["ha", "hai", "hanno", "avete"]
    private static let requests: Set<String> = [
        "domanda", "domande", "istanza", "istanze", "ricorso", "ricorsi", "riesame", "opposizione", "reclamo", "osservazioni", "documenti",
        "documentazione",
    ]
}
