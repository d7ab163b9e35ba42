/// Text for Prometheus, its format 0.0.4.
struct Exposition {
    enum Kind: String { case counter, gauge, histogram }

    struct Sample {
        /// After the metric's name: `_bucket` and its like.
        var suffix = ""
        var labels: KeyValuePairs<String, String> = [:]
        var value: Double
    }

    private(set) var text = ""

    /// - Parameter help: a sentence in one line.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            text += "\(name)\(sample.suffix)\(labels.isEmpty ? "" : "{\(labels)}") \(Self.number(sample.value))\n"
        }
    }

    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        add(name, kind, help, [Sample(value: value)])
    }

    /// The same for one label.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, by label: String, _ counts: [(String, Int)]) {
        add(name, kind, help, counts.map { Sample(labels: [label: $0.0], value: Double($0.1)) })
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
