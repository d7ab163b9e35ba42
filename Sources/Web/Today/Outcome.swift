import Domain
import Store

/// How the states are told together where notifications are counted.
enum Outcome: Int, CaseIterable {
    case delivered, underway, unreachable, failed, unknown, cancelled

    init(_ state: NotificationState) {
        self = switch state {
        case .processed: .delivered
        case .scheduled, .queued, .sending, .accepted: .underway
        case .unreachable: .unreachable
        case .rejected, .failed, .refused: .failed
        case .uncertain, .undetermined, .assumed: .unknown
        case .cancelled: .cancelled
        }
    }

    var label: String {
        switch self {
        case .delivered: "Consegnate"
        case .underway: "In corso"
        case .unreachable: "Non raggiungibili"
        case .failed: "Non riuscite"
        case .unknown: "Senza esito certo"
        case .cancelled: "Annullate"
        }
    }

    /// The name of its colour in the plot and beside its label.
    var key: String {
        switch self {
        case .delivered: "consegnate"
        case .underway: "in-corso"
        case .unreachable: "non-raggiungibili"
        case .failed: "non-riuscite"
        case .unknown: "senza-esito"
        case .cancelled: "annullate"
        }
    }
}

/// So many notifications of each outcome.
struct OutcomeCounts {
    private var counts = [Int](repeating: 0, count: Outcome.allCases.count)
    /// Of those that arrived, all together.
    private(set) var seconds = 0

    init(_ tallies: some Sequence<DailyTally>) {
        for tally in tallies {
            counts[Outcome(tally.state).rawValue] += tally.count
            seconds += tally.seconds
        }
    }

    subscript(outcome: Outcome) -> Int { counts[outcome.rawValue] }
    var all: Int { counts.reduce(0, +) }
    var isEmpty: Bool { all == 0 }

    /// What they say of those who were written to; empty where nothing was sent.
    var summary: String {
        let left = all - self[.cancelled]
        guard left > 0 else { return "" }
        var sentences = ["\(left == 1 ? "1 notifica" : "\(left.italian) notifiche"): \(share(.delivered, of: left)) consegnate, "
            + "\(share(.unreachable, of: left)) a cittadini non raggiungibili su App IO."]
        if self[.delivered] > 0 {
            sentences.append("La consegna è stata confermata in media dopo \(Self.words(seconds: seconds / self[.delivered])).")
        }
        return sentences.joined(separator: " ")
    }

    private func share(_ outcome: Outcome, of whole: Int) -> String { "\((self[outcome] * 100 + whole / 2) / whole) %" }

    private static func words(seconds: Int) -> String {
        switch seconds {
        case ..<120: seconds == 1 ? "1 secondo" : "\(seconds) secondi"
        case ..<7_200: "\(seconds / 60) minuti"
        default: "\((seconds / 3_600).italian) ore"
        }
    }
}
