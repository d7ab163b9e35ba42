/// Why a workbook could not be written. None of them says anything of what the cells hold.
package enum XlsxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The directory for temporary files is missing or may not be written to.
    case temporaryDirectory(errno: Int32)
    /// A temporary file could not be written: as a rule the disk is full.
    case temporaryFile(errno: Int32)
    /// The workbook itself could not be written: as a rule the disk is full.
    case file(errno: Int32)
    /// The part of the workbook is shorter than what was written to it: the disk filled up meanwhile.
    case incomplete(part: String)
    case outOfMemory
    /// Another code of libxlsxwriter (`lxw_error`).
    case library(code: UInt32)

    package var description: String {
        switch self {
        case .temporaryDirectory(let errno): "the directory for temporary files cannot be used (errno \(errno))"
        case .temporaryFile(let errno): "a temporary file cannot be written (errno \(errno))"
        case .file(let errno): "the workbook cannot be written (errno \(errno))"
        case .incomplete(let part): "\(part) of the workbook is incomplete: the disk was full"
        case .outOfMemory: "out of memory while writing a workbook"
        case .library(let code): "libxlsxwriter answered \(code)"
        }
    }
}
