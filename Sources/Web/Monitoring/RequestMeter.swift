import Synchronization

/// Counts the requests that this process answers, for monitoring. Shared by all threads.
final class RequestMeter: Sendable {
    private struct Histogram {
        /// One for each bound, and one for what is beyond.
        var counts = [Int](repeating: 0, count: RequestMeter.bounds.count + 1)
        var sum = Duration.zero

        mutating func note(_ duration: Duration) {
            counts[RequestMeter.bounds.firstIndex { duration <= $0 } ?? RequestMeter.bounds.count] += 1
            sum += duration
        }

        /// Each bucket holds those below it as well.
        func samples(_ label: (name: String, value: String)?) -> [Exposition.Sample] {
            var samples: [Exposition.Sample] = [], sum = 0
            func labels(_ bound: String?) -> KeyValuePairs<String, String> {
                switch (label, bound) {
                case (let label?, let bound?): [label.name: label.value, "le": bound]
                case (let label?, nil): [label.name: label.value]
                case (nil, let bound?): ["le": bound]
                case (nil, nil): [:]
                }
            }
            for (index, count) in counts.enumerated() {
                sum += count
                let bound = index < RequestMeter.bounds.count ? String(RequestMeter.bounds[index] / .seconds(1)) : "+Inf"
                samples.append(.init(suffix: "_bucket", labels: labels(bound), value: Double(sum)))
            }
            samples.append(.init(suffix: "_sum", labels: labels(nil), value: self.sum / .seconds(1)))
            samples.append(.init(suffix: "_count", labels: labels(nil), value: Double(sum)))
            return samples
        }
    }

    private struct State {
        var requests = classes.map { _ in Histogram() }
        var database = Histogram()
        var failedLogIns = 0
    }

    private let state = Mutex(State())

    /// A second and less is what a page should take, half a second and less what one does not notice.
    private static let bounds = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000].map { Duration.milliseconds($0) }
    private static let classes = ["2xx", "3xx", "4xx", "5xx"]

    /// A request was answered.
    ///
    /// - Parameters:
    ///   - duration: from when it had been read, its wait for a turn included.
    ///   - database: the part of it that the database was busy.
    func note(status: Int, _ duration: Duration, database: Duration) {
        let index = min(max(status / 100 - 2, 0), Self.classes.count - 1)
        state.withLock { state in
            state.requests[index].note(duration)
            state.database.note(database)
        }
    }

    /// Somebody gave a wrong password or code, or came again too soon after one.
    func noteFailedLogIn() { state.withLock { $0.failedLogIns += 1 } }

    func write(to text: inout Exposition) {
        let state = state.withLock { $0 }
        text.add("puntuale_request_seconds", .histogram, "Requests that this web process answered, by class of status: how long they took.",
                 zip(Self.classes, state.requests).flatMap { $1.samples(("class", $0)) })
        text.add("puntuale_request_database_seconds", .histogram, "How long the database was busy for a request.",
                 state.database.samples(nil))
        text.add("puntuale_logins_failed_total", .counter,
                 "Wrong passwords and codes, and tries that came too soon after one, since this web process started.",
                 Double(state.failedLogIns))
    }
}
