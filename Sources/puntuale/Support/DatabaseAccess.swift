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
        var options = ConnectionOptions(server, user: user, password: try password?.password(), database: selectsDatabase ? name : nil)
        options.statementTimeout = longestStatement
        // Beside the cluster's standstill: from a node that is frozen the page goes on to the next.
        if longestStatement > 0, case .hosts(let hosts, _, _) = server, hosts.count > 1 { options.readTimeout = longestStatement + 9 }
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

extension DatabaseConfiguration {
    /// Where it is, for people.
    var place: String {
        switch server {
        case .socket(let path): path ?? ""
        case .hosts(let hosts, let port, _): hosts.map { "\($0):\(port)" }.joined(separator: ", ")
        }
    }

    /// Why the server is not believed, as far as we know what the libraries' words mean.
    func sentence(forDistrust words: String) -> String {
        let causes = [
            "Validation of SSL server certificate failed": "il suo certificato non è intestato a questo nome",
            "unable to get local issuer certificate": "il suo certificato è di un'autorità sconosciuta (database.ca_file)",
            "self-signed certificate": "il suo certificato è di un'autorità sconosciuta (database.ca_file)",
            "certificate has expired": "il suo certificato è scaduto",
            "certificate is not yet valid": "il suo certificato non vale ancora",
            "the server does not support it": "non offre TLS, e in chiaro non ci si collega",
        ]
        let cause = causes.first { words.contains($0.key) }?.value ?? words
        return "La base dati \(place) non è fidata: \(cause)."
    }
}
