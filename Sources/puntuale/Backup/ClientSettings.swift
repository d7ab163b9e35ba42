import MariaDB
@preconcurrency import Glibc

/// How mariadb-dump and mariadb reach the database as its administrator: a file that only we can read and that has no name any more
/// before anything stands in it. So no password is on a command line, in an environment or left behind.
final class ClientSettings {
    private let descriptor: Int32

    /// Where the program finds it, which must be its first argument.
    static let argument = "--defaults-file=/dev/fd/3"
    /// What it must have open for that.
    var others: KeyValuePairs<Int32, Int32> { [3: descriptor] }
    func others(and lock: Int32) -> KeyValuePairs<Int32, Int32> { [3: descriptor, 4: lock] }

    /// - Throws: `CommandError` when there is no room for it; `ConfigurationFaults` when the password cannot be read.
    init(_ database: DatabaseConfiguration) throws {
        var template = Array("/tmp/puntuale-XXXXXX".utf8CString)
        let made = mkstemp(&template)
        guard made >= 0 else { throw CommandError("In /tmp non si può scrivere: \(lastSystemError()).") }
        unlink(template)
        // Above what a program that is started has by number.
        descriptor = fcntl(made, F_DUPFD_CLOEXEC, 16)
        close(made)
        try writeAll(Array(Self.text(database, password: database.password?.password()).utf8), to: descriptor)
    }

    deinit { close(descriptor) }

    private static func text(_ database: DatabaseConfiguration, password: String?) throws -> String {
        var options = [("user", database.user), ("default-character-set", "utf8mb4")]
        switch database.server {
        case .socket(let path): if let path { options.append(("socket", path)) }
        case .hosts(let hosts, let port, let security):
            let host = try hosts.count == 1 ? hosts[0] : firstReady(hosts, database)
            options += [("protocol", "TCP"), ("host", host), ("port", String(port))] + tls(security)
        }
        if let password { options.append(("password", password)) }
        return "[client]\n" + options.map { "\($0)=\(quoted($1))\n" }.joined()
    }

    /// As our own connections have it; a client of MariaDB that verifies refuses a server that offers none.
    private static func tls(_ security: ConnectionOptions.Security) -> [(String, String)] {
        guard case .verified(let authorities) = security else { return [("skip-ssl", "1")] }
        return [("ssl", "1"), ("ssl-verify-server-cert", "1"), ("tls-version", "TLSv1.2,TLSv1.3")]
            + (authorities.map { [("ssl-ca", $0)] } ?? [])
    }

    /// Of several, since these programs know one: the first that answers us.
    private static func firstReady(_ hosts: [String], _ database: DatabaseConfiguration) throws -> String {
        guard case .hosts(_, let port, let security) = database.server else { return hosts[0] }
        for host in hosts {
            var options = try database.connectionOptions(selectsDatabase: false)
            options.server = .hosts([host], port: port, security: security)
            if (try? Connection(options).execute("DO 0")) != nil { return host }
        }
        throw CommandError("La base dati non risponde (\(database.place)).")
    }

    private static func quoted(_ value: String) -> String {
        "\"" + value.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined() + "\""
    }
}

/// Writes all of some bytes.
///
/// - Throws: `CommandError` with the system's word.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(CommandError) {
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw CommandError("Non si può scrivere: \(lastSystemError()).") }
        written += count
    }
}
