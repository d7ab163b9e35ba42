import Domain
import FastCGI
import Secrets
import Store
import Text

/// Slows down whoever guesses somebody's password or code, and keeps nobody else out (OWASP, "device cookies"). It says with whose
/// tries one is counted:
///
/// - on a browser on which the person has come in before, its own tries count and no others;
/// - from a network from which anybody of the tenant has, the tries at this name from there, and all of them together;
/// - from anywhere else, the tries of the address at anybody, and those of all strangers at this name.
///
/// So an attack from outside holds up only those who come in on a new browser from a new place. None of it depends on whether there is
/// somebody of that name: nobody learns who works there.
struct LoginThrottle {
    enum Kind: String { case password, code }

    private let exchange: Exchange
    private let kind: Kind
    /// Of a place that only tries at this name fill.
    private let own: FailureBucket?
    /// Those that tries at other names, or from other places, fill too.
    private let shared: [FailureBucket]
    private var buckets: [FailureBucket] { (own.map { [$0] } ?? []) + shared }

    /// Where a password is verified. A flood of strangers, each from an address of its own, fills theirs alone.
    var passwordLimit: ConcurrencyLimit { own == nil ? exchange.site.unknownClientLimit : exchange.site.passwordLimit }

    init(_ kind: Kind, of username: String, _ exchange: Exchange) throws {
        (self.exchange, self.kind) = (exchange, kind)
        // A code has six digits: after 15 minutes each, a hundred tries a day hit one of three valid ones once in nine years.
        // To rest for a day and begin anew gives fewer.
        let (longest, memory) = kind == .password ? (60, 1) : (900, 24)
        func bucket(_ parts: [String], free: Int, longest: Int) -> FailureBucket {
            FailureBucket(key: exchange.bucket([kind.rawValue] + parts), free: free, longest: longest, memory: memory)
        }
        if let device = exchange.device(of: username) {
            (own, shared) = (bucket(["device", username, device.hexadecimal], free: 5, longest: longest), [])
        } else if try exchange.store.remembers(place: exchange.place) {
            own = bucket(["network", username, exchange.network], free: 5, longest: longest)
            // Who tries a code has given a password.
            shared = kind == .code ? [] : [bucket(["network", exchange.network], free: 50, longest: 300)]
        } else {
            own = nil
            shared = [
                bucket(["address", exchange.network], free: 10, longest: 300), bucket(["person", username], free: 10, longest: longest),
            ]
        }
    }

    /// Tries the password or code, unless it is too soon, and counts the failure.
    ///
    /// - Parameter body: `nil`: it could not be tried.
    func tried(_ body: () throws -> Bool?) throws -> Outcome {
        let seconds = try exchange.store.countTry(in: buckets)
        guard seconds == 0 else { return .tooSoon(seconds: seconds) }
        switch try body() {
        case true?:
            if let own { try exchange.store.forgetFailures(in: own.key) }
            try exchange.store.takeBackFailure(in: shared)
            return .right
        case false?: return .wrong
        case nil:
            try exchange.store.takeBackFailure(in: buckets)
            return .crowded
        }
    }

    enum Outcome { case right, wrong, crowded, tooSoon(seconds: Int) }
}

extension Exchange {
    /// The networks that are one to us: an address, or what one household has of IPv6 (RFC 6177).
    fileprivate var network: String { request.network(four: 32, six: 56) }

    fileprivate func bucket(_ parts: [String]) -> [UInt8] {
        Array(site.signer.sign([Array("failures".utf8), tenant.id.bytes] + parts.map { Array($0.utf8) }).prefix(16))
    }

    fileprivate var place: [UInt8] { bucket(["came in", network]) }

    // MARK: - The cookie of a browser on which somebody has come in

    private static var deviceCookie: String { "__Host-dispositivo" }

    /// The random bytes in it, if it is of this person.
    fileprivate func device(of username: String) -> [UInt8]? {
        guard let parts = request.cookie(Self.deviceCookie)?.split(separator: "."), parts.count == 2,
              let device = Token(hexadecimal: String(parts[0])), let signature = [UInt8](hexadecimal: String(parts[1])),
              site.signer.verify(signature, of: deviceParts(device, username)) else { return nil }
        return device.bytes
    }

    private func deviceParts(_ device: Token, _ username: String) -> [[UInt8]] {
        [Array("device".utf8), tenant.id.bytes, Array(username.utf8), device.bytes]
    }

    /// Somebody has come in whole: remembers where, for the next time.
    ///
    /// - Returns: the header of the cookie; it opens nothing.
    func recognise(_ username: String) throws -> String {
        try store.remember(place: place)
        let device = Token.random(), signature = site.signer.sign(deviceParts(device, username))
        return "\(Self.deviceCookie)=\(device.hexadecimal).\(signature.hexadecimal); Path=/; Secure; HttpOnly; SameSite=Lax; "
            + "Max-Age=\(180 * 86_400)"
    }
}

extension LoginThrottle.Outcome {
    /// What the person is told.
    func sentence(wrong: String) -> String {
        switch self {
        case .right: ""
        case .wrong: wrong
        case .crowded: "Troppe persone stanno entrando in questo momento: attendere qualche secondo e riprovare."
        case .tooSoon(let seconds): "Troppi tentativi non riusciti: riprovare fra \(seconds == 1 ? "un secondo" : "\(seconds) secondi")."
        }
    }

    var status: Int {
        switch self {
        case .right: 200
        case .wrong: 422
        case .crowded: 503
        case .tooSoon: 429
        }
    }

    /// The page that says so, with when to try again for who is no person.
    func answer(_ page: Response) -> Response {
        guard case .tooSoon(let seconds) = self else { return page }
        var page = page
        page.add("Retry-After", String(seconds))
        return page
    }
}
