import Synchronization

/// Set once by one thread, read by another.
final class Flag: Sendable {
    private let value = Atomic(false)
    func store() { value.store(true, ordering: .releasing) }
    var isSet: Bool { value.load(ordering: .acquiring) }
}
