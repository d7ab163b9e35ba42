/// The day's summary for a tenant: numbers, and names of services.
package struct Digest: Sendable, Equatable {
    package var day: CalendarDate
    /// The day before it, of which it tells what was added.
    package var yesterday: CalendarDate
    /// By service, the most first; a number is right up to the worklist's length.
    package var toFollow: [(service: String, count: Int)] = []
    package var toFollowIsWhole = true
    /// What was added yesterday, by service.
    package var added: [Added] = []
    /// Counted up to 1,000.
    package var scheduled = 0
    /// Services that stand still, with why.
    package var stopped: [(service: String, why: String)] = []
    package var refusedKeys: [String] = []
    package var nearCeilings: [String] = []

    package struct Added: Sendable, Equatable {
        package var service: String
        package var delivered = 0
        package var onTheWay = 0
        package var notArrived = 0
        package var total: Int { delivered + onTheWay + notArrived }

        package init(service: String) { self.service = service }

        /// Takes a number of notifications in a state; those that were withdrawn are none.
        package mutating func add(_ count: Int, in state: NotificationState) {
            if NotificationState.toFollow.contains(state) {
                notArrived += count
            } else if [.processed, .assumed].contains(state) {
                delivered += count
            } else if state != .cancelled {
                onTheWay += count
            }
        }
    }

    package init(day: CalendarDate, yesterday: CalendarDate) { (self.day, self.yesterday) = (day, yesterday) }

    /// Whether there is anything to say.
    package var isEmpty: Bool {
        toFollow.isEmpty && added.allSatisfy { $0.total == 0 } && stopped.isEmpty && refusedKeys.isEmpty && nearCeilings.isEmpty
    }

    package static func == (one: Digest, other: Digest) -> Bool { one.day == other.day && one.lines(site: "") == other.lines(site: "") }

    func lines(site: String) -> [String] {
        let toSee = toFollow.map(\.count).reduce(0, +)
        var lines = ["Da seguire: \(toFollowIsWhole ? "" : "almeno ")\(toSee.italian)"]
        lines += toFollow.map { "- \($0.service): \($0.count.italian)" }
        lines += ["\(site)/seguire", ""]
        lines.append("Ieri, \(yesterday.italian): \(Self.notifications(added.map(\.total).reduce(0, +)))")
        lines += added.filter { $0.total > 0 }.map { part in
            let outcomes = [("consegnate", part.delivered), ("in corso", part.onTheWay), ("da seguire", part.notArrived)]
            return "- \(part.service): " + outcomes.filter { $0.1 > 0 }.map { "\($0.0) \($0.1.italian)" }.joined(separator: ", ")
        }
        if scheduled > 0 { lines.append("Programmate per i prossimi giorni: \(scheduled < 1_000 ? "" : "almeno ")\(scheduled.italian)") }
        lines += ["\(site)/oggi"]
        let cares = stopped.map { "- \($0.service): fermo, \($0.why)" } + refusedKeys.map { "- \($0): App IO rifiuta una chiave" }
            + nearCeilings.map { "- \($0): vicino al massimo di messaggi di oggi" }
        return cares.isEmpty ? lines : lines + ["", "Servizi da guardare:"] + cares + ["\(site)/servizi"]
    }

    private static func notifications(_ count: Int) -> String {
        count == 0 ? "nessuna notifica aggiunta" : count == 1 ? "1 notifica aggiunta" : "\(count.italian) notifiche aggiunte"
    }
}
