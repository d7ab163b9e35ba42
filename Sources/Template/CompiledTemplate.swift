/// A template bound to the types that it shows: nothing in it can fail any more.
package struct CompiledTemplate<V: View, Layout: View>: Sendable {
    let program: Program

    /// The whole page, UTF-8.
    package func render(_ view: V, _ layout: Layout) -> [UInt8] {
        withUnsafePointer(to: layout) { layout in withUnsafePointer(to: view) { program.run([Frame(layout), Frame($0)]) } }
    }
}

/// No layout: the template stands alone.
package enum Bare: View {
    package static let fields: Fields<Bare> = [:]
}

extension CompiledTemplate where Layout == Bare {
    /// The template alone, UTF-8: a fragment, a page without a frame.
    package func render(_ view: V) -> [UInt8] { withUnsafePointer(to: view) { program.run([Frame($0)]) } }
}
