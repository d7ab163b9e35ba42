import ArgumentParser
import MariaDB
import Secrets
import Store
@preconcurrency import Glibc

/// A key file that does not hold a key.
struct KeyFileFault: Error, CustomStringConvertible {
    let path: String
    /// One that cannot be read may well hold a key that must not be made anew.
    var description: String {
        access(path, R_OK) == 0 ? "\(path) non contiene una chiave: crearla con puntuale keys create"
            : "\(path) non si può leggere: \(lastSystemError())"
    }
}

/// Runs what a program needs before it serves; a fault ends it with a sentence.
func starting<T>(_ body: () throws -> T) throws -> T {
    leaveNoCore()
    do {
        return try body()
    } catch {
        complain("puntuale non parte: \(error)")
        throw ExitCode.configuration
    }
}

/// The memory of a program that crashes holds keys, sessions and texts: no picture of it stays on the disk.
private func leaveNoCore() {
    var nothing = rlimit(rlim_cur: 0, rlim_max: 0)
    if setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &nothing) != 0 {
        complain("i file core non si possono vietare: \(lastSystemError())")
    }
}

/// Refuses a database that this program does not fit. One that does not answer is not refused: pages say so until it does.
///
/// - Returns: false when the database does not answer.
@discardableResult
func requireSchema(_ database: DatabaseConfiguration) throws -> Bool {
    try looksFit(database) { try Schema.check($0) }
}

/// Waits for the database, then refuses one that this program does not fit or that forgets commits at a power cut: the
/// commit of "sending" must survive it, or a message could be sent twice.
///
/// - Throws: `ExitCode.success` when it is told to stop while it waits.
func requireDurableDatabase(_ database: DatabaseConfiguration, until stopping: StopSignal) throws {
    var tries = 0
    while try !looksDurable(database, saysWhenAway: tries.isMultiple(of: 60)) {
        tries += 1
        if stopping.comes(within: .seconds(1)) { throw ExitCode.success }
    }
}

/// Refuses a database that the worker could not trust.
///
/// - Returns: false when the database does not answer.
func looksDurable(_ database: DatabaseConfiguration, saysWhenAway: Bool = true) throws -> Bool {
    try looksFit(database, saysWhenAway: saysWhenAway) { db in
        try Schema.check(db)
        let flush = try db.first("SELECT @@innodb_flush_log_at_trx_commit") { $0.next(Int.self) }
        if flush != 1 { throw DurabilityFault() }
    }
}

/// - Returns: false when the database does not answer.
private func looksFit(
    _ database: DatabaseConfiguration, saysWhenAway: Bool = true, _ check: (Connection) throws -> Void
) throws -> Bool {
    do {
        try check(Connection(database.connectionOptions()))
        return true
    } catch let error as DatabaseError where error.distrust != nil {
        complain(database.sentence(forDistrust: error.distrust!))
        throw ExitCode.unavailable
    } catch let error as DatabaseError where error.isPassing {
        if saysWhenAway { complain("la base dati non risponde (errore \(error.code))") }
        return false
    } catch {
        complain("la base dati non va bene: \(error)")
        throw ExitCode.unavailable
    }
}

private struct DurabilityFault: Error, CustomStringConvertible {
    var description: String { "la base dati ha innodb_flush_log_at_trx_commit diverso da 1: una notifica potrebbe partire due volte" }
}

func openingKeys(_ file: SecretFile) throws -> OpeningKeys {
    guard let keys = OpeningKeys(bytes: try file.bytes()) else { throw KeyFileFault(path: file.path) }
    return keys
}

func sealingKey(_ path: String) throws -> SealingKey {
    guard let bytes = contents(ofFile: path, atMost: 4_096), let key = SealingKey(bytes: bytes) else { throw KeyFileFault(path: path) }
    return key
}
