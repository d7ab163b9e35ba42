@preconcurrency import Glibc

/// A directory of one test, gone with it.
package final class Scratch {
    package let path: String

    package init() {
        var template = Array("/tmp/puntuale-test-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    }

    deinit { Self.remove(path) }

    /// Without `rm`: a process that is started holds for a moment the files, and their locks, of all tests.
    private static func remove(_ path: String) {
        guard unlink(path) != 0, let directory = opendir(path) else { return }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { remove("\(path)/\(name)") }
        }
        closedir(directory)
        rmdir(path)
    }
}

/// What a part of a written file says, unpacked by unzip: an eye that is not libxlsxwriter's.
package func part(_ name: String, of path: String) -> String {
    output(of: "unzip -p '\(path)' '\(name)'")
}

/// What a shell command prints on its standard output.
package func output(of command: String) -> String {
    guard let pipe = popen(command + " 2>/dev/null", "r") else { return "" }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = fread(&buffer, 1, buffer.count, pipe)
        if count == 0 { break }
        bytes.append(contentsOf: buffer[..<count])
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Writes a file whole.
package func write(_ bytes: [UInt8], to path: String) {
    let file = fopen(path, "wb")!
    defer { fclose(file) }
    precondition(fwrite(bytes, 1, bytes.count, file) == bytes.count, "the disk is full")
}
