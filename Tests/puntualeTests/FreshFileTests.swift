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
}
