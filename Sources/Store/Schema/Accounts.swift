package import MariaDB

/// The database's accounts of the programs, brought to what `sql/accounts.sql` says while the programs run.
///
/// What is missing is granted before what is too much is revoked, and nothing is said where nothing differs: a request that comes
/// meanwhile finds the rights that both the old and the new file give. On a cluster each statement is carried out by all nodes in the
/// same order; a replica gets them like everything else.
package struct Accounts {
    /// Where the models are from: the name of no host.
    private static let model = "modello.invalid"

    private let db: Connection
    private let lease: SchemaLease

    /// - Parameters:
    ///   - file: the text of `sql/accounts.sql`.
    ///   - wanted: those that must be there. Accounts of their names from other hosts get the same rights and passwords.
    /// - Returns: what was done, an account each.
    /// - Throws: `SchemaError`, `AccountsFault`, `DatabaseError`.
    package static func update(_ db: Connection, file: String, wanted: [WantedAccount]) throws -> [AccountChange] {
        try SchemaLease.hold(on: db) { lease in
            let accounts = Accounts(db: db, lease: lease)
            for statement in statements(of: file) { try accounts.carryOut(statement) }
            return try wanted.flatMap(accounts.update)
        }
    }

    private static func statements(of file: String) -> [String] {
        file.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n").split(separator: ";\n").map(String.init)
    }

    /// A trigger that is there stays: to make it again needs its table for itself.
    private func carryOut(_ statement: String) throws {
        guard let match = statement.prefixMatch(of: /CREATE OR REPLACE TRIGGER (\w+)\b/) else { return try lease.alter(statement) }
        let body = try db.first("""
            SELECT action_statement FROM information_schema.triggers
            WHERE trigger_schema = DATABASE() AND trigger_name = \(String(match.1))
            """) { $0.next(String.self) }
        if let body, statement.hasSuffix(body.hasSuffix(";") ? String(body.dropLast()) : body) { return }
        try lease.alter(statement)
    }

    private func update(_ wanted: WantedAccount) throws -> [AccountChange] {
        let known = Set(try db.rows("SELECT host FROM mysql.user WHERE user = \(wanted.name) AND host <> \(Self.model)") {
            $0.next(String.self)
        })
        let rights = try AccountRight.all(of: grantee(wanted.name, Self.model), db)
        // Who may not read what the model has would take everything from the accounts.
        guard !rights.isEmpty else { throw AccountsFault.modelWithoutRights(wanted.name) }
        let byNetwork = known.subtracting(["localhost"])
        let hosts = wanted.hosts.map(Set.init) ?? (byNetwork.isEmpty ? ["%"] : byNetwork)
        return try known.union(hosts).sorted().map { host in
            let account = grantee(wanted.name, host)
            var change = AccountChange(account: "\(wanted.name)@\(host)")
            if !known.contains(host) {
                guard let password = wanted.password else { throw AccountsFault.noPassword(change.account) }
                try set("CREATE USER", account, password)
                change.isNew = true
            } else if let password = wanted.password, try !has(password, wanted.name, host) {
                try set("ALTER USER", account, password)
                change.hasNewPassword = true
            }
            if wanted.requiresTLS, hosts.contains(host), try !requiresTLS(wanted.name, host) {
                try db.script(SQL(trusted: "ALTER USER \(account) REQUIRE SSL"))
                change.requiresTLSNow = true
            }
            let there = try AccountRight.all(of: account, db)
            try give(rights, to: account, having: there, &change)
            return change
        }
    }

    private func give(
        _ rights: Set<AccountRight>, to account: String, having there: Set<AccountRight>, _ change: inout AccountChange
    ) throws {
        let (missing, tooMany) = (rights.subtracting(there), there.subtracting(rights))
        for statement in AccountRight.statements("GRANT", missing, "TO", account) { try db.script(SQL(trusted: statement)) }
        for statement in AccountRight.statements("REVOKE", tooMany, "FROM", account) { try db.script(SQL(trusted: statement)) }
        (change.granted, change.revoked) = (missing.count, tooMany.count)
        guard !tooMany.isEmpty else { return }
        // Revoked of a whole table, a right is gone from its columns too: MariaDB knows no statement that narrows one. `Connection`
        // asks again meanwhile.
        let lost = rights.subtracting(try AccountRight.all(of: account, db))
        for statement in AccountRight.statements("GRANT", lost, "TO", account) { try db.script(SQL(trusted: statement)) }
    }

    private func set(_ verb: String, _ account: String, _ password: String) throws {
        try db.execute("SET @password = \(password)")
        defer { _ = try? db.execute("SET @password = NULL") }
        try db.script(SQL(trusted: "EXECUTE IMMEDIATE CONCAT(\(literal("\(verb) \(account) IDENTIFIED BY ")), QUOTE(@password))"))
    }

    private func has(_ password: String, _ name: String, _ host: String) throws -> Bool {
        try db.first("SELECT authentication_string = PASSWORD(\(password)) FROM mysql.user WHERE user = \(name) AND host = \(host)") {
            $0.next(Bool.self)
        } == true
    }

    private func requiresTLS(_ name: String, _ host: String) throws -> Bool {
        try db.first("SELECT ssl_type <> '' FROM mysql.user WHERE user = \(name) AND host = \(host)") { $0.next(Bool.self) } == true
    }

    /// As information_schema and the statements name it.
    private func grantee(_ name: String, _ host: String) -> String { "\(literal(name))@\(literal(host))" }

    private func literal(_ text: String) -> String {
        "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "''"))'"
    }
}

/// An account that a program enters with.
package struct WantedAccount: Sendable {
    /// As in `sql/accounts.sql`.
    package var name: String
    /// From where it enters, at least: `localhost` (the socket), an address, a pattern such as `10.0.0.%`. `nil`: over the network, from
    /// where it does already, and a new one from anywhere.
    package var hosts: [String]?
    /// `nil`: those that are there keep how they enter.
    package var password: String?
    /// Whether it may enter from these hosts over TLS only.
    package var requiresTLS: Bool

    package init(name: String, hosts: [String]?, password: String?, requiresTLS: Bool = false) {
        (self.name, self.hosts, self.password, self.requiresTLS) = (name, hosts, password, requiresTLS)
    }
}

/// What was done to an account.
package struct AccountChange: Equatable, Sendable {
    /// `user@host`
    package var account: String
    package var isNew = false
    package var hasNewPassword = false
    package var requiresTLSNow = false
    /// Rights, each of a database, a table or a column.
    package var granted = 0
    package var revoked = 0
}

/// Why accounts cannot be brought to what they should be.
package enum AccountsFault: Error, Equatable {
    /// The file names no such account, or who asks may not see what it has.
    case modelWithoutRights(String)
    /// An account is to be made of which no password is known.
    case noPassword(String)
}
