/// A service has two equivalent keys, so that one can be changed while the other is in use.
package enum KeySlot: String, Sendable, CaseIterable {
    case primary, secondary

    package var label: String { self == .primary ? "primaria" : "secondaria" }
    package var other: KeySlot { self == .primary ? .secondary : .primary }
}
