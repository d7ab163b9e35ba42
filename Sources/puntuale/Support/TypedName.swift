import Domain
import Text

/// A name for people to read: without white space and invisible marks around it, not empty, in one line.
///
/// - Parameter limit: code points, as a VARCHAR counts them.
/// - Throws: `CommandError`.
func checkedName(_ typed: String, atMost limit: Int) throws -> String {
    let name = typed.trimmed()
    if let fault = name.fault(asNameUpTo: limit) { throw CommandError(fault) }
    return name
}

/// The name by which a person logs in.
///
/// - Throws: `CommandError`.
func checkedUsername(_ typed: String) throws -> String {
    guard let username = Username(typed) else { throw CommandError(Username.fault) }
    return username.value
}

/// The name by which browsers reach an ente.
///
/// - Throws: `CommandError`.
func checkedHost(_ typed: String) throws -> HostName {
    guard let name = HostName(typed) else {
        throw CommandError("«\(typed)» non è un nome host: lettere, cifre, trattini e punti, senza porta.")
    }
    return name
}

/// The same of one that an ente is to have.
///
/// - Throws: `CommandError`.
func checkedTenantHost(_ typed: String) throws -> HostName {
    let name = try checkedHost(typed)
    guard name.isComplete else { throw CommandError("«\(typed)» non è un nome host completo, come notifiche.comune.example.it.") }
    return name
}
