package import MariaDB

import Synchronization
@preconcurrency import Glibc

/// The database server whose socket PUNTUALE_TEST_DATABASE_SOCKET names; who runs the tests is root there.
package enum TestServer {
    package static let socket = getenv("PUNTUALE_TEST_DATABASE_SOCKET").map { String(cString: $0) }
    package static var isThere: Bool { socket != nil }

    package static func options(database: String? = nil) -> ConnectionOptions {
        ConnectionOptions(socket: socket, user: String(cString: getpwuid(getuid()).pointee.pw_name), database: database)
    }

    /// Makes a database without a table, lends it to the body and drops it.
    package static func lend(_ body: (ConnectionOptions) throws -> Void) throws {
        let name = try make()
        defer { drop(name) }
        try body(options(database: name))
    }

    /// A database without a table that stays until the tests are over.
    package static func keep() throws -> ConnectionOptions {
        let name = try make()
        kept.withLock { names in
            if names.isEmpty { atexit { TestServer.kept.withLock { $0 }.forEach(TestServer.drop) } }
            names.append(name)
        }
        return options(database: name)
    }

    private static let kept = Mutex<[String]>([])

    private static func make() throws -> String {
        let name = "test_" + String(UInt64.random(in: .min ... .max), radix: 36)
        try Connection(options()).script(SQL(trusted: "CREATE DATABASE \(name) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
        return name
    }

    private static func drop(_ name: String) { try? Connection(options()).script(SQL(trusted: "DROP DATABASE \(name)")) }
}
