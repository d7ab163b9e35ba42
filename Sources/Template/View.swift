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
@usableFromInline package protocol View: SendableMetatype {
    static var fields: Fields<Self> { get }
}

/// The names of a view. A name given twice traps.
@usableFromInline package struct Fields<V>: ExpressibleByDictionaryLiteral, Sendable {
    let accesses: [String: Access]

    @usableFromInline package init(dictionaryLiteral elements: (String, Field<V>)...) {
        accesses = Dictionary(elements.map { ($0.0, $0.1.access) }) { _, _ in
            preconditionFailure("a name of \(V.self) is declared twice")
        }
    }
}

/// How one name of a view is read, and with that what a template may do with it.
///
/// Every kind may be a section or an inverted section; `{{.}}` is the innermost text.
///
/// Inlinable, all of it, so that a view's module knows the types: called through witness tables a field costs several times as much.
@usableFromInline package struct Field<V>: Sendable {
    @usableFromInline let access: Access

    @usableFromInline init(access: Access) { self.access = access }

    /// `{{name}}`, escaped. As a section: once when it is not empty, with `{{.}}` being it.
    @inlinable package static func text(_ get: @escaping @Sendable (V) -> String) -> Self { shown(get) }

    /// The same of what is text without being a `String`.
    @inlinable package static func shown<Text: ShownText>(_ get: @escaping @Sendable (V) -> Text) -> Self {
        Self(access: .text(TextAccess(get)))
    }

    /// `{{{name}}}` or `{{&name}}` only. As a section: once when it is not empty, with `{{{.}}}` being it.
    @inlinable package static func html(_ get: @escaping @Sendable (V) -> HTML) -> Self { Self(access: .html(TextAccess(get))) }

    /// A section only.
    @inlinable package static func flag(_ get: @escaping @Sendable (V) -> Bool) -> Self { Self(access: .flag { $0.read(get) }) }

    /// A section, once when the view is there; its names come before those around it.
    @inlinable package static func view<Inner: View>(_ get: @escaping @Sendable (V) -> Inner?) -> Self {
        Self(access: .views(
            names: { Names(Inner.fields) },
            isEmpty: { $0.read(get) == nil },
            each: { frame, show in if let inner = frame.read(get) { Frame.lend(inner, to: show) } }))
    }

    /// A section, once for each view; its names come before those around it.
    @inlinable package static func list<Inner: View>(_ get: @escaping @Sendable (V) -> [Inner]) -> Self {
        Self(access: .views(
            names: { Names(Inner.fields) },
            isEmpty: { $0.read(get).isEmpty },
            each: { frame, show in Frame.lend(each: frame.read(get), to: show) }))
    }

    /// A section, once for each text, with `{{.}}` being it.
    @inlinable package static func texts(_ get: @escaping @Sendable (V) -> [String]) -> Self {
        Self(access: .texts(
            isEmpty: { $0.read(get).isEmpty },
            each: { frame, show in Frame.lend(each: frame.read(get), to: show) }))
    }
}

/// Markup that is safe to show as it is: whoever makes one answers for it.
@usableFromInline package struct HTML: Sendable, Equatable {
    @usableFromInline package let bytes: [UInt8]

    /// - Parameter markup: escaped or sanitised already; nobody after this looks at it again.
    package init(trusting markup: String) { bytes = Array(markup.utf8) }

    /// The same for what a template or a renderer wrote, in UTF-8.
    package init(trusting markup: [UInt8]) { bytes = markup }
}
