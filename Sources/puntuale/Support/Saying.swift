import Text
@preconcurrency import Glibc

/// Prints a text to standard output, in the place of Swift's function: what others chose, a name above all, can be read there and does
/// nothing to the terminal. Line ends stay.
func print(_ text: some CustomStringConvertible, terminator: String = "\n") {
    Swift.print(text.description.spelledOut(but: "\n"), terminator: terminator)
}

/// Writes a line to standard error, as `print` would. systemd is told that it is an error.
func complain(_ text: String) {
    let text = text.spelledOut(but: "\n"), isRead = LogReader.ofStandardError() == .journal
    let lines = isRead ? text.split(separator: "\n").map { "<3>\($0)\n" }.joined() : text + "\n"
    let bytes = Array(lines.utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
