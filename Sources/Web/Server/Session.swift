import Domain
import FastCGI
import Secrets
import Store

/// A person who has logged in, or is about to.
struct Session {
    let person: Person
    let stage: OpenSession.Stage
    let token: Token
    /// The password was given within the last minutes.
    var isFresh = true
    /// Others have changed the person's access since they last entered, and they have not said that they know.
    var hasAccessChanged = false
    /// The list of the archive that was looked at last, as a query.
    var list: String?
    var searches = KeptSearches()

    static let cookie = "__Host-puntuale"
    /// Seconds without a request after which a session ends, and seconds after which it ends anyway. What
    /// was being written survives both (ReturnTo).
    static let idle = 1800
    static let whole = 10 * 3600

    /// What must be done before the pages open.
    enum Step { case giveCode, setSecondFactor }

    func stepLeft(at tenant: Tenant) -> Step? {
        if stage == .password { return .giveCode }
        return person.needsSecondFactor(at: tenant) && !person.hasSecondFactor ? .setSecondFactor : nil
    }

    /// The token of the request's cookie, `nil` when there is none that could be one.
    static func token(of request: Request) -> Token? { request.cookie(cookie).flatMap { Token(hexadecimal: $0) } }

    /// The header that gives the cookie to a browser. It ends with the browser's session.
    static func header(_ token: Token) -> String {
        "\(cookie)=\(token.hexadecimal); Path=/; Secure; HttpOnly; SameSite=Lax"
    }

    /// The header that takes the cookie away.
    static let removal = "\(cookie)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
}

extension Session {
    init(_ found: OpenSession, _ token: Token) {
        self.init(person: found.person, stage: found.stage, token: token, isFresh: found.isFresh,
                  hasAccessChanged: found.hasAccessChanged, list: found.list, searches: found.searches)
    }
}

extension Person {
    /// Whoever can change what others may do, and everybody where the tenant says so.
    func needsSecondFactor(at tenant: Tenant) -> Bool { role >= .administrator || tenant.requiresSecondFactor }
}
