/// A declared name with its view's type erased.
@usableFromInline enum Access: Sendable {
    case text(TextAccess)
    /// Shown as it is.
    case html(TextAccess)
    case flag(@Sendable (Frame) -> Bool)
    /// `names` is a closure because a view may hold views of its own type.
    case views(names: @Sendable () -> Names, isEmpty: @Sendable (Frame) -> Bool, each: @Sendable (Frame, Show) -> Void)
    case texts(isEmpty: @Sendable (Frame) -> Bool, each: @Sendable (Frame, Show) -> Void)
}

/// What a text is for a template: written to a page, or a section when it is not empty.
@usableFromInline struct TextAccess: Sendable {
    @usableFromInline let write: @Sendable (Frame, inout Output) -> Void
    @usableFromInline let isEmpty: @Sendable (Frame) -> Bool
    /// As the section that it is, once or never.
    @usableFromInline let each: @Sendable (Frame, Show) -> Void
    /// What `{{.}}` is in that section.
    @usableFromInline let item: @Sendable () -> TextAccess

    @inlinable init<V, Text: ShownText>(_ get: @escaping @Sendable (V) -> Text) {
        write = { frame, output in frame.read(get).write(to: &output) }
        isEmpty = { $0.read(get).isEmpty }
        each = { frame, show in
            let text = frame.read(get)
            if !text.isEmpty { Frame.lend(text, to: show) }
        }
        item = { TextAccess { (text: Text) in text } }
    }
}

/// The names of some view.
@usableFromInline struct Names {
    let accesses: [String: Access]

    @usableFromInline init<V>(_ fields: Fields<V>) { accesses = fields.accesses }
}
