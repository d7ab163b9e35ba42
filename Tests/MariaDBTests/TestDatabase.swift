import MariaDB

@preconcurrency import Glibc

/// A database of its own for one test, on the server whose socket PUNTUALE_TEST_DATABASE_SOCKET
/// names; who runs the test is root there.
struct TestDatabase {
    static let socket = getenv("PUNTUALE_TEST_DATABASE_SOCKET").map { String(cString: $0) }
    static var isThere: Bool { socket != nil }

    let name = "test_mariadb_" + String(UInt64.random(in: .min ... .max), radix: 36)

    /// Makes the database, lends it to the body and drops it.
    static func run(_ body: (TestDatabase) throws -> Void) throws {
        let database = TestDatabase()
        let host = Connection(options(database: nil))
        try host.script(SQL(trusted: "CREATE DATABASE \(database.name) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
        defer { try? host.script(SQL(trusted: "DROP DATABASE \(database.name)")) }
        try body(database)
    }

    func connect(idleTransactionTimeout: Int? = nil) -> Connection {
        var options = Self.options(database: name)
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

    private static func options(database: String?) -> ConnectionOptions {
        ConnectionOptions(socket: socket, user: String(cString: getpwuid(getuid()).pointee.pw_name), database: database)
    }
}
