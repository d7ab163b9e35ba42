import Domain
import Testing
import TestSupport

struct NotificationStateTests {
    @Test func `states that a person may retry lead back to the queue, and nothing leaves a final one`() {
        for state in NotificationState.allCases {
            if state.canBeRetried { #expect(state.next == [.queued]) }
            if state.next.isEmpty { #expect(!state.isMoving) }
        }
        #expect(NotificationState.allCases.filter(\.next.isEmpty) == [.processed, .rejected, .assumed, .cancelled])
    }

    @Test func `every state is reached from a queued row`() {
        var reached: Set<NotificationState> = [.queued]
        var front = reached
        while !front.isEmpty {
            front = front.reduce(into: Set()) { $0.formUnion($1.next) }.subtracting(reached)
            reached.formUnion(front)
        }
        #expect(reached == Set(NotificationState.allCases))
    }

    @Test func `from every state a final one can be reached`() {
        for state in NotificationState.allCases {
            var chance = Chance()
            var current = state
            var steps = 0
            while let next = current.next.sorted(by: { $0.rawValue < $1.rawValue }).randomElement(using: &chance), steps < 10_000 {
                current = next
                steps += 1
            }
            #expect(current.next.isEmpty, "\(state) \(chance)")
        }
    }

    @Test func `nothing is sent twice without a person: what may have left never goes back to the queue by itself`() {
        #expect(NotificationState.allCases.filter { $0.next.contains(.sending) } == [.queued])
        for state in [NotificationState.accepted, .undetermined] { #expect(!state.next.contains(.queued)) }
    }

    @Test func `no two states read the same`() {
        #expect(Set(NotificationState.allCases.map(\.label)).count == NotificationState.allCases.count)
    }
}
