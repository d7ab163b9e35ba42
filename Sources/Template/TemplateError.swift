/// Why the templates cannot be used: found at start, never while a page is shown.
package struct TemplateError: Error, Equatable, CustomStringConvertible {
    /// The file's name, without its directory.
    package let file: String
    /// From 1; `nil` when the fault is of the whole file.
    package let line: Int?
    package let reason: String

    package init(file: String, line: Int?, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    package var description: String {
        line.map { "\(file):\($0): \(reason)" } ?? "\(file): \(reason)"
    }
}
