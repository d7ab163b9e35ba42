import AppIO
import Domain
import Store

/// What answers say of an account's calls and of a service's keys.
extension Engine {
    /// Gives calls back to an account that were paid for and not made; a negative number takes them.
    func refund(_ calls: Int, to account: Account) {
        settlements.note { [installation] in try installation.spend(-calls, of: account) }
    }

    /// App IO told the account to wait.
    func hold(_ account: Account, _ wait: Duration) {
        outage.told(account, toWait: wait, .now)
        settlements.note { [installation] in try installation.hold(account, seconds: wait.inSeconds) }
    }

    /// App IO answered a call, or did not; it may have said how many the account has left. Only few are of interest: others call
    /// with it too.
    func observe<Outcome>(_ exchange: HTTPExchange<Outcome>, of account: Account) {
        let now = Instant.now
        if exchange.httpStatus != nil { outage.questions.answered(account, askedAt: now - exchange.duration, now) }
        guard let remaining = exchange.remaining, remaining < CallBudget.burst else { return }
        settlements.note { [installation] in try installation.lower(account, to: remaining) }
    }

    /// App IO refused a call with this key.
    func noteRefused(_ slot: KeySlot, _ access: ServiceAccess?, of service: ServiceID, _ store: TenantStore) {
        guard let access, let sealed = access.sealedKeys[slot], !access.refusedKeys.contains(slot) else { return }
        settlements.note { [watch] in
            if try store.noteRefused(sealed, of: service) { watch.refused(slot, store.tenant, service) }
        }
    }

    /// App IO took a call with this key.
    func noteTaken(_ slot: KeySlot, _ access: ServiceAccess?, of service: ServiceID, _ store: TenantStore) {
        guard let access, let sealed = access.sealedKeys[slot], access.refusedKeys.contains(slot) else { return }
        settlements.note { try store.noteTaken(sealed, of: service) }
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
