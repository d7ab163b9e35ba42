import Store
import Testing
import TestSupport

/// An export's file as somebody else reads it, unpacked by unzip.
struct WrittenWorkbook {
    private let path: String

    /// - Parameter export: must be ready.
    init(_ export: Export, of store: TenantStore, in scratch: Scratch) throws {
        path = "\(scratch.path)/\(export.id)-read.xlsx"
        var bytes: [UInt8] = []
        for number in 0..<(try #require(export.chunks)) { bytes += try #require(try store.chunk(number, of: export.id)) }
        #expect(bytes.count == export.size)
        write(bytes, to: path)
    }

    /// The texts of the cells of a sheet, row by row; numbers as they stand in the file.
    func rows(_ sheet: Int = 1) -> [[String: String]] {
        let xml = part("xl/worksheets/sheet\(sheet).xml", of: path)
        return xml.matches(of: /<row .*?<\/row>/.dotMatchesNewlines()).map { row in
            Dictionary(uniqueKeysWithValues: row.output.matches(
                of: /<c r="([A-Z]+)[0-9]+"[^>]*>(?:<is><t[^>]*>|<v>)(.*?)<\/[tv]>/.dotMatchesNewlines()).map { cell in
                    (String(cell.output.1), String(cell.output.2))
                })
        }
    }

    /// How many different texts of the first sheet's file match a regular expression.
    func count(_ pattern: String) -> Int {
        Int(output(of: "unzip -p '\(path)' xl/worksheets/sheet1.xml | grep -o '\(pattern)' | sort -u | wc -l").filter(\.isNumber)) ?? -1
    }

    /// What the column with this header holds, below it.
    func column(_ header: String) throws -> [String?] {
        let rows = rows(), letter = try #require(rows.first?.first { $0.value == header }?.key, "no column \(header)")
        return rows.dropFirst().map { $0[letter] }
    }
}
