/// A service has two equivalent keys, so that one can be changed while the other is in use.
package enum KeySlot: String, Sendable, CaseIterable {
    case primary, secondary

    package var label: String { self == .primary ? "primaria" : "secondaria" }
    package var other: KeySlot { self == .primary ? .secondary : .primary }

    /// The key with which messages leave: the preferred one, unless it is missing or App IO refuses it and takes the other.
    ///
    /// - Parameters:
    ///   - preferred: the one that App IO took last.
    ///   - keys: those that are set, and whether App IO refused each last time.
    package static func inUse(preferring preferred: KeySlot, of keys: [KeySlot: Bool]) -> KeySlot {
        guard let otherIsRefused = keys[preferred.other] else { return preferred }
        guard let isRefused = keys[preferred] else { return preferred.other }
        return isRefused && !otherIsRefused ? preferred.other : preferred
    }
}
