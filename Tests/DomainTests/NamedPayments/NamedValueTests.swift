@testable import Domain
import Testing
import TestSupport

/// Sums and last days that a text names.
struct NamedValueTests {
    @Test(arguments: [
        ("Importo: 120,50 €", [12_050]), ("€ 120,50", [12_050]), ("€120,50", [12_050]), ("120,50€", [12_050]),
        ("EUR 120", [12_000]), ("euro 1.234,5", [123_450]), ("1.234 euro", [123_400]), ("**1\\.234,56** €", [123_456]),
        ("12.34 €", [1_234]), ("1,234.56 €", [123_456]), ("1'234,00 €", [123_400]), ("120,50&nbsp;&euro;", [12_050]),
        ("Euro: 120,00", [12_000]), ("da 60 € e da 75,50 €.", [6_000, 7_550]), ("120 € 2 rate", [12_000]),
        ("il protocollo 120/2026", []), ("nel 2026", []), ("tre milioni di euro", []), ("0 €", []), ("16/12/2026 €", []), ("", []),
        ("99999999999999999999 €", []),
    ] as [(String, [Int64])])
    func `a sum is read with its euro beside it`(_ text: String, _ cents: [Int64]) {
        #expect(AmountSearch.found(in: text).map { $0.readings[0].cents } == cents)
    }

    @Test func `thousands that a space parts are one of two readings`() {
        #expect(AmountSearch.found(in: "sono 1 234,56 €").map { $0.readings.map(\.cents) } == [[23_456, 123_456]])
        #expect(AmountSearch.found(in: "nel 2026 120,00 €").map { $0.readings.map(\.cents) } == [[12_000]])
    }

    @Test(arguments: [
        "con ISEE inferiore a 9.360 €", "una marca da bollo da 16,00 €", "fino a un massimo di 50 €", "oltre € 1.000",
        "di cui 5,00 € di spese",
        "il rimborso di 30 €", "un reddito di 15.000 euro", "almeno 20 €",
    ])
    func `what limits or is paid otherwise is no sum to be paid`(_ text: String) {
        #expect(AmountSearch.found(in: text).map(\.isAside) == [true], "\(text)")
    }

    @Test(arguments: [
        ("entro il 16/12/2026", ["16/12/2026"]), ("Scadenza: **16/12/2026**", ["16/12/2026"]), ("scade il 16.12.2026", ["16/12/2026"]),
        ("entro il 2026-12-16", ["16/12/2026"]), ("con scadenza 16-12-26", ["16/12/2026"]),
        ("entro e non oltre mercoledì 16 dicembre 2026", ["16/12/2026"]), ("entro il 1° dicembre", ["01/12"]),
        ("entro il 5/12.", ["05/12"]),
        ("ENTRO LE ORE 12 DEL 16/12/2026", ["16/12/2026"]), ("Scadenze:\n- 16/06/2026\n- 16/12/2026", ["16/06/2026", "16/12/2026"]),
        ("la rata scadrà il 30 giugno", ["30/06"]), ("## Scadenza\n\n16/12/2026", ["16/12/2026"]),
        ("entro 30 giorni dal 12/03/2026", []), ("entro 5 giorni dalla notifica del 12/03/2026", []),
        ("La sua pratica del 16/12/2026", []), ("Il documento scade presto. Appuntamento il 12/03/2027", []), ("entro il 45/12/2026", []),
        ("entro l’anno 2026", []), ("la rata scaduta il 30/06/2026", []), ("scade? No, il 12/03/2027 no", []), ("", []),
    ] as [(String, [String])])
    func `a last day is read after what makes it one`(_ text: String, _ days: [String]) {
        #expect(DeadlineSearch.found(in: text).map(\.italian) == days)
    }

    @Test func `a day without its year is the same in any year`() throws {
        let day = try #require(DeadlineSearch.found(in: "entro il 16 dicembre").first)
        #expect(day.isDay(CalendarDate(year: 2026, month: 12, day: 16)!) && !day.isDay(CalendarDate(year: 2026, month: 12, day: 17)!))
    }

    @Test func `hostile text never traps, and a whole content is read in no time`() {
        var chance = Chance()
        let parts = ["entro", "1", "99/99/9999", "€", "euro", ".", ",", "\\", "2026", " ", "\n", "&euro;", "😀", "à", "'", "16 dicembre",
                     "999999999999999", "9223372036854775807", "x", "da", "e", "centesimi", "centotrenta", "/", "-", "&nbsp;", "fino al"]
        for _ in 0..<500 {
            let text = (0..<60).map { _ in parts.randomElement(using: &chance)! }.joined() + chance.text(upTo: 20)
            _ = (AmountSearch.found(in: text), DeadlineSearch.found(in: text), NoticeSearch.found(in: text))
        }
        let digits = String(repeating: "3010 1110 0007 3475 57 ", count: 430)
        #expect(ContinuousClock().measure { _ = NoticeSearch.found(in: digits) } < .seconds(2))
        let long = String(repeating: "entro il 16/12/2026 120,00 € ", count: 350)
        #expect(ContinuousClock().measure { _ = (AmountSearch.found(in: long), DeadlineSearch.found(in: long)) } < .seconds(2))
        #expect(AmountSearch.found(in: long).count == 350 && DeadlineSearch.found(in: long).count == 350)
    }
}

/// Numbers in words.
struct NumberWordsTests {
    @Test(arguments: [
        ("uno", 1), ("ventuno", 21), ("ventotto", 28), ("ventitré", 23), ("ventitre", 23), ("novantanove", 99), ("cento", 100),
        ("centouno", 101), ("centotto", 108), ("centoottanta", 180), ("centottanta", 180), ("duecentocinquanta", 250),
        ("novecentonovantanove", 999), ("mille", 1_000), ("milleduecento", 1_200), ("duemila", 2_000), ("trentaduemilacinque", 32_005),
        ("centomila", 100_000), ("novecentonovantanovemilanovecentonovantanove", 999_999),
        ("", nil), ("un", nil), ("unomila", nil), ("mila", nil), ("duemille", nil), ("milanese", nil), ("seicentoventosa", nil),
        ("trentuna", nil), ("milione", nil), ("centocento", nil), ("ventiuno", nil),
    ] as [(String, Int64?)])
    func `a number is read from one word, or not at all`(_ word: String, _ value: Int64?) {
        #expect(NumberWords.value(of: word) == value)
    }
}
