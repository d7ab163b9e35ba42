@preconcurrency import Glibc

/// A directory of one test, gone with it.
final class Scratch {
    let path: String

    init() {
        var template = Array("/tmp/puntuale-xlsx-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    }

    deinit { _ = output(of: "rm -rf '\(path)'") }
}

/// What a part of a written file says, unpacked by unzip: an eye that is not libxlsxwriter's.
func part(_ name: String, of path: String) -> String {
    output(of: "unzip -p '\(path)' '\(name)'")
}

/// What a shell command prints on its standard output.
func output(of command: String) -> String {
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
