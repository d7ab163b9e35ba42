/// What stands in a cell. A text is only ever a text: never a formula, a link or a number.
package enum Cell: Sendable, Hashable {
    /// Cut with "…" beyond 32,767 UTF-16 units, Excel's limit; characters that XML forbids are dropped.
    case text(String)
    case wholeNumber(Int)
    /// Shown in units with two decimals, as the reader's Excel writes them.
    case money(cents: Int64)
    /// A day of the calendar; Excel knows no time zone. Days before 1900, which it does not know, become text.
    case date(year: Int, month: Int, day: Int)
    case time(hour: Int, minute: Int, second: Int)
    case empty
}

/// A column of a sheet.
package struct Column: Sendable, Hashable {
    package enum Kind: Sendable, Hashable, CaseIterable { case text, wholeNumber, money, date, time }

    package var title: String
    /// In characters of the default font, as Excel measures columns.
    package var width: Double
    /// How the column's empty cells are formatted; each cell brings its own kind.
    package var kind: Kind

    package init(_ title: String, width: Double, kind: Kind = .text) {
        self.title = title
        self.width = width
        self.kind = kind
    }
}
