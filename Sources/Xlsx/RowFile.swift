internal import CXlsxWriter
@preconcurrency import Glibc

/// The temporary file where libxlsxwriter keeps the rows of a sheet, already unlinked.
///
/// The library closes it when it has put the sheet into the workbook, but neither when it fails before
/// that nor when a workbook is thrown away (1.1.4): its blocks would then be taken until the process ends.
struct RowFile {
    private let stream: UnsafeMutablePointer<FILE>

    init(of sheet: UnsafeMutablePointer<lxw_worksheet>) { stream = sheet.pointee.optimize_tmpfile }

    /// libxlsxwriter does not look at what its writes answer; the stream remembers.
    var hasFailed: Bool { ferror(stream) != 0 }

    /// Writes out what is buffered.
    /// - Returns: the length in bytes.
    func flush() throws(XlsxError) -> Int {
        var status = stat()
        guard fflush(stream) == 0, !hasFailed, fstat(fileno(stream), &status) == 0 else { throw .temporaryFile(errno: errno) }
        return Int(status.st_size)
    }

    func close() { fclose(stream) }

    /// Something to know the file by after the library had it.
    func witness() throws(XlsxError) -> Witness {
        let number = fileno(stream)
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .temporaryFile(errno: errno) }
        return Witness(file: self, number: number, copy: copy)
    }

    /// A second descriptor of the file: as long as it is open, no other file has the same inode.
    struct Witness {
        fileprivate let file: RowFile
        fileprivate let number: CInt
        fileprivate let copy: CInt

        /// Closes the file if the library did not, once the library has failed.
        func closeIfOpen() {
            var ours = stat()
            var theirs = stat()
            if fstat(copy, &ours) == 0, fstat(number, &theirs) == 0, ours.st_dev == theirs.st_dev, ours.st_ino == theirs.st_ino {
                file.close()
            }
        }

        func forget() { Glibc.close(copy) }
    }
}
