/// Everything that is wrong with a configuration file, so that it is put right in one go.
///
/// Names keys, lines and paths, and never what a secret file holds.
struct ConfigurationFaults: Error, CustomStringConvertible {
    struct Fault: Hashable {
        /// Where it stands in the file, from 1; `nil` for what is missing from it.
        let line: Int?
        let text: String
    }

    let path: String
    var faults: [Fault] = []

    var isEmpty: Bool { faults.isEmpty }

    /// Notes a fault once, also when two sections meet it.
    mutating func note(_ text: String, line: Int? = nil) {
        let fault = Fault(line: line, text: text)
        if !faults.contains(fault) { faults.append(fault) }
    }

    /// For the administrator who reads the command's error: a heading, then a line for each
    /// fault in the order of the file, what is missing last.
    var description: String {
        let ordered = faults.sorted { ($0.line ?? .max, $0.text) < ($1.line ?? .max, $1.text) }
        let heading = "\(path): " + (faults.count == 1 ? "un errore" : "\(faults.count) errori")
        return ordered.reduce(into: heading) { text, fault in
            text += "\n  " + (fault.line.map { "riga \($0): " } ?? "") + fault.text
        }
    }
}
