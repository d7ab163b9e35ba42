package import MariaDB
package import Store

/// A migrated database of its own for one test, with two tenants that look alike.
package final class TestDatabase {
    package static var isThere: Bool { TestServer.isThere }

    package let options: ConnectionOptions
    package let installation: InstallationStore
    package let one: TestTenant
    package let other: TestTenant
    package var db: Connection { installation.db }

    /// Makes the database, lends it to the body and drops it.
    package static func run(_ body: (TestDatabase) throws -> Void) throws {
        try TestServer.lend { try body(TestDatabase(in: $0)) }
    }

    /// One that many tests share, none of which changes what another reads.
    package static func kept() throws -> TestDatabase { try TestDatabase(in: TestServer.keep()) }

    private init(in options: ConnectionOptions) throws {
        self.options = options
        installation = InstallationStore(Connection(options))
        try SchemaStatements.migrated.get().make(in: installation.db)
        one = try TestTenant(installation, code: "c_a001")
        other = try TestTenant(installation, code: "c_b002")
    }

    /// What another process of the installation sees.
    package func connect() -> InstallationStore { InstallationStore(Connection(options)) }

    /// From now on the time stands still for what goes through `installation`, so that no call flows into a budget meanwhile.
    package func stopTime() throws { try db.execute("SET timestamp = UNIX_TIMESTAMP(NOW(6))") }

    /// Lets the time that stands still go on by so much.
    package func letPass(seconds: Int) throws { try db.execute("SET timestamp = @@timestamp + \(seconds)") }
}
