import Logging
import Text
@preconcurrency import Glibc

/// Who reads the log.
enum LogReader: String, CaseIterable {
    /// journald: each line begins with its priority, and journald adds the time.
    case journal
    /// A file or a person: each line begins with the time.
    case file

    /// journald, if standard error leads there: systemd says in JOURNAL_STREAM which file that is.
    static func ofStandardError(_ journalStream: String? = getenv("JOURNAL_STREAM").map { String(cString: $0) }) -> LogReader {
        var file = stat()
        guard let journalStream, fstat(STDERR_FILENO, &file) == 0 else { return .file }
        return journalStream == "\(file.st_dev):\(file.st_ino)" ? .journal : .file
    }
}

/// Writes each event as one line, `level=error program=worker event="database away" error="…"`, to standard error.
struct LogLine: LogHandler {
    let program: String
    let reader: LogReader
    var write: @Sendable (String) -> Void = Self.toStandardError
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    /// Code points of a value: of a line above 48 KiB journald makes two.
    private static let longest = 2_000

    init(_ program: String, for reader: LogReader) { (self.program, self.reader) = (program, reader) }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let start = switch reader {
        case .journal: "<\(event.level.priority)>"
        case .file: Self.time() + " "
        }
        let details = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            .map { " \(Self.value($0.key))=\(Self.value("\($0.value)"))" }.joined()
        write("\(start)level=\(event.level) program=\(program) event=\(Self.quoted("\(event.message)"))\(details)\n")
    }

    /// As it is where that leaves no doubt, else in quotes.
    private static func value(_ text: String) -> String {
        let isPlain = (1...longest).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !#"="\"#.utf8.contains($0) }
        return isPlain ? text : quoted(text)
    }

    /// In one line, whatever is in it. The lines of a statement become one.
    private static func quoted(_ text: String) -> String {
        var quoted = "\"", isAfterBreak = false
        for scalar in text.unicodeScalars.prefix(longest) {
            if isAfterBreak, scalar == " " { continue }
            isAfterBreak = false
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n", "\r":
                quoted += "\\n"
                isAfterBreak = true
            case _ where scalar.actsUnseen: quoted += scalar.spelledOut
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + (text.unicodeScalars.dropFirst(longest).isEmpty ? "\"" : "…\"")
    }

    private static func time() -> String {
        var now = timespec(), parts = tm()
        clock_gettime(CLOCK_REALTIME, &now)
        gmtime_r(&now.tv_sec, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let milliseconds = String(1_000 + now.tv_nsec / 1_000_000).dropFirst()
        return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self) + ".\(milliseconds)Z"
    }

    private static let toStandardError: @Sendable (String) -> Void = { line in
        let bytes = Array(line.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

extension Logger.Level {
    /// Of sd-daemon(3).
    fileprivate var priority: Int {
        switch self {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug, .trace: 7
        }
    }
}

/// What the configuration says of the log.
struct LogConfiguration {
    var level = Logger.Level.info
    var reader = LogReader.file

    func logger(of program: String) -> Logger {
        var logger = Logger(label: program) { LogLine($0, for: reader) }
        logger.logLevel = level
        return logger
    }
}
