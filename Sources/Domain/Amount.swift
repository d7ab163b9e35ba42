package struct Amount: Hashable, Sendable {
    package let cents: Int64
    package init(cents: Int64) { self.cents = cents }
}
