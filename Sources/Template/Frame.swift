/// One value of the context stack, its type erased: the compiler of templates has settled
/// which type stands at which depth.
class Frame {
    /// Lends the value instead of returning it: a copy would retain every string of a view.
    final func read<Value, Result>(_ get: (Value) -> Result) -> Result {
        // Checked in debug builds, free in release.
        get(unsafeDowncast(self, to: Holding<Value>.self).held)
    }
}

final class Holding<Value>: Frame {
    let held: Value
    init(_ value: Value) { held = value }
}

/// A declared name with its view's type erased.
enum Access: Sendable {
    case text(@Sendable (Frame) -> String)
    case html(@Sendable (Frame) -> HTML)
    case flag(@Sendable (Frame) -> Bool)
    /// `names` is a closure because a view may hold views of its own type.
    case views(names: @Sendable () -> [String: Access],
               isEmpty: @Sendable (Frame) -> Bool,
               each: @Sendable (Frame, (Frame) -> Void) -> Void)
    case texts(@Sendable (Frame) -> [String])
}
