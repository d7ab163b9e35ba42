import Logging
import Synchronization

/// What a site writes to its log.
final class SiteLog: Sendable {
    private let written = Mutex<[String]>([])

    /// A line for each, with its metadata.
    var lines: [String] { written.withLock { $0 } }

    var logger: Logger { Logger(label: "web") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: SiteLog
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
