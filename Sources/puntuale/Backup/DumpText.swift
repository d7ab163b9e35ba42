@preconcurrency import Glibc

/// A dump by mariadb-dump, as its lines pass by: which tables it has, how many rows of each, and whether it is whole.
///
/// Every row stands on a line of its own, since mariadb-dump writes line ends within values as `\n`. (It leaves no table's rows out
/// when it is told the order of the tables.)
struct DumpText {
    private(set) var rows: [String: Int] = [:]
    /// Whether the last line so far is the one that mariadb-dump writes when nothing has failed.
    private(set) var isWhole = false
    /// How far the binary log was, where there is one.
    private(set) var position: BinaryLogPosition?

    /// Tables whose rows do not pass.
    private let left: Set<String>
    /// Whose rows are passing.
    private var table: (name: String, rows: Int)?
    /// A line that has not ended yet.
    private var rest: [UInt8] = []

    init(without left: Set<String> = []) { self.left = left }

    /// - Returns: the whole lines among these bytes and those before, as they are to be loaded.
    mutating func take(_ chunk: UnsafeRawBufferPointer) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(rest.count + chunk.count)
        var start = 0
        while start < chunk.count, let newline = memchr(chunk.baseAddress! + start, 10, chunk.count - start) {
            let end = UnsafeRawPointer(newline) - chunk.baseAddress! + 1
            let part = UnsafeRawBufferPointer(rebasing: chunk[start..<end])
            if rest.isEmpty {
                look(part, &lines)
            } else {
                rest += part
                let line = rest
                line.withUnsafeBytes { look($0, &lines) }
                rest.removeAll()
            }
            start = end
        }
        rest += chunk[start...]
        if !rest.isEmpty { isWhole = false }
        return lines
    }

    private mutating func look(_ line: UnsafeRawBufferPointer, _ lines: inout [UInt8]) {
        isWhole = false
        if let (name, count) = table {
            table = line.ends(with: ");\n") ? nil : (name, count + 1)
            if left.contains(name) { return }
            if table == nil { rows[name]! += count + 1 }
        } else if line.starts(with: "INSERT INTO `".utf8) {
            table = (Self.quoted(line), 0)
            // Another form of the rows would not be counted: nothing closes this table.
            if rows[table!.name] == nil || !line.ends(with: " VALUES\n") { rows["?"] = -1 }
            if left.contains(table!.name) { return }
        } else if line.starts(with: "CREATE TABLE `".utf8) {
            rows[Self.quoted(line)] = 0
        } else if line.starts(with: "-- CHANGE MASTER TO ".utf8) {
            position = BinaryLogPosition(line: String(decoding: line, as: UTF8.self))
        } else if Self.definers.contains(where: { line.starts(with: $0.utf8) }) {
            lines += Self.withoutDefiner(String(decoding: line, as: UTF8.self)).utf8
            return
        } else {
            isWhole = line.starts(with: "-- Dump completed".utf8)
        }
        lines += line
    }

    /// The name in the first pair of backticks.
    private static func quoted(_ line: UnsafeRawBufferPointer) -> String {
        String(decoding: line.drop { $0 != UInt8(ascii: "`") }.dropFirst().prefix { $0 != UInt8(ascii: "`") }, as: UTF8.self)
    }

    /// How the lines begin that name who made a trigger, a view or a routine.
    private static let definers = ["/*!50003 CREATE*/ /*!50017 DEFINER=", "/*!50013 DEFINER=", "CREATE DEFINER="]

    /// Triggers act for who loads the dump: whoever made them may have no account where it is loaded.
    private static func withoutDefiner(_ line: String) -> String {
        guard let begin = line.firstRange(of: "DEFINER=`"), let at = line[begin.upperBound...].firstRange(of: "`@`"),
              let end = line[at.upperBound...].firstIndex(of: "`") else { return line }
        return String(line[..<begin.lowerBound] + line[line.index(after: end)...])
    }
}

/// Where the binary log goes on from a dump, for who brings a database to a point in time.
struct BinaryLogPosition: Equatable {
    let file: String
    let offset: Int

    /// Reads `-- CHANGE MASTER TO MASTER_LOG_FILE='mariadb-bin.000003', MASTER_LOG_POS=342;`.
    init?(line: String) {
        let parts = line.split(separator: "'", omittingEmptySubsequences: false)
        guard parts.count == 3, let offset = Int(parts[2].drop { !$0.isNumber }.prefix { $0.isNumber }) else { return nil }
        (file, self.offset) = (String(parts[1]), offset)
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func ends(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return count >= length && memcmp(baseAddress! + count - length, text.utf8Start, length) == 0
    }
}
