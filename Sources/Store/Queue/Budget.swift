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
        let left = CallBudget.burst * CallBudget.microsecondsPerCall - max(ahead, 0)
        return max(left, 0) / CallBudget.microsecondsPerCall
    }

    /// In microseconds; `nil` for an account that has not called yet.
    private func aheadOfNow(_ account: Account) throws -> Int? {
        try db.first("""
            SELECT TIMESTAMPDIFF(MICROSECOND, NOW(6), spent_until) FROM budget
            WHERE account_id = \(account.owner) AND environment = \(account.environment) FOR UPDATE
            """) { $0.next() }
    }

    /// Takes calls out of the budget; a negative number gives back what was not made.
    package func spend(_ calls: Int, of account: Account) throws {
        try db.execute("""
            UPDATE budget SET spent_until = GREATEST(spent_until, NOW(6)) + INTERVAL \(calls * CallBudget.microsecondsPerCall) MICROSECOND
            WHERE account_id = \(account.owner) AND environment = \(account.environment)
            """)
    }

    /// App IO says that the account has no more calls left than these: others call with it too.
    package func lower(_ account: Account, to calls: Int) throws {
        try hold(account, seconds: 0, leaving: calls)
    }

    /// App IO told the account to wait so long. A longer wait that is already set stays.
    package func hold(_ account: Account, seconds: Double) throws {
        try hold(account, seconds: seconds, leaving: 0)
    }

    private func hold(_ account: Account, seconds: Double, leaving calls: Int) throws {
        let ahead = Int(seconds * 1_000_000) + max(CallBudget.burst - calls, 0) * CallBudget.microsecondsPerCall
        try db.execute("""
            UPDATE budget SET spent_until = GREATEST(spent_until, NOW(6) + INTERVAL \(ahead) MICROSECOND)
            WHERE account_id = \(account.owner) AND environment = \(account.environment)
            """)
    }
}
