import Domain
import Testing

@Suite struct DelimitedTextTests {
    private static func cells(_ text: String) -> [[String]] { DelimitedText(Array(text.utf8)).rows.map(\.cells) }

    @Test(arguments: [";", ",", "\t"]) func `the first line says what stands between cells`(separator: String) {
        let other = separator == "," ? ";" : ","
        #expect(Self.cells("a\(separator)b\nuno\(other)due\(separator)tre") == [["a", "b"], ["uno\(other)due", "tre"]])
    }

    @Test func `a cell in quotes holds what it likes`() {
        #expect(Self.cells("a;b\r\n\"uno;\"\"due\"\"\r\ntre\";\"\"\r\n") == [["a", "b"], ["uno;\"due\"\ntre", ""]])
        #expect(Self.cells("a;b\nVia \"Roma\";2") == [["a", "b"], ["Via \"Roma\"", "2"]])
        #expect(DelimitedText(Array("a\n\n\"b".utf8)).openQuote == 3)
    }

    @Test func `a row has the number of its first line, and an empty one is none`() {
        let rows = DelimitedText(Array("a;b\n\n;\n\"1\n2\";x\nc;d".utf8)).rows
        #expect(rows.map(\.line) == [1, 4, 6])
    }

    @Test func `both encodings of a spreadsheet are read, with and without a mark`() {
        let text = "è;€;’;œ"
        let windows: [UInt8] = [0xE8, 0x3B, 0x80, 0x3B, 0x92, 0x3B, 0x9C]
        for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), windows] {
            #expect(DelimitedText(bytes).rows.map(\.cells) == [["è", "€", "’", "œ"]])
        }
    }

    @Test func `UTF-16, as Excel saves text of Unicode, is read by its mark`() {
        let units: [UInt16] = Array("nome\tè\r\n👍\tdue".utf16)
        let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        for bytes in [little, big, little + [0x61]] {
            #expect(DelimitedText(bytes).rows.map(\.cells) == [["nome", "è"], ["👍", "due"]])
        }
    }

    @Test func `a first line may name the separator, and lines may end with a carriage return alone`() {
        let rows = DelimitedText(Array("sep=,\ra;b,c\r1,2".utf8)).rows
        #expect(rows.map(\.cells) == [["a;b", "c"], ["1", "2"]] && rows.map(\.line) == [2, 3])
        #expect(DelimitedText(Array("sep=;".utf8)).rows.isEmpty)
    }

    @Test func `whatever bytes there are make a table`() {
        for _ in 1...2_000 {
            let bytes = (0..<Int.random(in: 0...60)).map { _ in
                Bool.random() ? UInt8.random(in: 0...255) : Array("\";,\t\r\na".utf8).randomElement()!
            }
            #expect(DelimitedText(bytes).rows.allSatisfy { $0.line >= 1 && !$0.cells.isEmpty })
        }
    }
}
