package import Logging
import Synchronization

/// What a program writes to its log.
package final class TestLog: Sendable {
    private let written = Mutex<[String]>([])

    package init() {}

    /// A line for each, with its metadata.
    package var lines: [String] { written.withLock { $0 } }

    package var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: TestLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let details = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            log.written.withLock { $0.append(([event.message.description] + details).joined(separator: " ")) }
        }
    }
}
