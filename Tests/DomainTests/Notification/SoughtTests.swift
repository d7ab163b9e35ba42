import Domain
import Testing

struct SoughtTests {
    @Test func `an id is known whole, with and without hyphens, and by its end`() throws {
        let id = try #require(NotificationID("0190a1b2-c3d4-7e5f-8a6b-7a9581e12fee"))
        for typed in ["0190a1b2-c3d4-7e5f-8a6b-7a9581e12fee", " 0190A1B2C3D47E5F8A6B7A9581E12FEE ", "0190a1b2 c3d47e5f8a6b7a9581e12fee"] {
            #expect(Sought.read(typed) == .id(id), "\(typed)")
        }
        for typed in ["7a9581e12fee", "…7A9581E12FEE", "...7a9581e12fee"] {
            #expect(Sought.read(typed) == .idEnd("7a9581e12fee"), "\(typed)")
        }
        #expect(Sought.read("202600123456") == .words("202600123456", nil), "twelve digits alone may be a number of protocol")
    }

    @Test func `App IO's id and a notice are known, however they are typed`() throws {
        #expect(Sought.read("01JN6Q5CZ3VGTAA4X4QJEFR95C") == .ioID("01JN6Q5CZ3VGTAA4X4QJEFR95C"))
        #expect(Sought.read(" 01jn6q5cz3vgtaa4x4qjefr95c") == .ioID("01JN6Q5CZ3VGTAA4X4QJEFR95C"))
        let notice = Sought.noticeNumber(try NoticeNumber.parse("301000000000012345"))
        #expect(Sought.read("3010 0000 0000 0123 45") == notice)
        #expect(Sought.read("PAGOPA|002|301000000000012345|00000000000|6138") == notice)
    }

    @Test(arguments: [
        "RSSMRA80A01H501U", "rss mra 80a01 h501u", "C.F. RSSMRA80A01H501U", "RSSMRA8", "RSSMRA80A41", "12345678901", "RSSMRAULALNHRLMU",
    ])
    func `a codice fiscale is known from its seventh character on`(typed: String) {
        guard case .fiscalCode = Sought.read(typed) else {
            Issue.record("\(typed): \(Sought.read(typed))")
            return
        }
    }

    @Test func `six letters may be a codice fiscale or a word, if a surname and a name can give them`() {
        for typed in ["RSSMRA", "presto", "FOXGAX"] {
            guard case .fiscalCodeOrWord(_, typed) = Sought.read(typed) else {
                Issue.record("\(typed): \(Sought.read(typed))")
                continue
            }
        }
        for typed in ["strada", "scuola", "mensa", "TARI", "avviso", "tributi", "carta d’identità", "n. 7", "%", "avviso 2026", "scuola 3",
                      "bando 2 2026", "presto 2026", "avviso 120,50"] {
            #expect(Sought.read(typed) == .words(typed, nil), "\(typed)")
        }
    }

    @Test func `a codice fiscale among words is taken from them`() {
        #expect(Sought.read("saldo RSSMRA80A01H501U TARI") == .words("saldo TARI", FiscalCode.Prefix.parse("RSSMRA80A01H501U")))
        let two = "RSSMRA80A01H501U VRDLGI70A41H501G"
        #expect(Sought.read(two) == .words(two, nil), "two are no search")
    }
}
