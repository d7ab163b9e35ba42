import Domain
import MariaDB
import Otp
import Secrets
import Store
@preconcurrency import Glibc

/// A person of one test, who can log in.
struct Colleague {
    let id: PersonID
    let username: String

    static let password = "una-password-lunga"
    fileprivate static let hash = Password.hash(password)
}

extension TestSite {
    func colleague(_ role: Role = .operator, of tenant: SiteTenant? = nil) throws -> Colleague {
        let username = "collega." + String(UInt32.random(in: .min ... .max), radix: 36)
        let store = installation.store(of: (tenant ?? one).id)
        let id = try store.addPerson(username: username, name: "Collega Nuova", role: role, passwordHash: Colleague.hash, by: nil)
        return Colleague(id: id, username: username)
    }

    /// Nobody's browser, somewhere.
    func stranger(at address: String, of tenant: SiteTenant? = nil) -> Visitor {
        let visitor = visitor(.nobody, of: tenant)
        visitor.address = address
        return visitor
    }

    /// Lets time go by for those who have failed.
    func letPass(seconds: Int) throws {
        try installation.db.execute("UPDATE login_failure SET last_at = last_at - INTERVAL \(seconds) SECOND")
    }
}

/// What makes the codes of a second factor.
struct Telephone {
    private let password: OneTimePassword

    /// Types the secret off the page that proposes it.
    init?(_ page: Page) {
        guard let typed = page.texts(of: "codice").first(where: { $0.utf8.count > 32 }) else { return nil }
        var bits = 0, count = 0, secret: [UInt8] = []
        for character in typed where character != " " {
            guard let digit = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").firstIndex(of: character) else { return nil }
            (bits, count) = (bits << 5 | digit, count + 5)
            if count >= 8 {
                count -= 8
                secret.append(UInt8(truncatingIfNeeded: bits >> count))
                bits &= (1 << count) - 1
            }
        }
        password = OneTimePassword(secret: secret)
    }

    var secret: [UInt8] { password.secret }

    /// Of the present step, which is taken during the next one too, or of one beside it.
    ///
    /// - Parameter later: in steps of 30 seconds.
    func code(_ later: Int64 = 0) -> String { password.code(at: Int64(time(nil)) + later * 30) }
}
