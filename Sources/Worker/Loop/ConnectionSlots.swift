import Store

/// How much may be on its way at once, and how much of it for one account: when App IO is slow to one, the others go on.
final class ConnectionSlots {
    private var taken: [Account: Int] = [:]
    private var count = 0

    static let most = 128
    static let mostOfOne = 24
    /// Beside them, for the questions whether App IO answers.
    static let forProbes = 32

    var free: Int { Self.most - count }

    /// How many more there are for an account: it never holds more than it leaves free, so that many which hang leave
    /// places to the next.
    func room(for account: Account) -> Int {
        let mine = taken[account, default: 0]
        return max(0, min(Self.mostOfOne - mine, (free - mine + 1) / 2))
    }

    func take(for account: Account) -> ConnectionSlot {
        taken[account, default: 0] += 1
        count += 1
        return ConnectionSlot(in: self, account)
    }

    fileprivate func leave(_ account: Account) {
        count -= 1
        taken[account, default: 1] -= 1
        if taken[account] == 0 { taken[account] = nil }
    }
}

/// Held by a piece of work while it is on its way; given back when it is let go.
final class ConnectionSlot {
    private let connections: ConnectionSlots
    let account: Account

    fileprivate init(in connections: ConnectionSlots, _ account: Account) { (self.connections, self.account) = (connections, account) }

    deinit { connections.leave(account) }
}
