/// One value of the context stack, lent for as long as its section is shown. Its type is erased: the compiler of templates has settled
/// which type stands at which depth. A pointer and no object: a page shows hundreds of values, and each would be allocated, counted
/// and freed.
@usableFromInline struct Frame {
    @usableFromInline let value: UnsafeRawPointer

    @inlinable init<Value>(_ value: UnsafePointer<Value>) { self.value = UnsafeRawPointer(value) }

    /// Lends the value where it stands: a copy would retain every string of a view.
    @inlinable func read<Value, Result>(_ get: (Value) -> Result) -> Result {
        get(value.assumingMemoryBound(to: Value.self).pointee)
    }

    /// Shows something with a value on top of the stack.
    @inlinable static func lend<Value>(_ value: Value, to show: (Frame) -> Void) {
        withUnsafePointer(to: value) { show(Frame($0)) }
    }

    /// The same with each of several.
    @inlinable static func lend<Value>(each values: [Value], to show: (Frame) -> Void) {
        values.withUnsafeBufferPointer { buffer in
            guard let first = buffer.baseAddress else { return }
            for index in 0..<buffer.count { show(Frame(first + index)) }
        }
    }
}

@usableFromInline typealias Show = (Frame) -> Void
