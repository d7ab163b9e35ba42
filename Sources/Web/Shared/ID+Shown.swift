import Domain
import Template

extension ID: ShownText {
    var isEmpty: Bool { false }
    func write(to page: inout Output) { withText { page.append($0) } }

    /// Its last twelve digits, by which people tell those of a page apart.
    var end: String {
        String(unsafeUninitializedCapacity: 12) { end in
            withText { _ = end.initialize(fromContentsOf: $0.suffix(12)) }
            return 12
        }
    }
}
