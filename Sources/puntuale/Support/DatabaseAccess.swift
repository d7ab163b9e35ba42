import MariaDB
import Store

extension DatabaseConfiguration {
    /// What a connection needs to know, the password read now.
    ///
    /// - Parameters:
    ///   - selectsDatabase: false for what must work before the database is there.
    ///   - longestStatement: seconds after which one is given up; 0: never.
    /// - Throws: `ConfigurationFaults` when the password's file can no longer be read.
    func connectionOptions(selectsDatabase: Bool = true, longestStatement: Int = 0) throws(ConfigurationFaults) -> ConnectionOptions {
        var options = ConnectionOptions(user: user, password: try password?.password(), database: selectsDatabase ? name : nil)
        options.statementTimeout = longestStatement
        switch server {
        case .socket(let path): options.socket = path
        case .host(let host, let port): (options.host, options.port) = (host, port)
        }
        return options
    }

    /// A connection whose statements may look at every row: to back up, to restore.
    func longConnection(selectsDatabase: Bool = true) throws(ConfigurationFaults) -> Connection {
        var options = try connectionOptions(selectsDatabase: selectsDatabase)
        options.readTimeout = 3_600
        return Connection(options)
    }

    /// Whether somebody has made the tables already.
    ///
    /// - Throws: `ConfigurationFaults`, `DatabaseError`.
    func holdsInstallation() throws -> Bool {
        let connection = Connection(try connectionOptions(selectsDatabase: false))
        let tables: SQL = "SELECT 1 FROM information_schema.tables WHERE table_schema = \(name) AND table_name = 'schema_version'"
        return try connection.first(tables) { $0.next(Int.self) } != nil
    }

    /// The database, as the installation sees it, after a look whether it fits this program.
    ///
    /// - Throws: `ConfigurationFaults`, `SchemaError`, `DatabaseError`.
    func installationStore() throws -> InstallationStore {
        let connection = Connection(try connectionOptions())
        try Schema.check(connection)
        return InstallationStore(connection)
    }
}

extension DatabaseConfiguration.Server: CustomStringConvertible {
    var description: String {
        switch self {
        case .socket(let path): path
        case .host(let host, let port): "\(host):\(port)"
        }
    }
}
