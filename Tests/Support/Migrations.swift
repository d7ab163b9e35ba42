import Store

@preconcurrency import Glibc

/// The files of sql/, as the program reads them.
package enum Migrations {
    package static let directory = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/sql"

    /// The numbered ones, by number.
    package static let files: [Int: String] = {
        var found = glob_t()
        defer { globfree(&found) }
        precondition(glob("\(directory)/[0-9][0-9][0-9][0-9]-*.sql", 0, nil, &found) == 0, "no migrations in \(directory)")
        let files = Dictionary(uniqueKeysWithValues: (0..<Int(found.gl_pathc)).map { index in
            let path = String(cString: found.gl_pathv[index]!)
            return (Int(path.dropFirst(directory.utf8.count + 1).prefix(4))!, text(path))
        })
        precondition(files.keys.sorted() == Array(1...Schema.version), "sql/ has other migrations than the program: run make schema")
        return files
    }()

    /// Those that write rows.
    package static let rows = files.sorted { $0.key < $1.key }.map(\.value).filter { $0.contains("INSERT IGNORE INTO") }

    package static func text(_ path: String) -> String {
        let file = fopen(path, "r")!
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    }
}
