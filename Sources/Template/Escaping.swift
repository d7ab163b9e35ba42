/// What a template can show as text.
@usableFromInline package protocol ShownText: SendableMetatype {
    /// Whether there is nothing to show.
    var isEmpty: Bool { get }

    /// Appends it so that HTML reads it as itself, between tags and in a quoted attribute alike.
    func write(to page: inout Output)
}

extension String: ShownText {
    @inlinable package func write(to page: inout Output) {
        var text = self
        text.withUTF8 { page.append(escaped: $0) }
    }
}

extension HTML: ShownText {
    @inlinable package var isEmpty: Bool { bytes.isEmpty }
    @inlinable package func write(to page: inout Output) { bytes.withUnsafeBufferPointer { page.append($0) } }
}
