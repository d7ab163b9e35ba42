import Testing
@preconcurrency import Glibc

@testable import puntuale

struct FreshFileTests {
    @Test func `a file is made whole, with its mode, and never written over`() throws {
        var template = Array("/tmp/puntuale-fresh.XXXXXX".utf8CString)
        let directory = String(cString: mkdtemp(&template)!)
        defer { unlink("\(directory)/secret"); rmdir(directory) }
        let file = FreshFile("\(directory)/secret", mode: 0o600)
        #expect(!file.isThere)
        #expect(try file.make("uno".utf8))
        #expect(try file.make("due".utf8) == false)
        #expect(contents(ofFile: file.path, atMost: 100) == Array("uno".utf8))
        var status = stat()
        stat(file.path, &status)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(access("\(file.path).new", F_OK) != 0)
    }

    @Test func `a directory that is not there is told`() {
        #expect(throws: CommandError.self) { try FreshFile("/nowhere/at/all").make("x".utf8) }
    }

    @Test func `one that a program left empty that was killed is taken away, one that holds something is not`() throws {
        var template = Array("/tmp/puntuale-fresh.XXXXXX".utf8CString)
        let directory = String(cString: mkdtemp(&template)!)
        defer { unlink("\(directory)/key"); rmdir(directory) }
        let file = FreshFile("\(directory)/key")
        close(open(file.path, O_WRONLY | O_CREAT, 0o600))
        try file.removeIfEmpty()
        #expect(!file.isThere)
        try file.make("x".utf8)
        try file.removeIfEmpty()
        #expect(file.isThere)
    }
}
