import Domain
import Store
import Template

/// What a decision on several notifications is about, and what has come of it so far.
struct SeveralView: View {
    var decision: Decision
    /// Whether they were chosen on the worklist.
    var isOfWorklist = false
    /// The filters that found them; `nil`: they were chosen one by one.
    var search: ArchiveSearch?
    /// Those that it can be taken on, by service and state.
    var counts: [ServiceCount] = []
    /// Those that were chosen too, and stand elsewhere by now.
    var others: [ServiceCount] = []
    /// Whether there are no more than those.
    var areAll = true
    /// Of those, as many as are decided on at once.
    var seen: [SeenNotification] = []
    /// `nil`: nothing was done yet.
    var outcome: SeveralOutcome?
    /// Where stands what is to be sent because of it.
    var aftermath: SeveralAftermath?

    init(_ decision: Decision) { self.decision = decision }

    var count: Int { counts.map(\.count).reduce(0, +) }
    var moved: Int { others.map(\.count).reduce(0, +) }

    /// What is asked.
    var question: String {
        let number = (areAll ? "" : "oltre ") + Self.notifications(count)
        return switch decision {
        case .retry: "Ritentare \(number)?"
        case .assume: "Considerare \(count == 1 ? "inviata" : "inviate") \(number)?"
        case .resend: "Reinviare \(number)?"
        }
    }

    /// What was done.
    var result: String {
        let done = outcome?.done ?? 0
        return switch decision {
        case .retry: "Notifiche ritentate: \(done.italian)"
        case .assume: "Notifiche considerate inviate: \(done.italian)"
        case .resend: "Notifiche reinviate: \(done.italian)"
        }
    }

    private var done: String {
        guard let outcome else { return "" }
        return outcome.done == 0 ? "Nessuna notifica è stata toccata." : "Fatte: \(outcome.done.italian)."
    }

    private var left: String {
        guard let outcome, !outcome.left.isEmpty else { return "" }
        let words = outcome.left.map { (state, count) in
            "\(count.italian) \(state.map { "«\($0.label)»" } ?? "non più in archivio")"
        }
        return "Lasciate perché nel frattempo cambiate: \(outcome.leftCount.italian) (ora \(words.sorted().joined(separator: ", ")))."
    }

    /// The button says on how many.
    private var button: String {
        let number = Self.notifications(seen.count)
        let which = if seen.count < count || !areAll {
            "le \(outcome == nil ? "prime" : "prossime") \(number)"
        } else if outcome == nil { number } else { seen.count == 1 ? "l’altra notifica" : "le altre \(number)" }
        return switch decision {
        case .retry: "Ritenta \(which)"
        case .assume: "Considera \(seen.count == 1 ? "inviata" : "inviate") \(which)"
        case .resend: "Reinvia \(which)"
        }
    }

    private var movedWords: String {
        guard moved > 0 else { return "" }
        let states = Dictionary(others.map { ($0.state, $0.count) }, uniquingKeysWith: +)
        let words = states.map { "\($1.italian) «\($0.label)»" }.sorted().joined(separator: ", ")
        let why = decision == .retry ? "non si possono ritentare" : "non hanno un esito incerto"
        return "Di quelle scelte, altre \(why), e restano come stanno: \(words)."
    }

    private static func notifications(_ count: Int) -> String { count == 1 ? "1 notifica" : "\(count.italian) notifiche" }

    static let fields: Fields<Self> = [
        "decision": .text { $0.decision.rawValue },
        "heading": .text { $0.outcome == nil ? $0.question : $0.result },
        "risk": .text { $0.decision.risk },
        "isRetry": .flag { $0.decision == .retry },
        "isRisky": .flag { $0.decision == .resend },
        "isAsked": .flag { $0.count > 0 },
        "isDecided": .flag { $0.outcome != nil },
        "done": .text { $0.done },
        "isAllDone": .flag { $0.outcome?.left.isEmpty == true },
        "left": .text { $0.left },
        "aftermath": .view { $0.aftermath },
        "moved": .text { $0.movedWords },
        "remaining": .text { ($0.areAll ? "" : "oltre ") + $0.count.italian },
        "isInParts": .flag { $0.seen.count < $0.count || !$0.areAll },
        "part": .text { $0.seen.count.italian },
        "counts": .list { view in view.counts.map { ServiceCountView(line: $0, isLeast: !view.areAll, sends: view.decision.sends) } },
        "button": .text { $0.button },
        "isWhole": .flag { $0.search != nil },
        "typedFields": .list { $0.search?.typedFields ?? [] },
        "isOfWorklist": .flag { $0.isOfWorklist },
        "place": .text { $0.isOfWorklist ? "Da seguire" : "Archivio notifiche" },
        "return": .text { $0.isOfWorklist ? "Torna a Da seguire" : "Torna all’archivio" },
        "back": .text { $0.isOfWorklist ? WorklistPage.address : "/notifiche?ricerca=ultima" },
        "rows": .text { SeenList.text($0.seen) },
    ]
}

/// A line of what a decision is about.
private struct ServiceCountView: View {
    var line: ServiceCount
    /// Whether there may be more.
    var isLeast: Bool
    var sends: Bool

    static let fields: Fields<Self> = [
        "service": .text { $0.line.name },
        "isTrial": .flag { $0.line.environment == .trial },
        "state": .view { StateView(state: $0.line.state) },
        "count": .text { ($0.isLeast ? "almeno " : "") + $0.line.count.italian },
        "wait": .text { $0.sends && $0.line.isDisabled ? DetailView.waitOfDisabled : "" },
    ]
}
