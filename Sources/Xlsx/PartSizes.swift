@preconcurrency import Glibc

/// How long each part of a workbook is, uncompressed, as the directory at the end of the zip says
/// (APPNOTE.TXT 4.3.12 and 4.3.16).
func partSizes(of path: String) throws(XlsxError) -> [String: Int] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .file(errno: errno) }
    defer { Glibc.close(file) }

    let endLength = 22
    let end = try read(file, at: lseek(file, 0, SEEK_END) - endLength, count: endLength)
    guard number(end, at: 0, bytes: 4) == 0x0605_4b50 else { throw .incomplete(part: "the directory") }
    let directory = try read(file, at: number(end, at: 16, bytes: 4), count: number(end, at: 12, bytes: 4))

    var sizes: [String: Int] = [:]
    var position = 0
    while position + 46 <= directory.count, number(directory, at: position, bytes: 4) == 0x0201_4b50 {
        let name = position + 46
        let nameEnd = name + number(directory, at: position + 28, bytes: 2)
        let next = nameEnd + number(directory, at: position + 30, bytes: 2) + number(directory, at: position + 32, bytes: 2)
        guard next <= directory.count else { break }
        sizes[String(decoding: directory[name..<nameEnd], as: UTF8.self)] = number(directory, at: position + 24, bytes: 4)
        position = next
    }
    guard position == directory.count else { throw .incomplete(part: "the directory") }
    return sizes
}

private func read(_ file: CInt, at offset: Int, count: Int) throws(XlsxError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard offset >= 0, pread(file, &bytes, count, offset) == count else { throw .incomplete(part: "the directory") }
    return bytes
}

/// A little-endian number.
private func number(_ bytes: [UInt8], at position: Int, bytes count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
}
