internal import CXlsxWriter
@preconcurrency import Glibc

/// An .xlsx file being written, in memory that does not grow with its rows (libxlsxwriter's
/// `constant_memory`). Every sheet has a frozen, filtered, repeated header and prints one page wide.
///
/// Beside the file there are temporary ones of about ten times its size, and none once it is closed.
/// A workbook that is not closed leaves an unfinished file behind or none.
package final class Workbook {
    private var handle: UnsafeMutablePointer<lxw_workbook>?
    private let formats: Formats
    private var sheets: [Sheet] = []
    private let path: String
    private let temporaryDirectory: String
    private let mostRows: Int

    /// - Parameters:
    ///   - path: where the file is written when it is closed; one that is there is overwritten.
    ///   - temporaryDirectory: where the rows wait until then; they may hold personal data.
    package convenience init(path: String, temporaryDirectory: String) throws(XlsxError) {
        try self.init(path: path, temporaryDirectory: temporaryDirectory, mostRows: Sheet.mostRows)
    }

    init(path: String, temporaryDirectory: String, mostRows: Int) throws(XlsxError) {
        // libxlsxwriter would fall back to /tmp without a word.
        guard access(temporaryDirectory, W_OK | X_OK) == 0 else { throw .temporaryDirectory(errno: errno) }
        let handle = temporaryDirectory.withCString { directory in
            var options = lxw_workbook_options()
            options.constant_memory = 1
            // The library copies the name and does not write to it.
            options.tmpdir = UnsafeMutablePointer(mutating: directory)
            return workbook_new_opt(path, &options)
        }
        guard let handle else { throw .outOfMemory }
        self.handle = handle
        self.path = path
        self.temporaryDirectory = temporaryDirectory
        self.mostRows = mostRows
        do { formats = try Formats(of: handle) } catch {
            lxw_workbook_free(handle)
            throw error
        }
    }

    deinit {
        guard let handle else { return }
        for sheet in sheets { sheet.file.close() }
        lxw_workbook_free(handle)
    }

    /// Begins a sheet; rows go to it from now on.
    ///
    /// - Parameters:
    ///   - name: what its tab says, at most 26 characters (a continuation adds " (2)"), none of `[ ] : * ? / \`.
    ///   - printed: how many columns are printed, from the first; `nil`: all of them.
    package func addSheet(_ name: String, columns: [Column], printing printed: Int? = nil) throws(XlsxError) {
        precondition(!columns.isEmpty, "a sheet has columns")
        sheets.append(try Sheet(name, columns, printing: printed ?? columns.count, in: open, formats))
        continuation = 1
    }

    /// Adds a row to the last sheet. When the sheet is full (1,048,575 rows below its header), the rest
    /// continues in one of the same columns named "… (2)".
    ///
    /// - Precondition: as many cells as the sheet has columns.
    package func append(_ row: [Cell]) throws(XlsxError) {
        precondition(!sheets.isEmpty, "a row needs a sheet")
        if sheets[sheets.count - 1].rows == mostRows { try continueSheet() }
        try sheets[sheets.count - 1].append(row, formats)
    }

    /// Writes the file. Whatever it throws, the workbook is over and the file is not to be used.
    package func close() throws(XlsxError) {
        try write()
        try expectWhole()
    }

    private func write() throws(XlsxError) {
        for position in sheets.indices { try sheets[position].finish() }
        var witnesses: [RowFile.Witness] = []
        defer { for witness in witnesses { witness.forget() } }
        for sheet in sheets { witnesses.append(try sheet.file.witness()) }

        let handle = open
        self.handle = nil
        errno = 0
        do { try check(workbook_close(handle)) } catch {
            for witness in witnesses { witness.closeIfOpen() }
            throw error
        }
    }

    /// libxlsxwriter does not notice a disk that fills up while it puts the parts together: the file is
    /// then cut somewhere and no code tells (tried). So a second workbook is written that has the same
    /// shape without the rows; but for these, every part must be as long as there.
    private func expectWhole() throws(XlsxError) {
        var template = Array("\(temporaryDirectory)/shape-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw .temporaryFile(errno: errno) }
        Glibc.close(file)
        let shapePath = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unlink(shapePath) }

        let shape = try Workbook(path: shapePath, temporaryDirectory: temporaryDirectory)
        for sheet in sheets {
            var copy = try Sheet(sheet.name, sheet.columns, printing: sheet.printed, in: shape.open, shape.formats)
            try copy.takeShape(of: sheet)
            shape.sheets.append(copy)
        }
        try shape.write()

        var expected = try partSizes(of: shapePath)
        for (position, sheet) in sheets.enumerated() {
            expected["xl/worksheets/sheet\(position + 1).xml"]? += sheet.bytesOfRows - shape.sheets[position].bytesOfRows
        }
        let found = try partSizes(of: path)
        guard found != expected else { return }
        throw .incomplete(part: expected.keys.sorted().first { found[$0] != expected[$0] } ?? "a part")
    }

    private var continuation = 1

    private func continueSheet() throws(XlsxError) {
        let full = sheets[sheets.count - 1]
        let name = continuation == 1 ? full.name : String(full.name.dropLast(" (\(continuation))".count))
        continuation += 1
        sheets.append(try Sheet("\(name) (\(continuation))", full.columns, printing: full.printed, in: open, formats))
    }

    private var open: UnsafeMutablePointer<lxw_workbook> {
        guard let handle else { preconditionFailure("the workbook is closed") }
        return handle
    }
}

@available(*, unavailable)
extension Workbook: Sendable {}
