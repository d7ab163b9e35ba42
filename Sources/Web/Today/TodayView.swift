import Domain
import Store
import Template

struct TodayView: View {
    private let today: CalendarDate
    private let days: [(day: CalendarDate, counts: OutcomeCounts)]
    private let services: [(name: String, today: OutcomeCounts, all: OutcomeCounts)]
    private let people: [(name: String, all: OutcomeCounts)]
    private let all: OutcomeCounts
    private let ofToday: OutcomeCounts
    private let cares: Cares
    private let directory: Directory
    private let toFollow: Int
    private let drafts: Int
    private let mayAdminister: Bool
    private let steps: FirstSteps?

    init(_ exchange: Exchange, _ days: [CalendarDate], _ tallies: [DailyTally], cares: Cares, directory: Directory, toFollow: Int,
         drafts: Int) {
        let today = days.last!
        (self.today, self.cares, self.directory, self.toFollow, self.drafts) = (today, cares, directory, toFollow, drafts)
        mayAdminister = exchange.person.role.mayAdminister
        var byDay: [CalendarDate: [DailyTally]] = [:], byService: [ServiceID: [DailyTally]] = [:], byPerson: [PersonID: [DailyTally]] = [:]
        for tally in tallies {
            switch tally.subject {
            case nil: break
            case .service(let id):
                byDay[tally.day, default: []].append(tally)
                byService[id, default: []].append(tally)
            case .person(let id): byPerson[id, default: []].append(tally)
            }
        }
        self.days = days.map { ($0, OutcomeCounts(byDay[$0] ?? [])) }
        services = directory.services.compactMap { service in
            byService[service.id].map { (service.name, OutcomeCounts($0.filter { $0.day == today }), OutcomeCounts($0)) }
        }
        // Who works with some services only is counted with all of theirs: for administrators, who see all.
        people = mayAdminister ? directory.people.compactMap { person in
            byPerson[person.id].map { (person.name, OutcomeCounts($0)) }
        }.sorted { $0.all.all > $1.all.all } : []
        all = OutcomeCounts(byDay.values.joined())
        ofToday = OutcomeCounts(byDay[today] ?? [])
        steps = all.isEmpty && cares.scheduled == 0 && exchange.person.scope == .all ? FirstSteps(exchange, directory) : nil
    }

    private var numbers: [NumberView] {
        let scheduled = "/notifiche?stato=" + NotificationState.scheduled.rawValue
        return [
            NumberView(
                label: "Da seguire", number: NumberView.text(toFollow, upTo: 100), address: WorklistPage.address, isUrgent: toFollow > 0),
            NumberView(label: "Inserite oggi", number: ofToday.all.italian, address: "/notifiche?dal=\(today.iso)"),
            NumberView(label: "Programmate", number: NumberView.text(cares.scheduled, upTo: 1_000), address: scheduled),
            NumberView(label: "Bozze", number: drafts.italian, address: "/notifiche/bozze"),
        ].filter { $0.label != "Bozze" || drafts > 0 }
    }

    private func names(_ ids: [ServiceID]) -> [TroubleView] {
        ids.compactMap { id in directory.service(id).map { TroubleView(name: $0.name, address: "/servizi/\(id)") } }
    }

    static let fields: Fields<Self> = [
        "day": .text { "\($0.today.italianWeekday) \($0.today.italian)" },
        "numbers": .list { $0.numbers },
        "steps": .view { $0.steps },
        "summary": .text { $0.all.summary },
        "hasAny": .flag { !$0.all.isEmpty },
        "chart": .view { TodayChart($0.days) },
        "days": .view { TallyTable(days: $0.days) },
        "today": .view { $0.ofToday.isEmpty ? nil : TallyTable(
            name: "Inserite oggi, per servizio ed esito", isCaptioned: false, head: "Servizio",
            rows: $0.services.filter { !$0.today.isEmpty }.map { TallyRow(name: $0.name, counts: $0.today) }) },
        "services": .view { TallyTable(
            name: "Per servizio", head: "Servizio", rows: $0.services.map { TallyRow(name: $0.name, counts: $0.all) }) },
        "people": .view { $0.people.isEmpty ? nil : TallyTable(
            name: "Per operatore", head: "Operatore", rows: $0.people.map { TallyRow(name: $0.name, counts: $0.all) }) },
        "refusedKeys": .list { $0.mayAdminister ? $0.names($0.cares.refusedKeys) : [] },
        "nearCeilings": .list { $0.mayAdminister ? $0.names($0.cares.nearCeilings) : [] },
    ]
}

private struct TroubleView: View {
    var name: String
    var address: String

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "address": .text { $0.address },
    ]
}
