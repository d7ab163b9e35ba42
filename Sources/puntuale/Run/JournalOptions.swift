import ArgumentParser
import Domain
import Secrets
import Store
import Worker
@preconcurrency import Glibc

/// Which journals are read after a restore, beside this host's, and what opens them.
struct JournalOptions: ParsableArguments {
    @Option(name: .customLong("diario"), help: ArgumentHelp(
        "Directory con i diari di un'altra macchina; si può ripetere.", valueName: "directory"))
    var directories: [String] = []
    @Option(name: .customLong("chiave-privata"), help: ArgumentHelp(
        "La chiave privata che apre i diari, se quella di questa macchina non si legge o era un'altra; si può ripetere.",
        valueName: "file"))
    var privateFiles: [String] = []

    func validate() throws {
        for directory in directories {
            guard let stream = opendir(directory) else { throw ValidationError("--diario \(directory): \(lastSystemError())") }
            closedir(stream)
        }
        for file in privateFiles where access(file, R_OK) != 0 {
            throw ValidationError("--chiave-privata \(file): \(lastSystemError())")
        }
    }

    /// Reads them, and says up to when each reaches and what could not be read.
    ///
    /// - Parameters:
    ///   - own: directories of this host and of a backup, in which there may be none.
    ///   - keys: of this host.
    func read(_ own: [String], _ keys: [OpeningKey]) throws -> Journals {
        let given = try privateFiles.map { path in
            guard let keys = contents(ofFile: path, atMost: 4_096).flatMap(OpeningKeys.init(bytes:)) else {
                throw CommandError("\(KeyFileFault(path: path))")
            }
            return keys
        }
        let journals = try Journals(own: own, given: directories, keys: given.flatMap(\.keys) + keys)
        for complaint in journals.complaints { complain(complaint) }
        for (place, last) in journals.reach.sorted(by: { $0.key < $1.key }) {
            print("Diario del worker \(place): \(last.map { "arriva al \($0.italianInSentence)" } ?? "nessun invio").")
        }
        return journals
    }
}

extension Configuration {
    /// What opens this host's journals; none where the file cannot be read.
    func ownOpeningKeys() -> [OpeningKey] {
        (try? secretFile(.keysPrivateFile).bytes()).flatMap(OpeningKeys.init(bytes:))?.keys ?? []
    }
}

extension InstallationStore {
    /// What left according to the journals is sent, whatever else may have left is a doubt, and sends go on.
    ///
    /// - Parameter evenUnnoticed: whether who asks knows that a backup was restored.
    func settle(_ journals: Journals, evenUnnoticed: Bool) throws -> RestoreSettlement {
        try settleRestore(
            epoch: Int(Moment.now().microseconds), departures: journals.departures, of: Set(journals.reach.keys),
            evenUnnoticed: evenUnnoticed
        ) { $0.content.digest == $1.digest }
    }
}
