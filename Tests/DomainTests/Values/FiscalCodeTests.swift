import Domain
import Testing
import TestSupport

struct FiscalCodeTests {
    @Test(arguments: [
        "RSSMRA85T10A562S", "MRTMTT91D08F205J", "RSSMRA79B11C566R", "RSRNOU70S54S000L", "DGRMLL66R65H769R", "VRDLGI70A41H501G",
        "BNCGNN60E15F205O", "RSSMRA85T10A56NH", "RSSMRA85T10A5SNT", "RSSMRAURTMLARSNL", "AAAAAA00A00A000A",
        "TSTPRS80A01X001B", "TSTPRS80A02X002L", "TSTPRS80A10X010F", "TSTPRS80A20X020H",
    ])
    func `codes that exist, their homonym forms and the official trial code are let through`(_ code: String) throws {
        #expect(try FiscalCode.parse(code).value == code)
    }

    @Test(arguments: ["RSSMRA85T10A56NH", "RSSMRAURTMLARSNL"])
    func `a code altered against homonyms is known as such and stays as it was issued`(_ code: String) throws {
        let parsed = try FiscalCode.parse(code)
        #expect(parsed.isOmocode && parsed.value == code)
        #expect(try !FiscalCode.parse("RSSMRA85T10A562S").isOmocode)
        #expect(!FiscalCode.officialTest.isOmocode)
    }

    @Test(arguments: ["rssmra85t10a562s", "  RSSMRA85T10A562S\r\n", "RSS MRA 85T10 A562S", "RSSMRA85T10\u{A0}A562S\u{200B}",
        "\u{FEFF}RSSMRA85T10A562S"])
    func `case, spaces and invisible marks do not matter`(_ typed: String) throws {
        #expect(try FiscalCode.parse(typed).value == "RSSMRA85T10A562S")
    }

    @Test(arguments: [
        ("", FiscalCodeFault.empty), (" \t\u{A0}", .empty),
        ("MSCMH68P18H211K", .wrongLength(15)), ("R", .wrongLength(1)), ("RSSMRA85T10A562SX", .wrongLength(17)),
        ("12345678903", .provisional), ("123 4567 8903", .provisional), ("00907501001", .provisional),
        ("1234567890A", .wrongLength(11)),
        ("RSSMRA85T1OA562S", misplaced(11, "O", .digit)), ("1SSMRA85T10A562S", misplaced(1, "1", .letter)),
        ("RSSMRA85F10A562S", misplaced(9, "F", .month)), ("RSSMRA85T10A5621", misplaced(16, "1", .letter)),
        ("ÈSSMRA85T10A562S", misplaced(1, "È", .letter)), ("RSSMRA85T10A562ß", misplaced(16, "ß", .letter)),
        ("٣SSMRA85T10A562S", misplaced(1, "٣", .letter)), ("RSSMRA85T10А562S", misplaced(12, "А", .letter)),
        ("LVTEST00A00A197X", .impossibleDate), ("ISPXNB32R82Y766D", .impossibleDate), ("RSSMRA85T32A562S", .impossibleDate),
        ("RSSMRA85D31A562S", .impossibleDate), ("RSSMRA85B70A562S", .impossibleDate), ("RSSMRA85T40A562S", .impossibleDate),
        ("RSSMRA85T10A562T", .wrongControlCharacter), ("RSSMAR85T10A562S", .wrongControlCharacter),
        ("SPNDNL80R13C555X", .wrongControlCharacter),
        ("QXJNTX9RCRVD6V4O", .wrongControlCharacter),
    ])
    func `what is wrong is told apart`(_ typed: String, _ fault: FiscalCodeFault) {
        #expect(throws: fault) { try FiscalCode.parse(typed) }
    }

    @Test(arguments: ["RSSMRA-85T10-A562S", "C.F. RSSMRA85T10A562S", "CF: rssmra85t10a562s", "«RSSMRA85T10A562S»", "\"RSSMRA85T10A562S\"",
        "'RSSMRA85T10A562S", "Codice fiscale: RSSMRA 85T10 A562S.", "RSSMRA85T10A562S;", "RSSMRA–85T10—A562S", "*RSSMRA85T10A562S*"])
    func `what readers, lists and people put around a code is left out`(_ typed: String) throws {
        #expect(try FiscalCode.parse(typed).value == "RSSMRA85T10A562S")
    }

