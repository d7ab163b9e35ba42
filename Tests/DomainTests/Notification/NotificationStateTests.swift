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

    @Test func `the diagram of states.md names every state, by its label`() throws {
        let text = Migrations.text("\(Migrations.directory)/../docs/states.md")
        let diagram = try #require(text.split(separator: "stateDiagram-v2").last?.split(separator: "```").first)
        let lines = diagram.split(separator: "\n").map { $0.drop { $0 == " " } }
        let named = Set(lines.filter { !$0.contains("-->") }.map(String.init))
        let states = Set(NotificationState.allCases.map { "\($0.rawValue): \($0.label)" })
        #expect(states.subtracting(named).sorted() == [], "not in the diagram")
        #expect(named.subtracting(states).sorted() == [], "in the diagram, and no state")
        let ends = lines.filter { $0.contains("-->") }.flatMap { $0.prefix { $0 != ":" }.split(separator: " --> ") }.map(String.init)
        #expect(Set(ends).subtracting(NotificationState.allCases.map(\.rawValue)) == ["[*]"], "arrows join states only")
    }
}
