/// A template bound to the types that it shows: nothing in it can fail any more.
package struct CompiledTemplate<V: View, Layout: View>: Sendable {
    let steps: [Step]

    /// The whole page, UTF-8.
    package func render(_ view: V, _ layout: Layout) -> [UInt8] {
        run([Holding(layout), Holding(view)])
    }

    fileprivate func run(_ frames: [Frame]) -> [UInt8] {
        var renderer = Renderer(frames: frames)
        renderer.output.reserveCapacity(16_384)
        renderer.run(steps)
        return renderer.output
    }
}

/// No layout: the template stands alone.
package enum Bare: View {
    package static let fields: Fields<Bare> = [:]
}

extension CompiledTemplate where Layout == Bare {
    /// The template alone, UTF-8: a fragment, a page without a frame.
    package func render(_ view: V) -> [UInt8] { run([Holding(view)]) }
}
