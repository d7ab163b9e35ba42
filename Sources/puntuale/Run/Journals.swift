import Domain
import Secrets
import Worker

/// What workers wrote down of what left, in all directories that were given.
struct Journals {
    private(set) var departures: [Departure] = []
    /// Whose they are.
    private(set) var places: Set<MarkID> = []
    /// What could not be read, in sentences.
    private(set) var complaints: [String] = []

    init(in directories: [String], keys: [OpeningKey]) {
        for directory in directories {
            let names = JournalFile.names(in: directory)
            if names.isEmpty { complaints.append("Nella directory \(directory) non c'è nessun diario.") }
            for name in names { read("\(directory)/\(name)", name, keys) }
        }
    }

    private mutating func read(_ path: String, _ name: String, _ keys: [OpeningKey]) {
        guard let file = JournalFile(path: path, keys: keys) else {
            complaints.append("Il diario \(name) non si legge con questa chiave: --chiave-privata può indicare quella di allora.")
            return
        }
        places.insert(file.place)
        departures += file.departures
        if let line = file.brokenAt { complaints.append("Il diario \(name) non si legge dalla riga \(line + 1) in poi.") }
    }
}