    @Test func `a surname that begins as the code's own name stays`() throws {
        #expect(throws: FiscalCodeFault.wrongControlCharacter) { try FiscalCode.parse("CFRMRA85T10A562A") }
        #expect(throws: FiscalCodeFault.wrongLength(15)) { try FiscalCode.parse("CFRMRA85T10A562") }
        #expect(throws: FiscalCodeFault.provisional) { try FiscalCode.parse("C.F. 12345678903") }
    }

    @Test(arguments: [
        ("BLIPTR93MO4A674Q", "Nel codice fiscale al posto 10 c’è la lettera O, ma ci va una cifra: forse lo zero (0)."),
        ("RSSMRA85TI0A562S", "Nel codice fiscale al posto 10 c’è la lettera I, ma ci va una cifra: forse l’uno (1)."),
        ("R0SMRA85T10A562S", "Nel codice fiscale al posto 2 c’è la cifra 0, ma ci va una lettera: forse la O."),
        ("RSSMR185T10A562S", "Nel codice fiscale al posto 6 c’è la cifra 1, ma ci va una lettera: forse la I."),
        ("RSSMRA85F10A562S", "Nel codice fiscale al posto 9 c’è la lettera F, che non indica un mese: "
            + "ci va una lettera fra A, B, C, D, E, H, L, M, P, R, S e T."),
        ("RSSMRÀ85T10A562S", "Nel codice fiscale al posto 6 c’è «À», ma ci va una lettera dalla A alla Z senza accento: controllarlo."),
        ("RSSMRA8ST1OA56IS", "Il codice fiscale non è scritto nella forma prevista: "
            + "controllare i posti 11 e 15, come in RSSMRA80A01H501U."),
        ("1234567890123456", "Il codice fiscale non è scritto nella forma prevista: "
            + "controllare lettere e cifre, come in RSSMRA80A01H501U."),
    ])
    func `the sentence says which place is wrong and what may be meant`(_ typed: String, _ sentence: String) {
        do { _ = try FiscalCode.parse(typed) } catch { #expect(error.sentence == sentence) }
        #expect((try? FiscalCode.parse(typed)) == nil)
    }

    @Test func `somebody may be born on 29 February`() throws {
        #expect(throws: FiscalCodeFault.wrongControlCharacter) { try FiscalCode.parse("RSSMRA85B29A562A") }
    }

    @Test func `a provisional code gets a sentence of its own`() {
        #expect(FiscalCodeFault.provisional.sentence.contains("non raggiungibile su App IO"))
    }

    @Test func `what is printed does not give the person away`() throws {
        let code = try FiscalCode.parse("RSSMRA85T10A562S")
        #expect(code.masked == "RSSMRA85*******S")
        #expect("\(code)" == code.masked)
        #expect(String(reflecting: [code]).contains("T10A562") == false)
        #expect(FiscalCode(stored: "RSSMRA").masked == "******")
    }

    @Test func `any single wrong letter or digit is noticed`() {
        let code = Array("RSSMRA85T10A562S")
        for position in code.indices {
            for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" where letter != code[position] {
                var wrong = code
                wrong[position] = letter
                #expect((try? FiscalCode.parse(String(wrong))) == nil, "\(String(wrong))")
            }
        }
    }

    @Test func `hostile text is refused, never a trap, and what is accepted reads back the same`() throws {
        var chance = Chance()
        for _ in 0..<3_000 {
            let typed = chance.text(upTo: 20)
            guard let code = try? FiscalCode.parse(typed) else { continue }
            #expect(try FiscalCode.parse(code.value) == code, "\(chance)")
        }
    }

    @Test(arguments: ["RSSMRА80A01H501U", "ＲＳＳＭＲＡ80A01H501U", "RSSMRA80A01H501𝐔", "RSSMRΑ80A01H501U"])
    func `letters of another alphabet are named by their places, since nobody sees them`(_ typed: String) {
        #expect { try FiscalCode.parse(typed) } throws: { error in
            let sentence = (error as? FiscalCodeFault)?.sentence ?? ""
            return sentence.contains("un altro alfabeto") && sentence.contains("(posti")
        }
    }
}

private func misplaced(_ place: Int, _ found: Character, _ expected: FiscalCodeFault.Misplaced.Expected) -> FiscalCodeFault {
    .misplaced([FiscalCodeFault.Misplaced(place: place, found: found, expected: expected)])
}
