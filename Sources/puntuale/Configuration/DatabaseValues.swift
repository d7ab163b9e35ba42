import Domain
import MariaDB
import Text
@preconcurrency import Glibc

/// Who asks the database: each program has an account with the rights that it needs.
enum DatabaseAccount {
    case web, worker, hostAdmin, admin

    var userKey: ConfigurationKey {
        switch self {
        case .web: .databaseWebUser
        case .worker: .databaseWorkerUser
        case .hostAdmin: .databaseHostAdminUser
        case .admin: .databaseAdminUser
        }
    }

    var passwordKey: ConfigurationKey {
        switch self {
        case .web: .databaseWebPasswordFile
        case .worker: .databaseWorkerPasswordFile
        case .hostAdmin: .databaseHostAdminPasswordFile
        case .admin: .databaseAdminPasswordFile
        }
    }
}

extension ConfigurationReader {
    mutating func database(_ account: DatabaseAccount) -> DatabaseConfiguration {
        DatabaseConfiguration(
            server: databaseServer(),
            name: databaseName(),
            user: text(account.userKey),
            password: has(account.passwordKey) ? secret(account.passwordKey, minimum: 1) : nil)
    }

    private mutating func databaseServer() -> ConnectionOptions.Server {
        if has(.databaseSocket) {
            for key in [ConfigurationKey.databaseHost, .databasePort, .databaseTLS, .databaseAuthorities] where has(key) {
                fault(key, "non può stare insieme a database.socket")
            }
            return .socket(socket(.databaseSocket))
        }
        guard has(.databaseHost) else {
            missing("manca database.socket, oppure database.host con database.port")
            return .socket("")
        }
        let hosts = databaseHosts()
        return .hosts(hosts, port: number(.databasePort, in: 1...65_535, default: 3306), security: security(hosts))
    }

    /// Names or addresses, with spaces or commas between them.
    private mutating func databaseHosts() -> [String] {
        let hosts = text(.databaseHost).split { $0 == " " || $0 == "," || $0 == "\t" }.map(String.init)
        if hosts.isEmpty { fault(.databaseHost, "non nomina nessun host") }
        return hosts.filter { host in
            if HostName(host) != nil || isIPv6(host) { return true }
            fault(.databaseHost, "«\(host)» non è un nome host né un indirizzo; la porta si indica in database.port")
            return false
        }
    }

    /// Encrypted, and with the server that was meant, unless the file says otherwise of what never leaves this machine.
    private mutating func security(_ hosts: [String]) -> ConnectionOptions.Security {
        let text = has(.databaseTLS) ? text(.databaseTLS) : "verified"
        switch text {
        case "verified": return .verified(authorities: has(.databaseAuthorities) ? readableFile(.databaseAuthorities) : nil)
        case "no":
            if has(.databaseAuthorities) { fault(.databaseAuthorities, "non può stare insieme a database.tls = no") }
            for host in hosts where !isLoopback(host) {
                fault(.databaseTLS, """
                    senza TLS i dati dei cittadini, i messaggi, le sessioni e le password della base dati viaggiano in chiaro \
                    verso \(host): «no» è ammesso solo verso questa stessa macchina
                    """)
            }
        default: fault(.databaseTLS, "«\(text)» non è uno di: verified, no")
        }
        return .none
    }

    /// Letters, digits and `_`: a name that never needs quoting.
    private mutating func databaseName() -> String {
        let name = text(.databaseName)
        let plain = name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
        if !plain || name.utf8.count > 64 { fault(.databaseName, "«\(name)» non è un nome di al più 64 lettere, cifre e _") }
        return name
    }
}

private func isIPv6(_ host: String) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET6, host, &address) == 1
}

private func isLoopback(_ host: String) -> Bool { host == "::1" || MailServer.isLoopback(host) }
