@preconcurrency import Glibc
import Testing
import TestSupport

@testable import Xlsx

/// A file system of a few pages, gone with it.
private final class TinyDisk {
    let path: String

    /// - Returns: `nil` where mounting is not allowed.
    init?(in directory: String, bytes: Int) {
        path = directory + "/disk"
        guard mkdir(path, 0o700) == 0, mount("tmpfs", path, "tmpfs", 0, "size=\(bytes)") == 0 else {
            rmdir(path)
            return nil
        }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
        rmdir(path)
    }
}

struct FullDiskTests {
    let scratch = Scratch()

    static var canMount: Bool {
        let scratch = Scratch()
        return TinyDisk(in: scratch.path, bytes: 4_096) != nil
    }

    private func write(_ path: String, temporaryDirectory: String, rows: Int = 500) throws(XlsxError) {
        let workbook = try Workbook(path: path, temporaryDirectory: temporaryDirectory)
        try workbook.addSheet("Notifiche", columns: [Column("A", width: 10), Column("B", width: 10, kind: .wholeNumber)])
        for row in 0..<rows { try workbook.append([.text("riga \(row) " + String(repeating: "x", count: row % 50)), .wholeNumber(row)]) }
        try workbook.close()
    }

    private func isWhole(_ path: String) -> Bool {
        let rows = output(of: "unzip -p '\(path)' xl/worksheets/sheet1.xml | sed 's/<row /\\n&/g' | grep -c '</row>'")
        let all = output(of: "unzip -p '\(path)'")
        let ends = ["</worksheet>", "</Types>", "</styleSheet>", "</workbook>", "</a:theme>", "</Properties>", "</cp:coreProperties>"]
        return rows == "501\n" && ends.allSatisfy(all.contains)
    }

    @Test func `a device that is always full is an error`() {
        #expect(throws: XlsxError.file(errno: ENOSPC)) { try write("/dev/full", temporaryDirectory: scratch.path) }
    }

    @Test func `a directory that is not there is an error, not /tmp instead`() {
        #expect(throws: XlsxError.temporaryDirectory(errno: ENOENT)) {
            try write(scratch.path + "/a.xlsx", temporaryDirectory: scratch.path + "/none")
        }
        #expect(throws: XlsxError.file(errno: ENOENT)) {
            try write(scratch.path + "/none/a.xlsx", temporaryDirectory: scratch.path)
        }
    }

    @Test(.enabled(if: canMount, "needs the right to mount a tmpfs"))
    func `with temporary files on a disk of any size, the file is whole or there is an error`() throws {
        var errors = 0
        var whole = 0
        for pages in 1...60 {
            let disk = try #require(TinyDisk(in: scratch.path, bytes: pages * 4_096))
            let path = scratch.path + "/\(pages).xlsx"
            do throws(XlsxError) {
                try write(path, temporaryDirectory: disk.path)
                #expect(isWhole(path), "\(pages) pages gave a broken file without an error")
                whole += 1
            } catch {
                errors += 1
            }
        }
        #expect(errors > 10 && whole > 10, "\(errors) errors, \(whole) whole: the sizes miss the edge")
    }

    @Test(.enabled(if: canMount, "needs the right to mount a tmpfs"))
    func `with the file on a disk of any size, it is whole or there is an error`() throws {
        var errors = 0
        var whole = 0
        for pages in 1...12 {
            let disk = try #require(TinyDisk(in: scratch.path, bytes: pages * 4_096))
            do throws(XlsxError) {
                try write(disk.path + "/a.xlsx", temporaryDirectory: scratch.path)
                #expect(isWhole(disk.path + "/a.xlsx"), "\(pages) pages gave a broken file without an error")
                whole += 1
            } catch {
                errors += 1
            }
        }
        #expect(errors > 1 && whole > 1, "\(errors) errors, \(whole) whole: the sizes miss the edge")
    }
}
