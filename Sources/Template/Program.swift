/// A template ready to be shown: every name resolved to a depth of the context stack and a way
/// to read it there.
enum Step: Sendable {
    case bytes([UInt8])
    case text(depth: Int, @Sendable (Frame) -> String)
    case html(depth: Int, @Sendable (Frame) -> HTML)
    case when(depth: Int, @Sendable (Frame) -> Bool, [Step])
    /// Shows the steps with one more frame on the stack, as often as the closure calls back.
    case each(depth: Int, @Sendable (Frame, (Frame) -> Void) -> Void, [Step])
}

struct Renderer {
    var frames: [Frame]
    var output: [UInt8] = []

    mutating func run(_ steps: [Step]) {
        // By index: `for step in steps` would retain each step.
        for index in steps.indices {
            switch steps[index] {
            case .bytes(let bytes):
                output.append(contentsOf: bytes)
            case .text(let depth, let get):
                output.appendEscaped(get(frames[depth]))
            case .html(let depth, let get):
                output.append(contentsOf: get(frames[depth]).bytes)
            case .when(let depth, let holds, let inside):
                if holds(frames[depth]) { run(inside) }
            case .each(let depth, let each, let inside):
                each(frames[depth]) { frame in
                    frames.append(frame)
                    run(inside)
                    frames.removeLast()
                }
            }
        }
    }
}
