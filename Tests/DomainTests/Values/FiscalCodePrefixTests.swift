import Domain
import Testing

@Suite struct FiscalCodePrefixTests {
    @Test(arguments: [
        "TSTPRS80A01X001B", "tstprs\u{A0}80a01x001b", "TSTPRS80A01X001B\u{200B}", "\u{FEFF}TSTPRS 80A01 X001B", "\ttstPRS80A01X001B\r\n",
    ])
    func `the whole of a code is looked for as the form reads it`(typed: String) throws {
        #expect(FiscalCode.Prefix.parse(typed)?.value == "TSTPRS80A01X001B")
        #expect(try FiscalCode.parse(typed).value == "TSTPRS80A01X001B")
    }

    @Test func `a beginning has 3 to 16 letters and digits`() {
        #expect(FiscalCode.Prefix.parse("r s\u{200B}s")?.value == "RSS")
        #expect(FiscalCode.Prefix.parse("12345678901")?.value == "12345678901")
        #expect(FiscalCode.Prefix.parse("RSS-MRA")?.value == "RSSMRA")
        for typed in ["", "RS", "R S", "TSTPRS80A01X001BB", "%%%", "RSSÀ", "ＲＳＳ", "RSS\u{0}"] {
            #expect(FiscalCode.Prefix.parse(typed) == nil, "\(typed)")
        }
    }
}
