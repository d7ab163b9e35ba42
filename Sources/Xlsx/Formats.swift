internal import CXlsxWriter

/// The formats of a workbook, which owns and frees them.
struct Formats {
    let header: UnsafeMutablePointer<lxw_format>
    private let text, wholeNumber, money, date, time: UnsafeMutablePointer<lxw_format>

    init(of workbook: UnsafeMutablePointer<lxw_workbook>) throws(XlsxError) {
        func format(_ numbers: String) throws(XlsxError) -> UnsafeMutablePointer<lxw_format> {
            guard let format = workbook_add_format(workbook) else { throw .outOfMemory }
            format_set_num_format(format, numbers)
            return format
        }
        header = try format("@")
        format_set_bold(header)
        format_set_text_wrap(header)
        format_set_font_color(header, 0xFFFFFF)
        format_set_bg_color(header, 0x0066CC)
        text = try format("@")
        wholeNumber = try format("0")
        money = try format("#,##0.00")
        date = try format("dd/mm/yyyy")
        time = try format("hh:mm:ss")
        // Otherwise a format gets its number, and its place in the file, when a cell first uses it: two
        // workbooks of one shape would differ (see `Workbook.expectWhole`).
        for format in [header, text, wholeNumber, money, date, time] { _ = lxw_format_get_xf_index(format) }
    }

    subscript(_ kind: Column.Kind) -> UnsafeMutablePointer<lxw_format> {
        switch kind {
        case .text: text
        case .wholeNumber: wholeNumber
        case .money: money
        case .date: date
        case .time: time
        }
    }
}
