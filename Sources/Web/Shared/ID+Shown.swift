import Domain
import Template

extension ID: ShownText {
    package var isEmpty: Bool { false }
    package func write(to page: inout [UInt8]) { append(to: &page) }

    /// Its last twelve digits, by which people tell those of a page apart.
    var end: String { String(decoding: description.utf8.suffix(12), as: UTF8.self) }
}
