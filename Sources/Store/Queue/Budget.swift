package import Domain
import MariaDB

/// An account at App IO: all calls that are made with it come out of one budget.
package struct Account: Hashable, Comparable, Sendable {
    /// The tenant whose account it is; others may share it.
    package var owner: TenantID
    package var environment: Environment

    package init(owner: TenantID, environment: Environment) {
        self.owner = owner
        self.environment = environment
    }

    /// In the order in which they are locked.
    package static func < (one: Account, other: Account) -> Bool {
        (one.owner, one.environment.rawValue) < (other.owner, other.environment.rawValue)
    }
}

extension InstallationStore {
    /// How many calls the account may make now. Inside a transaction, it keeps every other worker from asking until
    /// that ends.
    func callsLeft(_ account: Account) throws -> Int {
        let ahead = try aheadOfNow(account) ?? {
            try db.execute("INSERT IGNORE INTO budget (account_id, environment) VALUES (\(account.owner), \(account.environment))")
            return try aheadOfNow(account) ?? 0
        }()
        let left = SQL.burst - max(ahead, 0)
        return max(left, 0) / CallBudget.microsecondsPerCall
    }

    /// In microseconds; `nil` for an account that has not called yet.
    private func aheadOfNow(_ account: Account) throws -> Int? {
        try db.first("""
            SELECT \(SQL.callsAhead) FROM budget b
            WHERE b.account_id = \(account.owner) AND b.environment = \(account.environment) FOR UPDATE
            """) { $0.next() }
    }

    /// Takes calls out of the budget; a negative number gives back what was not made.
    package func spend(_ calls: Int, of account: Account) throws {
        try db.execute("""
            UPDATE budget b
            SET b.spent_until = GREATEST(\(SQL.spentUntil), NOW(6)) + INTERVAL \(calls * CallBudget.microsecondsPerCall) MICROSECOND
            WHERE b.account_id = \(account.owner) AND b.environment = \(account.environment)
            """)
    }

    /// App IO says that the account has no more calls left than these: others call with it too.
    package func lower(_ account: Account, to calls: Int) throws {
        let ahead = max(CallBudget.burst - calls, 0) * CallBudget.microsecondsPerCall
        try db.execute("""
            UPDATE budget b SET b.spent_until = GREATEST(\(SQL.spentUntil), NOW(6) + INTERVAL \(ahead) MICROSECOND)
            WHERE b.account_id = \(account.owner) AND b.environment = \(account.environment)
            """)
    }

    /// App IO told the account to wait so long. A longer wait that is already set stays.
    package func hold(_ account: Account, seconds: Double) throws {
        let end: SQL = "NOW(6) + INTERVAL \(Int(seconds * 1_000_000)) MICROSECOND"
        // In this order: each assignment sees those before it.
        try db.execute("""
            UPDATE budget b SET b.held_until = IF(\(SQL.isHoldBelieved) AND b.held_until >= \(end), b.held_until, \(end)),
                   b.held_at = IF(b.held_until = \(end), NOW(6), b.held_at)
            WHERE b.account_id = \(account.owner) AND b.environment = \(account.environment)
            """)
    }
}

extension SQL {
    /// Microseconds that a full bucket takes to flow in.
    static let burst = CallBudget.burst * CallBudget.microsecondsPerCall

    /// How far the budget `b` is spent ahead of now, in microseconds. Once it is a burst no call is left; after a wait that App IO
    /// asked for the bucket begins empty.
    static let callsAhead: SQL = """
        CAST(GREATEST(TIMESTAMPDIFF(MICROSECOND, NOW(6), \(spentUntil)),
          IF(\(isHoldBelieved), TIMESTAMPDIFF(MICROSECOND, NOW(6), b.held_until) + \(burst), 0)) AS SIGNED)
        """

    // The clock may have been wrong: neither column holds anybody longer than it can mean.

    /// All calls of 5 seconds, over the burst.
    fileprivate static let spentUntil: SQL = """
        IF(b.spent_until > NOW(6) + INTERVAL \(burst + 5 * CallBudget.perSecond * CallBudget.microsecondsPerCall) MICROSECOND,
           NOW(6), b.spent_until)
        """
    /// Somebody said it after now: they did not.
    fileprivate static let isHoldBelieved: SQL = "b.held_at IS NOT NULL AND b.held_at <= NOW(6) + INTERVAL 2 SECOND"
}
