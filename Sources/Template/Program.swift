/// A template ready to be shown: every name resolved to a depth of the context stack and a way to read it there. The steps are plain
/// numbers, one after the other, those of a section after its own: to walk them touches no reference count.
struct Program: Sendable {
    struct Step {
        enum Kind: UInt8 { case markup, text, when, each }

        var kind: Kind
        /// Of the value that it reads.
        var depth = 0
        /// Its first byte, or which of the accesses it is.
        var place: Int
        /// Bytes, or steps of the section.
        var count = 0
    }

    private(set) var steps: [Step] = []
    private(set) var markup: [UInt8] = []
    private(set) var texts: [Text] = []
    private(set) var flags: [Flag] = []
    private(set) var sections: [Section] = []

    // A closure that stands in an array by itself is called through a second one.
    struct Text { let write: @Sendable (Frame, inout Output) -> Void }
    struct Flag { let holds: @Sendable (Frame) -> Bool }
    /// Shows the steps of the section with one more frame on the stack, as often as it calls back.
    struct Section { let each: @Sendable (Frame, Show) -> Void }

    mutating func add(markup bytes: [UInt8]) {
        steps.append(Step(kind: .markup, place: markup.count, count: bytes.count))
        markup += bytes
    }

    mutating func add(text write: @escaping @Sendable (Frame, inout Output) -> Void, depth: Int) {
        steps.append(Step(kind: .text, depth: depth, place: texts.count))
        texts.append(Text(write: write))
    }

    mutating func add<Failure>(
        when holds: @escaping @Sendable (Frame) -> Bool, depth: Int, _ inside: (inout Program) throws(Failure) -> Void
    ) throws(Failure) {
        let step = Step(kind: .when, depth: depth, place: flags.count)
        flags.append(Flag(holds: holds))
        try add(step, inside)
    }

    mutating func add<Failure>(
        each: @escaping @Sendable (Frame, Show) -> Void, depth: Int, _ inside: (inout Program) throws(Failure) -> Void
    ) throws(Failure) {
        let step = Step(kind: .each, depth: depth, place: sections.count)
        sections.append(Section(each: each))
        try add(step, inside)
    }

    private mutating func add<Failure>(_ step: Step, _ inside: (inout Program) throws(Failure) -> Void) throws(Failure) {
        let place = steps.count
        steps.append(step)
        try inside(&self)
        steps[place].count = steps.count - place - 1
    }
}

extension Program {
    /// Writes the page of some values, the layout's first.
    func run(_ frames: [Frame]) -> [UInt8] {
        steps.withUnsafeBufferPointer { steps in
            markup.withUnsafeBufferPointer { markup in
                texts.withUnsafeBufferPointer { texts in
                    flags.withUnsafeBufferPointer { flags in
                        sections.withUnsafeBufferPointer { sections in
                            var renderer = Renderer(
                                steps: steps, markup: markup, texts: texts, flags: flags, sections: sections, frames: frames)
                            renderer.run(steps.indices)
                            return renderer.output.bytes
                        }
                    }
                }
            }
        }
    }
}

/// Buffers and no arrays: to read one element of an array that an object holds costs two counts of references.
private struct Renderer: ~Copyable {
    let steps: UnsafeBufferPointer<Program.Step>
    let markup: UnsafeBufferPointer<UInt8>
    let texts: UnsafeBufferPointer<Program.Text>
    let flags: UnsafeBufferPointer<Program.Flag>
    let sections: UnsafeBufferPointer<Program.Section>
    var frames: [Frame]
    var output = Output(capacity: 32_768)

    mutating func run(_ range: Range<Int>) {
        var next = range.lowerBound
        while next < range.upperBound {
            let step = steps[next]
            next += 1
            switch step.kind {
            case .markup:
                output.append(UnsafeBufferPointer(rebasing: markup[step.place..<step.place + step.count]))
            case .text:
                texts[step.place].write(frames[step.depth], &output)
            case .when:
                if flags[step.place].holds(frames[step.depth]) { run(next..<next + step.count) }
                next += step.count
            case .each:
                let inside = next..<next + step.count
                sections[step.place].each(frames[step.depth]) { frame in
                    frames.append(frame)
                    run(inside)
                    frames.removeLast()
                }
                next = inside.upperBound
            }
        }
    }
}
