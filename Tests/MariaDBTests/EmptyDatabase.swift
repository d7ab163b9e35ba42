import MariaDB
import TestSupport

@preconcurrency import Glibc

/// A database of its own for one test.
struct EmptyDatabase {
    let name: String

    /// Makes the database, lends it to the body and drops it.
    static func run(_ body: (EmptyDatabase) throws -> Void) throws {
        try TestServer.lend { try body(EmptyDatabase(name: $0.database!)) }
    }

    func connect(idleTransactionTimeout: Int? = nil) -> Connection {
        var options = TestServer.options(database: name)
        if let idleTransactionTimeout { options.idleTransactionTimeout = idleTransactionTimeout }
        return Connection(options)
    }

    /// Ends a connection from outside, and returns when the server has let it go.
    func kill(_ connection: Connection) throws {
        let id = try connection.first("SELECT CONNECTION_ID()") { $0.next(Int.self) }!
        let other = connect()
        try other.execute("KILL CONNECTION \(id)")
        let isThere: SQL = "SELECT 1 FROM information_schema.processlist WHERE id = \(id)"
        while try other.first(isThere, { $0.next(Int.self) }) != nil { usleep(1_000) }
    }
}
