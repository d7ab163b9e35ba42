import Domain
import Template

/// Thirty days as columns, each in the parts of its outcomes: a drawing beside the table that says the same.
struct TodayChart: View {
    private let parts: [PartView]
    private let most: Int
    private let first: String
    private let last: String

    private static let (height, step, wide) = (120, 20, 16)

    init(_ days: [(day: CalendarDate, counts: OutcomeCounts)]) {
        let most = max(1, days.map(\.counts.all).max() ?? 1)
        parts = days.enumerated().flatMap { number, day in
            var below = 0
            return Outcome.allCases.compactMap { outcome -> PartView? in
                let count = day.counts[outcome]
                guard count > 0 else { return nil }
                let top = Self.height - (below + count) * Self.height / most, bottom = Self.height - below * Self.height / most
                below += count
                // What is there is seen, however little it is.
                return PartView(key: outcome.key, x: number * Self.step + 2, y: min(top, bottom - 1), width: Self.wide,
                                height: max(1, bottom - top))
            }
        }
        self.most = most
        (first, last) = (days.first?.day.italian ?? "", days.last?.day.italian ?? "")
    }

    static let fields: Fields<Self> = [
        "parts": .list { $0.parts },
        "most": .text { $0.most.italian },
        "first": .text { $0.first },
        "last": .text { $0.last },
        "outcomes": .list { _ in Outcome.allCases.map(OutcomeView.init) },
    ]
}

/// What the outcomes are called, as the key of the plot.
private struct OutcomeView: View {
    var outcome: Outcome

    static let fields: Fields<Self> = [
        "label": .text { $0.outcome.label },
        "key": .text { $0.outcome.key },
    ]
}

private struct PartView: View {
    var key: String
    var x: Int
    var y: Int
    var width: Int
    var height: Int

    static let fields: Fields<Self> = [
        "key": .text { $0.key },
        "x": .text { String($0.x) },
        "y": .text { String($0.y) },
        "width": .text { String($0.width) },
        "height": .text { String($0.height) },
    ]
}
