import Domain
import Secrets
import Worker
@preconcurrency import Glibc

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
        for directory in given where try read(Self.resolved(directory), keys) == 0 {
            throw CommandError("Nella directory \(directory) non c'è nessun diario che si legga con questa chiave.")
        }
        for directory in own where try !given.contains(directory) && read(directory, keys) == 0 {
            complaints.append("Nella directory \(directory) non c'è nessun diario che si legga.")
        }
    }

    /// Who names a directory may mean where a link leads to.
    private static func resolved(_ path: String) -> String {
        guard let whole = realpath(path, nil) else { return path }
        defer { free(whole) }
        return String(cString: whole)
    }

    /// - Returns: how many could be read.
    private mutating func read(_ directory: String, _ keys: [OpeningKey]) throws -> Int {
        let journals: JournalDirectory
        do { journals = try JournalDirectory(directory) } catch .missing { return 0 } catch {
            complaints.append("I diari di \(directory) restano fuori: \(error.reason).")
            return 0
        }
        return try journals.names.count { try read($0, in: journals, keys) }
    }

    private mutating func read(_ name: String, in directory: JournalDirectory, _ keys: [OpeningKey]) throws -> Bool {
        let file: JournalFile?
        do { file = try JournalFile(name, in: directory, keys: keys) } catch let refusal as JournalRefusal {
            complaints.append("Il diario \(name) resta fuori: \(refusal.reason).")
            return false
        }
        guard let file else {
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
