import Domain
import Testing

struct FiscalCodeHolderTests {
    private let today = CalendarDate(year: 2026, month: 11, day: 24)!

    private func code(_ value: String) throws -> FiscalCode { try FiscalCode.parse(value) }

    private func born(_ value: String) -> [String] { FiscalCode(stored: value).birthDates(on: today).map(\.italian) }

    @Test func `a woman's day of birth counts forty more`() throws {
        #expect(try code("DGRMLL66R65H769R").sex == .female && code("DGRMLL66R65H769R").birthDates(on: today).map(\.iso) == ["1966-10-25"])
        #expect(try code("RSSMRA85T10A562S").sex == .male)
        #expect(FiscalCode(stored: "RSSMRA85T40A562X").sex == .male && FiscalCode(stored: "RSSMRA85T41A562X").sex == .female)
    }

    @Test(arguments: [
        ("80", ["01/01/1980"]), ("00", ["01/01/2000"]), ("08", ["01/01/2008"]), ("15", ["01/01/2015"]), ("27", ["01/01/1927"]),
        ("16", ["01/01/2016", "01/01/1916"]), ("25", ["01/01/2025", "01/01/1925"]), ("26", ["01/01/2026", "01/01/1926"]),
    ])
    func `of the years that end alike only those count in which somebody alive was born`(_ year: String, _ dates: [String]) {
        #expect(born("RSSMRA\(year)A01H501X") == dates)
    }

    @Test func `nobody is born later than today`() {
        #expect(born("RSSMRA26S24H501X") == ["24/11/2026", "24/11/1926"])
        #expect(born("RSSMRA26S25H501X") == ["25/11/1926"])
        #expect(born("RSSMRA26S65H501X") == ["25/11/1926"])
    }

    @Test func `29 February is only in its own years`() {
        #expect(born("RSSMRA24B29H501X") == ["29/02/2024", "29/02/1924"] && born("RSSMRA00B29H501X") == ["29/02/2000"])
        #expect(born("RSSMRA85B29H501X").isEmpty)
        #expect(FiscalCode(stored: "RSSMRA85B29H501X").sentence(on: today)
            == "Uomo, nato il 29 febbraio di un anno che non lo ha: controllare il codice.")
    }

    @Test func `letters of omocodia count as their digits and are named`() throws {
        let plain = try code("RSSMRA85T10A562S"), altered = try code("RSSMRAURTMLARSNL")
        #expect(altered.birthDates(on: today) == plain.birthDates(on: today) && altered.sex == plain.sex)
        #expect(altered.sentence(on: today) == "Uomo, nato il 10/12/1985. Codice con omocodia: lettere al posto di cifre.")
        #expect(plain.sentence(on: today) == "Uomo, nato il 10/12/1985.")
    }

    @Test func `where two years are possible both are said`() {
        #expect(FiscalCode(stored: "RSSMRA25A41H501X").sentence(on: today) == "Donna, nata il 01/01/2025 o il 01/01/1925.")
    }

    @Test func `the official trial code is nobody's`() {
        #expect(FiscalCode.officialTest.sex == nil && FiscalCode.officialTest.birthDates(on: today).isEmpty)
        #expect(FiscalCode.officialTest.sentence(on: today) == "Codice di prova di App IO: non è di una persona.")
    }

    @Test(arguments: ["", "RSSMRA", "RSSMRA85T10A562", "RSSMRA85T10A562SS", "ÀSSMRA85T10A562S", "RSSMRA85T1OA562S", "1234567890123456"])
    func `what is no code says nothing`(_ text: String) {
        #expect(FiscalCode(stored: text).sex == nil && born(text).isEmpty)
    }
}
