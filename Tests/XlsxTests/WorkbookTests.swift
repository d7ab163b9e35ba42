import Testing
import TestSupport

@testable import Xlsx

struct WorkbookTests {
    let scratch = Scratch()
    var path: String { scratch.path + "/a.xlsx" }

    func write(_ columns: [Column], _ rows: [[Cell]], mostRows: Int = Sheet.mostRows) throws {
        let workbook = try Workbook(path: path, temporaryDirectory: scratch.path, mostRows: mostRows)
        try workbook.addSheet("Notifiche", columns: columns)
        for row in rows { try workbook.append(row) }
        try workbook.close()
    }

    @Test func `each kind of cell is written as its kind`() throws {
        try write(
            [Column("Testo", width: 20), Column("Tentativi", width: 9, kind: .wholeNumber), Column("Somma", width: 12, kind: .money),
             Column("Data", width: 11, kind: .date), Column("Ora", width: 9, kind: .time), Column("Vuota", width: 5)],
            [[.text("301011100007347557"), .wholeNumber(3), .money(cents: 123_456), .date(year: 2025, month: 2, day: 28),
              .time(hour: 17, minute: 45, second: 17), .empty]])
        let sheet = part("xl/worksheets/sheet1.xml", of: path)
        #expect(sheet.contains("t=\"inlineStr\"><is><t>301011100007347557</t></is>"))
        #expect(sheet.contains("><v>3</v>") && sheet.contains("><v>1234.56</v>") && sheet.contains("><v>45716</v>"))
        #expect(sheet.contains("><v>0.7397800925925926</v>"))
        #expect(!sheet.contains("r=\"F2\""))
        let styles = part("xl/styles.xml", of: path)
        #expect(styles.contains("formatCode=\"dd/mm/yyyy\"") && styles.contains("formatCode=\"hh:mm:ss\""))
        #expect(styles.contains("rgb=\"FF0066CC\"") && styles.contains("rgb=\"FFFFFFFF\"") && styles.contains("<b/>"))
    }

    @Test func `the header is frozen, filtered and repeated, the page is A4 landscape, one page wide`() throws {
        try write([Column("A", width: 10), Column("B", width: 10)], [[.text("1"), .text("2")], [.text("3"), .empty]])
        let sheet = part("xl/worksheets/sheet1.xml", of: path)
        #expect(sheet.contains("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"))
        #expect(sheet.contains("<autoFilter ref=\"A1:B3\"/>"))
        #expect(sheet.contains("paperSize=\"9\"") && sheet.contains("orientation=\"landscape\"") && sheet.contains("fitToHeight=\"0\""))
        #expect(sheet.contains("numberStoredAsText=\"1\""))
        let names = part("xl/workbook.xml", of: path)
        #expect(names.contains("<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">Notifiche!$1:$1</definedName>"))
    }

    @Test(arguments: [
        "=HYPERLINK(\"https://x.it\")", "@SUM(A1)", "+1", "-1", "https://x.it", "mailto:a@x.it", "'1", "{=1}", "TRUE", "<b>&\"'",
    ])
    func `a text is never a formula, a link or a number`(_ text: String) throws {
        try write([Column("A", width: 10)], [[.text(text)]])
        let sheet = part("xl/worksheets/sheet1.xml", of: path)
        #expect(!sheet.contains("<f>") && !sheet.contains("<hyperlink"))
        #expect(sheet.contains("<c r=\"A2\" s=\"2\" t=\"inlineStr\">"))
    }

    @Test func `characters that XML forbids are dropped and long texts are cut`() throws {
        let long = String(repeating: "👍🏽", count: 9_000)
        try write([Column("A", width: 10)], [[.text("a\u{0}b\u{8}c\r\n\u{B}d\u{7F}\u{FFFE}\u{FFFF}è\te")], [.text(long)]])
        let sheet = part("xl/worksheets/sheet1.xml", of: path)
        #expect(sheet.contains("<t>abc\ndè\te</t>"))
        #expect(!sheet.contains("_x00"))
        let cell = try #require(sheet.split(separator: "<t>").last?.prefix { $0 != "<" })
        #expect(cell.utf16.count == 32_767 && cell.hasSuffix("…") && cell.hasPrefix("👍🏽👍🏽"))
    }

