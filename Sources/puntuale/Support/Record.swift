import Text

/// One thing that a command answers with: its fields under their Italian names, in order. The same
/// fields are a line of a table, a page of text, or a JSON object.
struct Record {
    var fields: KeyValuePairs<String, JSON>
    /// Those that only programs read.
    var hidden: Set<String> = []

    private var json: JSON { .object(fields.map { ($0.key, $0.value) }) }

    /// Prints one thing.
    func show(asJSON: Bool) {
        if asJSON { return print(json) }
        for (name, value) in fields { print("\(name): \(Self.text(value))") }
    }

    /// Prints a table, or a JSON array with an object in each line.
    ///
    /// - Parameter empty: what to say instead of a table without lines.
    static func list(_ records: [Record], asJSON: Bool, empty: String) {
        if asJSON {
            print(records.isEmpty ? "[]" : "[" + records.map(\.json.description).joined(separator: ",\n ") + "]")
        } else if records.isEmpty {
            print(empty)
        } else {
            let shown = records.map { record in record.fields.filter { !record.hidden.contains($0.key) } }
            let lines = [shown[0].map(\.key)] + shown.map { $0.map { text($0.value) } }
            let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max()! }
            for line in lines {
                let cells = zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
                print(cells.joined(separator: "  ").trimmedEnd())
            }
        }
    }

    private static func text(_ value: JSON) -> String {
        switch value {
        case .null: "–"
        case .bool(let value): value ? "sì" : "no"
        case .number(let value): String(value)
        case .string(let value): value.spelledOut()
        case .array(let values): values.isEmpty ? "–" : values.map(text).joined(separator: ", ")
        case .object(let members): members.isEmpty ? "–" : members.map { "\($0.name) \(text($0.value))" }.joined(separator: ", ")
        }
    }
}
