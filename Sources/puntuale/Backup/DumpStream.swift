@preconcurrency import Glibc

/// A dump on its way from one program to another, or to nobody, through our hands.
struct DumpStream {
    let source: ExternalProgram
    var input: Int32?
    var others: KeyValuePairs<Int32, Int32> = [:]
    var sink: Sink?
    /// Tables whose rows do not pass.
    var left: Set<String> = []

    /// Who gets it.
    struct Sink {
        let program: ExternalProgram
        var output: Int32?
        var others: KeyValuePairs<Int32, Int32> = [:]
    }

    private static let chunk = 1 << 18

    /// Runs both to their end. Should this program end before, they end too: what they read or write is gone.
    ///
    /// - Returns: what has passed.
    /// - Throws: `CommandError` that names the program that failed.
    func run() throws -> DumpText {
        let (reading, theirs) = try Self.pipe()
        let source: RunningProgram
        do {
            defer { close(theirs) }
            source = try self.source.start(input: input, output: theirs, others: others)
        }
        var text = DumpText(without: left), fault: CommandError?, sink: RunningProgram?, writing: Int32 = -1
        do throws(CommandError) {
            if let wanted = self.sink { (sink, writing) = try Self.start(wanted) }
            try Self.read(reading) { chunk throws(CommandError) in
                let lines = text.take(chunk)
                if writing >= 0 { try writeAll(lines, to: writing) }
            }
        } catch {
            fault = error
            source.stop()
        }
        close(reading)
        if writing >= 0 { close(writing) }
        // What came first: who writes to a program that has failed fails too, and so does who is told to end.
        let ends = [sink, fault == nil ? source : nil].compactMap { $0.map { ($0.name, $0.end()) } }
        if fault != nil { _ = source.end() }
        for (name, status) in ends where status != 0 { throw CommandError("\(name) è terminato con il codice \(status).") }
        if let fault { throw fault }
        return text
    }

    private static func start(_ sink: Sink) throws(CommandError) -> (RunningProgram, Int32) {
        let (theirs, writing) = try pipe()
        defer { close(theirs) }
        return (try sink.program.start(input: theirs, output: sink.output, others: sink.others), writing)
    }

    private static func read(_ descriptor: Int32, _ each: (UnsafeRawBufferPointer) throws(CommandError) -> Void) throws(CommandError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw CommandError("Non si può leggere: \(lastSystemError()).") }
            if count == 0 { return }
            try each(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// - Returns: the end to read from and the end to write to.
    private static func pipe() throws(CommandError) -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw CommandError("Non si può aprire una pipe: \(lastSystemError()).")
        }
        return (ends[0], ends[1])
    }
}
