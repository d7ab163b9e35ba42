/// How long a tenant keeps what nobody works on any more.
package struct RetentionRule: Sendable, Equatable {
    /// What it wants, in days; `nil`: for ever.
    package var own: Int?
    /// The most that the host lets it; `nil`: for ever.
    package var ceiling: Int?

    package init(own: Int? = nil, ceiling: Int? = nil) {
        self.own = own
        self.ceiling = ceiling
    }

    /// What a tenant may choose. Within 30 days people still look at what they have sent.
    package static let range = 30...36_500
    /// However short the rest is kept, what was done stays known so long (Garante, 27 November 2008: six months). The
    /// database refuses to forget it sooner.
    package static let leastOfAudit = 180

    /// The most that it may choose.
    package var most: Int { min(ceiling ?? .max, Self.range.upperBound) }

    /// Whether it may choose so many days.
    package func allows(_ days: Int) -> Bool { Self.range.lowerBound <= days && days <= most }

    /// What is said of any other number of days.
    package static func fault(upTo most: Int) -> String {
        "Scrivere un numero da \(range.lowerBound) a \(most.italian), o lasciare vuoto."
    }

    /// What holds; `nil`: for ever.
    package var days: Int? { [own, ceiling].compactMap { $0 }.min() }

    /// The same for the audit.
    package var auditDays: Int? { days.map { max($0, Self.leastOfAudit) } }
}
