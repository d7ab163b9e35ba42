import MariaDB
import Store
import TestSupport

/// The accounts of sql/accounts.sql under names of a test's own: accounts belong to the whole server.
struct TestAccounts: Sendable {
    let prefix = "test_\(UInt32.random(in: .min ... .max))_"
    let database: ConnectionOptions
    private static let passwords = ["web": "una 'password", "worker": "un\\altra", "host": "la terza"]

    init(_ database: TestDatabase) { self.database = database.options }

    /// The file's text, of these accounts.
    var file: String { Migrations.text("\(Migrations.directory)/accounts.sql").replacing("puntuale_", with: prefix) }

    @discardableResult
    func update(_ file: String? = nil, hosts: [String]? = ["localhost"]) throws -> [AccountChange] {
        try Accounts.update(Connection(database), file: file ?? self.file, wanted: Self.passwords.sorted { $0.key < $1.key }.map {
            WantedAccount(name: prefix + $0.key, hosts: hosts, password: $0.value)
        })
    }

    func options(of account: String) -> ConnectionOptions {
        var options = database
        (options.user, options.password) = (prefix + account, Self.passwords[account])
        return options
    }

    func drop() {
        let db = Connection(database)
        let accounts = try? db.rows("""
            SELECT CONCAT(QUOTE(user), '@', QUOTE(host)) FROM mysql.user WHERE user LIKE \(prefix + "%")
            """) { $0.next(String.self) }
        for account in accounts ?? [] { try? db.script(SQL(trusted: "DROP USER \(account)")) }
    }
}
