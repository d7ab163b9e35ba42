/// What a template shows: a value that declares by name what may be read of it.
///
///     struct ArchivePage: View {
///         var rows: [ArchiveRow]
///         static let fields: Fields<Self> = [
///             "righe": .list { $0.rows },
///             "vuoto": .flag { $0.rows.isEmpty },
///         ]
///     }
///
/// A template that names anything else does not compile, so the program refuses to start.
package protocol View: SendableMetatype {
    static var fields: Fields<Self> { get }
}

/// The names of a view. A name given twice traps.
package struct Fields<V>: ExpressibleByDictionaryLiteral, Sendable {
    let accesses: [String: Access]

    package init(dictionaryLiteral elements: (String, Field<V>)...) {
        accesses = Dictionary(elements.map { ($0.0, $0.1.access) }) { _, _ in
            preconditionFailure("a name of \(V.self) is declared twice")
        }
    }
}

/// How one name of a view is read, and with that what a template may do with it.
///
/// Every kind may be a section or an inverted section; `{{.}}` is the innermost text.
package struct Field<V>: Sendable {
    let access: Access

    /// `{{name}}`, escaped. As a section: once when it is not empty, with `{{.}}` being it.
    package static func text(_ get: @escaping @Sendable (V) -> String) -> Self {
        Self(access: .text { $0.read(get) })
    }

    /// `{{{name}}}` or `{{&name}}` only. As a section: once when it is not empty, with `{{{.}}}` being it.
    package static func html(_ get: @escaping @Sendable (V) -> HTML) -> Self {
        Self(access: .html { $0.read(get) })
    }

    /// A section only.
    package static func flag(_ get: @escaping @Sendable (V) -> Bool) -> Self {
        Self(access: .flag { $0.read(get) })
    }

    /// A section, once when the view is there; its names come before those around it.
    package static func view<Inner: View>(_ get: @escaping @Sendable (V) -> Inner?) -> Self {
        Self(access: .views(
            names: { Inner.fields.accesses },
            isEmpty: { $0.read(get) == nil },
            each: { frame, show in if let inner = frame.read(get) { show(Holding(inner)) } }))
    }

    /// A section, once for each view; its names come before those around it.
    package static func list<Inner: View>(_ get: @escaping @Sendable (V) -> [Inner]) -> Self {
        Self(access: .views(
            names: { Inner.fields.accesses },
            isEmpty: { $0.read(get).isEmpty },
            each: { frame, show in for inner in frame.read(get) { show(Holding(inner)) } }))
    }

    /// A section, once for each text, with `{{.}}` being it.
    package static func texts(_ get: @escaping @Sendable (V) -> [String]) -> Self {
        Self(access: .texts { $0.read(get) })
    }
}

/// Markup that is safe to show as it is: whoever makes one answers for it.
package struct HTML: Sendable, Equatable {
    package let bytes: [UInt8]

    /// - Parameter markup: escaped or sanitised already; nobody after this looks at it again.
    package init(trusting markup: String) { bytes = Array(markup.utf8) }

    /// The same for what a template or a renderer wrote, in UTF-8.
    package init(trusting markup: [UInt8]) { bytes = markup }
}
