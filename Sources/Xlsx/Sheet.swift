internal import CXlsxWriter
@preconcurrency import Glibc

/// A sheet of a workbook, which owns and frees it. Rows go to a temporary file as they come.
struct Sheet {
    /// Rows that Excel takes, the header among them.
    static let mostRows = 1_048_576

    let name: String
    let columns: [Column]
    /// How many of the columns are printed, from the first.
    let printed: Int
    let handle: UnsafeMutablePointer<lxw_worksheet>
    let file: RowFile
    /// The header among them.
    private(set) var rows = 0
    /// Once finished: how many bytes the rows make, and the last row with a cell.
    private(set) var bytesOfRows = 0
    private(set) var lastUsedRow = 0

    init(
        _ name: String, _ columns: [Column], printing printed: Int, in workbook: UnsafeMutablePointer<lxw_workbook>, _ formats: Formats
    ) throws(XlsxError) {
        guard let handle = workbook_add_worksheet(workbook, name) else { throw .temporaryFile(errno: errno) }
        self.name = name
        (self.columns, self.printed) = (columns, printed)
        self.handle = handle
        file = RowFile(of: handle)

        for (position, column) in columns.enumerated() {
            let position = lxw_col_t(position)
            try check(worksheet_set_column(handle, position, position, column.width, formats[column.kind]))
            try check(worksheet_write_string(handle, 0, position, cellText(column.title), formats.header))
        }
        rows = 1
        worksheet_freeze_panes(handle, 1, 0)
        worksheet_set_landscape(handle)
        worksheet_set_paper(handle, 9)  // A4
        worksheet_fit_to_pages(handle, 1, 0)
        try check(worksheet_repeat_rows(handle, 0, 0))
        try check(worksheet_set_footer(handle, "&L&A&RPagina &P di &N"))
        try check(worksheet_ignore_errors(handle, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), "A1:XFD1048576"))
    }

    mutating func append(_ cells: [Cell], _ formats: Formats) throws(XlsxError) {
        precondition(cells.count == columns.count, "a row has as many cells as there are columns")
        let row = lxw_row_t(rows)
        for (position, cell) in cells.enumerated() {
            try check(write(cell, row, lxw_col_t(position), formats))
        }
        rows += 1
        guard !file.hasFailed else { throw .temporaryFile(errno: ENOSPC) }
    }

    /// Makes this, which has a header only, as long and wide as another without its cells.
    mutating func takeShape(of other: Sheet) throws(XlsxError) {
        if other.lastUsedRow > 0 { try check(worksheet_write_number(handle, lxw_row_t(other.lastUsedRow), 0, 0, nil)) }
        rows = other.rows
    }

    /// To be called once, when all rows are there: only now the filter's range is known.
    mutating func finish() throws(XlsxError) {
        try check(worksheet_autofilter(handle, 0, 0, lxw_row_t(rows - 1), lxw_col_t(columns.count - 1)))
        if printed < columns.count {
            try check(worksheet_print_area(handle, 0, 0, lxw_row_t(rows - 1), lxw_col_t(printed - 1)))
        }
        lxw_worksheet_write_single_row(handle)
        bytesOfRows = try file.flush()
        lastUsedRow = Int(handle.pointee.dim_rowmax)
    }

    private func write(_ cell: Cell, _ row: lxw_row_t, _ column: lxw_col_t, _ formats: Formats) -> lxw_error {
        switch cell {
        case .empty: return LXW_NO_ERROR
        case .text(let text): return worksheet_write_string(handle, row, column, cellText(text), formats[.text])
        case .wholeNumber(let number): return worksheet_write_number(handle, row, column, Double(number), formats[.wholeNumber])
        case .money(let cents): return worksheet_write_number(handle, row, column, Double(cents) / 100, formats[.money])
        case .date(let year, let month, let day):
            guard year >= 1900 else { return worksheet_write_string(handle, row, column, "\(day)/\(month)/\(year)", formats[.text]) }
            var date = lxw_datetime(year: CInt(year), month: CInt(month), day: CInt(day), hour: 0, min: 0, sec: 0)
            return worksheet_write_datetime(handle, row, column, &date, formats[.date])
        case .time(let hour, let minute, let second):
            let share = Double(hour * 3_600 + minute * 60 + second) / 86_400
            return worksheet_write_number(handle, row, column, share, formats[.time])
        }
    }
}

/// Turns a code of libxlsxwriter into an error.
func check(_ code: lxw_error) throws(XlsxError) {
    switch code {
    case LXW_NO_ERROR: return
    case LXW_ERROR_MEMORY_MALLOC_FAILED: throw .outOfMemory
    case LXW_ERROR_CREATING_TMPFILE, LXW_ERROR_READING_TMPFILE: throw .temporaryFile(errno: errno)
    case LXW_ERROR_CREATING_XLSX_FILE, LXW_ERROR_ZIP_FILE_OPERATION, LXW_ERROR_ZIP_FILE_ADD, LXW_ERROR_ZIP_CLOSE,
        LXW_ERROR_ZIP_INTERNAL_ERROR, LXW_ERROR_ZIP_BAD_ZIP_FILE, LXW_ERROR_ZIP_PARAMETER_ERROR:
        throw .file(errno: errno)
    default: throw .library(code: code.rawValue)
    }
}
