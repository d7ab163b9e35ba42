import Domain
import Store
import Testing
@testable import Worker

@preconcurrency import Glibc

/// The file that remembers how far a worker's place has come.
struct MarkFileTests {
    private let path = "/tmp/puntuale-mark-\(UInt64.random(in: .min ... .max))"

    @Test func `a new file makes itself an id, and what was written is there for the next worker`() throws {
        defer { unlink(path) }
        let mark: SendMark
        do {
            let file = try MarkFile(path: path)
            #expect(file.mark.number == 0)
            for number in [1, 99_999, 12] { try file.write(SendMark(id: file.mark.id, epoch: 1_700_000_000_000_000, number: number)) }
            mark = file.mark
        }
        #expect(try MarkFile(path: path).mark == mark && mark.number == 12)
    }

    @Test func `a second worker with the same file is refused while the first lives`() throws {
        defer { unlink(path) }
        do {
            let first = try MarkFile(path: path)
            #expect(throws: MarkFileError.self) { try MarkFile(path: path) }
            withExtendedLifetime(first) {}
        }
        _ = try MarkFile(path: path)
    }

    @Test func `a file that holds something else is refused and left as it is`() throws {
        defer { unlink(path) }
        for text in ["ciao", "1 2", String(repeating: "x", count: 300)] {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
            close(descriptor)
            #expect(throws: MarkFileError.self, "\(text)") { try MarkFile(path: path) }
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_size == text.utf8.count)
        }
    }

    @Test func `a place where nothing can be written is refused`() {
        #expect(throws: MarkFileError.self) { try MarkFile(path: "/nonexistent/mark") }
        #expect(throws: MarkFileError.self) { try MarkFile(path: "/dev/full") }
    }
}