    @Test(arguments: [
        ("A_x000D_B", "A_x005F_x000D_B"), ("_x0041_ prova", "_x005F_x0041_ prova"), ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
        ("_xaF09_", "_x005F_xaF09_"), ("_x004_ _X0041_ _x00G1_ campo_xyz_ _", "_x004_ _X0041_ _x00G1_ campo_xyz_ _"),
    ])
    func `what looks like an escape of Excel stays what was typed`(_ text: String, _ written: String) throws {
        try write([Column("A", width: 10)], [[.text(text)]])
        let sheet = part("xl/worksheets/sheet1.xml", of: path)
        #expect(sheet.contains("<t>\(written)</t>"))
        #expect(cellText(String(repeating: "x", count: 32_765) + "_x0041_").utf16.count <= 32_767)
    }

    @Test(arguments: [(32_766, false), (32_767, false), (32_768, true)])
    func `a text of the greatest length is whole`(_ length: Int, _ isCut: Bool) {
        for letter in ["x", "è", "\u{FFFD}"] {
            let text = cellText(String(repeating: letter, count: length))
            #expect(text.utf16.count == min(length, 32_767) && text.hasSuffix("…") == isCut)
        }
    }

    @Test func `more rows than a sheet takes continue in the next`() throws {
        try write([Column("A", width: 10)], (1...7).map { [.wholeNumber($0)] }, mostRows: 4)
        let names = part("xl/workbook.xml", of: path)
        for name in ["Notifiche", "Notifiche (2)", "Notifiche (3)"] { #expect(names.contains("name=\"\(name)\"")) }
        #expect(part("xl/worksheets/sheet1.xml", of: path).contains("<autoFilter ref=\"A1:A4\"/>"))
        let last = part("xl/worksheets/sheet3.xml", of: path)
        #expect(last.contains("<v>7</v>") && last.contains("<t>A</t>") && !last.contains("<v>6</v>"))
    }

    @Test func `a sheet without rows and a second sheet are fine`() throws {
        let workbook = try Workbook(path: path, temporaryDirectory: scratch.path)
        try workbook.addSheet("Notifiche", columns: [Column("A", width: 10), Column("B", width: 10)])
        try workbook.addSheet("Filtri", columns: [Column("C", width: 10)])
        try workbook.append([.text("x")])
        try workbook.close()
        #expect(part("xl/worksheets/sheet1.xml", of: path).contains("<autoFilter ref=\"A1:B1\"/>"))
        #expect(part("xl/worksheets/sheet2.xml", of: path).contains("<t>x</t>"))
    }

    @Test func `a day before 1900 is a text`() throws {
        try write([Column("A", width: 10, kind: .date)], [[.date(year: 1899, month: 12, day: 31)], [.date(year: 9999, month: 12, day: 31)]])
        let sheet = part("xl/worksheets/sheet1.xml", of: path)
        #expect(sheet.contains("<t>31/12/1899</t>") && sheet.contains("<v>2958465</v>"))
    }

    @Test func `a workbook of any shape is found whole`() throws {
        let cells: [Cell] = [
            .empty, .text(""), .text("è <&> \n"), .wholeNumber(-7), .money(cents: 1), .date(year: 2026, month: 1, day: 2),
            .date(year: 1, month: 1, day: 1), .time(hour: 23, minute: 59, second: 59),
        ]
        for _ in 0..<60 {
            let workbook = try Workbook(path: path, temporaryDirectory: scratch.path, mostRows: .random(in: 2...1_200))
            var shape: [(columns: Int, rows: Int)] = []
            for number in 1...Int.random(in: 1...3) {
                shape.append((.random(in: 1...30), [0, 1, 2, 8, 9, 10, 98, 99, 100, 998, 999, 1_000].randomElement()!))
                let kinds = (1...shape.last!.columns).map { _ in Column.Kind.allCases.randomElement()! }
                let columns = kinds.map { Column("\($0)", width: 9, kind: $0) }
                try workbook.addSheet("Foglio \(number)", columns: columns)
                for _ in 0..<shape.last!.rows { try workbook.append(columns.map { _ in cells.randomElement()! }) }
            }
            #expect(throws: Never.self, "\(shape)") { try workbook.close() }
        }
    }

    @Test(arguments: ["", "a.xlsx", "none/a.xlsx"])
    func `closed, failed or thrown away, a workbook leaves no file open`(_ name: String) throws {
        for _ in 0..<50 {
            let workbook = try Workbook(path: scratch.path + "/" + name, temporaryDirectory: scratch.path)
            try workbook.addSheet("Notifiche", columns: [Column("A", width: 10)])
            try workbook.append([.text("x")])
            if !name.isEmpty { try? workbook.close() }
        }
        #expect(output(of: "ls -l /proc/$PPID/fd | grep -c '\(scratch.path)'") == "0\n")
        #expect(["", "a.xlsx\n"].contains(output(of: "ls -A '\(scratch.path)'")))
    }
}
