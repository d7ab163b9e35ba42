import Domain
import Secrets
import Worker

/// What workers wrote down of what left, in all directories that were given.
struct Journals {
    private(set) var departures: [Departure] = []
    /// Whose they are, and up to when each reaches; `nil`: it names nothing.
    private(set) var reach: [MarkID: Moment?] = [:]
    /// What could not be read, in sentences.
    private(set) var complaints: [String] = []

    /// - Parameters:
    ///   - own: of this host, or of a backup; it may be that nothing has left from there.
    ///   - given: by who asks, who expects to find some in each.
    /// - Throws: `CommandError` when there is none, or none that these keys open.
    init(own: [String], given: [String], keys: [OpeningKey]) throws {
        for directory in given where try read(directory, keys) == 0 {
            throw CommandError("Nella directory \(directory) non c'è nessun diario che si legga con questa chiave.")
        }
        for directory in own where try !given.contains(directory) && read(directory, keys) == 0 {
            complaints.append("Nella directory \(directory) non c'è nessun diario che si legga.")
        }
    }

    /// - Returns: how many could be read.
    private mutating func read(_ directory: String, _ keys: [OpeningKey]) throws -> Int {
        try JournalFile.names(in: directory).count { try read("\(directory)/\($0)", $0, keys) }
    }

    private mutating func read(_ path: String, _ name: String, _ keys: [OpeningKey]) throws -> Bool {
        guard let file = JournalFile(path: path, keys: keys) else {
            complaints.append("Il diario \(name) non si legge con questa chiave: --chiave-privata può indicare quella di allora.")
            return false
        }
        let last = file.departures.map(\.at).max()
        reach[file.place] = [reach[file.place] ?? nil, last].compactMap(\.self).max()
        departures += file.departures
        if let line = file.brokenAt { complaints.append("Il diario \(name) non si legge dalla riga \(line + 1) in poi.") }
        return true
    }
}
