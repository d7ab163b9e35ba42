import Domain
import Store

/// What answers say of an account's calls.
extension Engine {
    /// Gives calls back to an account that were paid for and not made; a negative number takes them.
    func refund(_ calls: Int, to account: Account) {
        ledger.note { [host] in try host.spend(-calls, of: account) }
    }

    /// App IO told the account to wait.
    func hold(_ account: Account, _ wait: Duration) {
        ledger.note { [host] in try host.hold(account, seconds: wait.inSeconds) }
    }

    /// App IO said how many calls the account has left. Only few are of interest: others call with it too.
    func observe(_ remaining: Int?, of account: Account) {
        guard let remaining, remaining < CallBudget.burst else { return }
        ledger.note { [host] in try host.lower(account, to: remaining) }
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
