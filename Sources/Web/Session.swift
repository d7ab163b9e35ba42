import Domain
import FastCGI
import Secrets
import Store

/// A person who has logged in.
struct Session {
    let person: Person
    let token: Token

    static let cookie = "__Host-puntuale"
    /// Seconds without a request after which a session ends, and seconds after which it ends anyway. What
    /// was being written survives both (LoginPage).
    static let idle = 1800
    static let whole = 10 * 3600

    /// The session of the request's cookie, `nil` when there is none that holds.
    static func find(_ request: Request, _ store: TenantStore) throws -> Session? {
        guard let value = request.cookie(cookie), let token = Token(hexadecimal: value),
              let person = try store.person(session: token.digest, idle: idle, whole: whole)
        else { return nil }
        return Session(person: person, token: token)
    }

    /// The header that gives the cookie to a browser. It ends with the browser's session.
    static func header(_ token: Token) -> String {
        "\(cookie)=\(token.hexadecimal); Path=/; Secure; HttpOnly; SameSite=Lax"
    }

    /// The header that takes the cookie away.
    static let removal = "\(cookie)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
}
