import Domain
import Store
import Template

struct WorklistView: View {
    private let choice: WorklistChoice
    private let list: Worklist
    private let person: Person
    private let maySend: Bool
    private let directory: Directory
    private let count: Int
    private let page: (number: Int, last: Int, indices: Range<Int>)
    private let rows: [WorklistRowView]

    init(_ exchange: Exchange, _ list: Worklist, _ choice: WorklistChoice, _ directory: Directory, count: Int,
         page: (number: Int, last: Int, indices: Range<Int>), rows: [WorklistRow]) {
        (self.list, self.choice, self.directory, self.count, self.page) = (list, choice, directory, count, page)
        person = exchange.person
        let maySend = exchange.person.role.maySend && exchange.tenant.state == .active
        self.maySend = maySend
        self.rows = rows.map { WorklistRowView(row: $0, person: exchange.person.id, maySend: maySend) }
    }

    private func count(ofAll: Bool) -> Int {
        list.entries.filter { choice.ofAll(ofAll).takes($0, of: person.id) }.count
    }

    /// Mine and everybody's.
    private var owners: [LinkView] {
        [false, true].map { ofAll in
            LinkView(
                address: choice.ofAll(ofAll).address, label: "\(ofAll ? "Di tutti" : "Mie") (\(number(count(ofAll: ofAll))))",
                isHere: choice.isOfAll == ofAll)
        }
    }

    /// The states in which some are, with how many.
    private var states: [LinkView] {
        let entries = list.entries.filter { choice.isOfWhom($0, person.id) && choice.isOfItsService($0) }
        let counts = Dictionary(entries.map { ($0.state, 1) }, uniquingKeysWith: +)
        let kinds = NotificationState.toFollow.filter { counts[$0] != nil || choice.isOf($0) }
        guard kinds.count > 1 || !choice.isOfAllStates else { return [] }
        return [LinkView(address: choice.of(nil).address, label: "Tutti gli stati", isHere: choice.isOfAllStates)] + kinds.map {
            LinkView(address: choice.of($0).address, label: "\($0.label) \(number(counts[$0] ?? 0))", isHere: choice.isOf($0))
        }
    }

    /// Of the newest only where there are more.
    private func number(_ count: Int) -> String { (list.isWhole ? "" : "oltre ") + count.italian }

    private var services: [OptionView] {
        [OptionView(value: "", label: "Tutti")] + directory.services.map {
            OptionView(value: $0.id.description, label: $0.name + ($0.environment == .trial ? " (prova)" : ""),
                       isSelected: choice.isOfService($0.id))
        }
    }

    private var summary: String {
        guard count > 0 else { return "" }
        let whole = (list.isWhole ? "" : "oltre ") + (count == 1 ? "1 notifica" : "\(count.italian) notifiche")
        return page.last == 1 ? whole : "\(whole), righe \((page.indices.lowerBound + 1).italian)–\(page.indices.upperBound.italian)"
    }

    /// What is said of an empty list.
    private var nothing: String {
        guard count == 0 else { return "" }
        if choice.isNarrowed { return "Nessuna notifica da seguire con questi filtri." }
        return choice.isOfAll ? "Nulla da seguire." : "Nessuna notifica propria da seguire."
    }

    static let fields: Fields<Self> = [
        "owners": .list { $0.owners },
        "states": .list { $0.states },
        "services": .list { $0.services },
        "hasSeveralServices": .flag { $0.directory.services.count > 1 },
        "ownerField": .list { $0.choice.typedFields.filter { ["chi_segue", "stato"].contains($0.name) } },
        "typedFields": .list { $0.choice.typedFields },
        "archiveFields": .list { $0.choice.archiveFields(of: $0.person.id) },
        "summary": .text { $0.summary },
        "rows": .list { $0.rows },
        "hasRows": .flag { !$0.rows.isEmpty },
        "nothing": .text { $0.nothing },
        "everybodys": .text { !$0.choice.isOfAll && $0.count == 0 && $0.count(ofAll: true) > 0 ? $0.choice.ofAll(true).address : "" },
        "held": .list { view in view.list.held.map { HeldView(held: $0, service: view.directory.service($0.service)?.name ?? "") } },
        "mayAct": .flag { $0.maySend && !$0.rows.isEmpty },
        "isPartial": .flag { !$0.list.isWhole },
        "most": .text { _ in Worklist.most.italian },
        "before": .text { $0.page.number > 1 ? $0.choice.page($0.page.number - 1).address : "" },
        "after": .text { $0.page.number < $0.page.last ? $0.choice.page($0.page.number + 1).address : "" },
        "hasPages": .flag { $0.page.last > 1 },
    ]
}

/// A way to the same list, chosen otherwise.
private struct LinkView: View {
    var address: String
    var label: String
    var isHere: Bool

    static let fields: Fields<Self> = [
        "address": .text { $0.address },
        "label": .text { $0.label },
        "isHere": .flag { $0.isHere },
    ]
}

/// What waits longer than it should. Why stands in the bands on top of the page.
private struct HeldView: View {
    var held: HeldNotifications
    var service: String

    static let fields: Fields<Self> = [
        "service": .text { $0.service },
        "count": .text { $0.held.count == 1 ? "1 notifica attende" : "\($0.held.count.italian) notifiche attendono" },
        "since": .text { $0.held.since.italianInSentence },
        "address": .text { "/notifiche?stato=\(NotificationState.queued.rawValue)&servizio=\($0.held.service)" },
    ]
}

private struct WorklistRowView: View {
    var row: WorklistRow
    var person: PersonID
    var maySend: Bool

    private var since: RomeTime { RomeTime(row.since) }
    private var isMine: Bool { row.person?.id == person }

    static let fields: Fields<Self> = [
        "id": .shown { $0.row.id },
        "fiscalCode": .text { $0.row.fiscalCode.value },
        "subject": .text { $0.row.subject },
        "amount": .text { $0.row.amount.map { "\($0.italian) €" } ?? "" },
        "service": .text { $0.row.serviceName },
        "isTrial": .flag { $0.row.environment == .trial },
        "state": .view { StateView(state: $0.row.state) },
        "why": .text { $0.row.reason?.sentence ?? $0.row.state.meaning },
        "advice": .text { $0.row.state.advice(because: $0.row.reason) },
        "sinceDate": .text { $0.since.italianDate },
        "sinceTime": .text { $0.since.italianTime },
        "person": .text { $0.row.person?.name ?? "" },
        "attempt": .text { String($0.row.attempt) },
        "mayRetry": .flag { $0.maySend && $0.row.state.canBeRetried },
        "mayDecide": .flag { $0.maySend && $0.row.state == .uncertain },
        "mayContact": .flag { $0.maySend },
        "mayTake": .flag { $0.maySend && !$0.isMine },
        "mayGiveBack": .flag { $0.maySend && $0.isMine },
    ]
}
