import Domain
import Store
import Template

/// What happened to a notification, the oldest first, and what comes next.
struct HistoryView: View {
    private(set) var lines: [HistoryLineView]
    private let isCut: Bool

    /// - Parameter isHeld: whether something keeps it from going on at its time.
    init(_ chronicle: Chronicle, of record: NotificationRecord, isHeld: Bool) {
        isCut = chronicle.isCut
        lines = chronicle.lines.reversed().map(HistoryLineView.init)
        let isAdded = chronicle.lines.contains { if case .act(.notificationAdded, _) = $0.event { true } else { false } }
        if !isCut, !isAdded { lines.insert(.added(record), at: 0) }
        if let change = HistoryLineView.change(of: record, since: chronicle.lines.map(\.endedAt).max() ?? record.createdAt) {
            lines.append(change)
        }
        if !isHeld, let next = HistoryLineView.next(of: record) { lines.append(next) }
    }

    static let fields: Fields<Self> = [
        "lines": .list { $0.lines },
        "isCut": .flag { $0.isCut },
        "most": .text { _ in Chronicle.most.italian },
    ]
}

/// One line of it.
struct HistoryLineView: View {
    /// `nil`: it is about to come.
    private var at: Moment?
    private var what: String
    private var who: String
    /// Another notification that came of it.
    private var other: NotificationID?
    private var isAhead = false

    private static let program = "programma"

    init(_ line: HistoryLine) {
        at = line.at
        switch line.event {
        case .act(let action, let detail):
            let words = detail?.words ?? ""
            what = action.label + (words.isEmpty ? "" : " (\(words))")
            who = line.person ?? "da riga di comando"
            if case .resentAs(let id) = detail { other = id }
        case .contact(let channel, let note):
            what = "Cittadino contattato altrimenti (\(channel.label))" + (note.isEmpty ? "" : ": \(note)")
            who = line.person ?? "da riga di comando"
        case .call(let call):
            what = "\(call.stepWords) – \(call.outcomeWords)"
            who = call.httpStatus == nil ? Self.program : "App IO"
        }
    }

    private init(at moment: Moment?, _ what: String, by who: String, isAhead: Bool = false) {
        (at, self.what, self.who, self.isAhead) = (moment, what, who, isAhead)
    }

    /// Where the audit has no line of it: Reinvia made it, or the line was removed.
    fileprivate static func added(_ record: NotificationRecord) -> Self {
        let what = AuditAction.notificationAdded.label + (record.resendOf == nil ? "" : " al posto di una con esito incerto")
        return Self(at: record.createdAt, what, by: record.createdBy)
    }

    /// Where it stands, if it got there in a way that left no line: a worker that died, a restore, a command.
    fileprivate static func change(of record: NotificationRecord, since end: Moment) -> Self? {
        let moment = max(record.updatedAt, record.decidedAt)
        guard moment.microseconds > end.microseconds + slack, moment.microseconds > record.createdAt.microseconds + slack
        else { return nil }
        return Self(at: moment, record.state.label, by: record.movedAt == nil ? record.decidedBy : program)
    }

    /// What is logged before it is settled, and settled in the same transaction.
    private static let slack: Int64 = 2_000_000

    /// What the program does about it next.
    fileprivate static func next(of record: NotificationRecord) -> Self? {
        let (what, moment): (String, Moment?) = switch record.state {
        case .scheduled: ("Parte", record.sendAt)
        case .queued: ("Prossimo tentativo di invio", record.dueAt)
        case .accepted: ("Prossima verifica dello stato", record.dueAt)
        default: ("", nil)
        }
        return moment.map { Self(at: $0 > .now() ? $0 : nil, what, by: program, isAhead: true) }
    }

    static let fields: Fields<Self> = [
        "time": .text { $0.at?.italian ?? "a momenti" },
        "what": .text { $0.what },
        "who": .text { $0.who },
        "other": .text { $0.other?.description ?? "" },
        "isAhead": .flag { $0.isAhead },
    ]
}

extension Attempt {
    fileprivate var stepWords: String {
        switch step {
        case .profile: "Verifica del destinatario"
        case .submit: "Invio n. \(number)"
        case .status: "Verifica dello stato"
        }
    }

    /// Of a status the name that App IO gave it.
    fileprivate var outcomeWords: String {
        guard step == .status, outcome == .known, let title else { return outcome.label }
        return AppIOWord(own: title).italian ?? title
    }
}
