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
                label: "Da seguire", number: Self.number(toFollow, upTo: 100), address: WorklistPage.address, isUrgent: toFollow > 0),
            NumberView(label: "Inserite oggi", number: ofToday.all.italian, address: "/notifiche?dal=\(today.iso)"),
            NumberView(label: "Programmate", number: Self.number(cares.scheduled, upTo: 1_000), address: scheduled),
            NumberView(label: "Bozze", number: drafts.italian, address: "/notifiche/bozze"),
        ].filter { $0.label != "Bozze" || drafts > 0 }
    }

    private static func number(_ count: Int, upTo most: Int) -> String { count < most ? count.italian : "oltre \((most - 1).italian)" }

    /// What the numbers of thirty days say.
    private var summary: String {
        let left = all.all - all[.cancelled]
        guard left > 0 else { return "" }
        var sentences = ["\(left == 1 ? "1 notifica" : "\(left.italian) notifiche"): \(share(.delivered, of: left)) consegnate, "
            + "\(share(.unreachable, of: left)) a cittadini non raggiungibili su App IO."]
        if all[.delivered] > 0 {
            sentences.append("La consegna è stata confermata in media dopo \(Self.words(seconds: all.seconds / all[.delivered])).")
        }
        return sentences.joined(separator: " ")
    }

    private func share(_ outcome: Outcome, of whole: Int) -> String { "\((all[outcome] * 100 + whole / 2) / whole) %" }

    private static func words(seconds: Int) -> String {
        switch seconds {
        case ..<120: seconds == 1 ? "1 secondo" : "\(seconds) secondi"
        case ..<7_200: "\(seconds / 60) minuti"
        default: "\((seconds / 3_600).italian) ore"
        }
    }

    private func names(_ ids: [ServiceID]) -> [TroubleView] {
        ids.compactMap { id in directory.service(id).map { TroubleView(name: $0.name, address: "/servizi/\(id)") } }
    }

    static let fields: Fields<Self> = [
        "day": .text { "\($0.today.italianWeekday) \($0.today.italian)" },
        "numbers": .list { $0.numbers },
        "steps": .view { $0.steps },
        "summary": .text { $0.summary },
        "hasAny": .flag { !$0.all.isEmpty },
        "outcomes": .list { _ in Outcome.allCases.map(OutcomeView.init) },
        "chart": .view { TodayChart($0.days) },
        "days": .list { $0.days.reversed().filter { !$0.counts.isEmpty }.map { CountsView(name: $0.day.italian, counts: $0.counts) } },
        "today": .list { $0.services.filter { !$0.today.isEmpty }.map { CountsView(name: $0.name, counts: $0.today) } },
        "sentToday": .flag { !$0.ofToday.isEmpty },
        "services": .list { $0.services.map { CountsView(name: $0.name, counts: $0.all) } },
        "people": .list { $0.people.map { CountsView(name: $0.name, counts: $0.all) } },
        "hasPeople": .flag { !$0.people.isEmpty },
        "refusedKeys": .list { $0.mayAdminister ? $0.names($0.cares.refusedKeys) : [] },
        "nearCeilings": .list { $0.mayAdminister ? $0.names($0.cares.nearCeilings) : [] },
    ]
}

/// A number that leads to what it counts.
private struct NumberView: View {
    var label: String
    var number: String
    var address: String
    var isUrgent = false

    static let fields: Fields<Self> = [
        "label": .text { $0.label },
        "number": .text { $0.number },
        "address": .text { $0.address },
        "isUrgent": .flag { $0.isUrgent },
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

/// What the outcomes are called, as the head of a table and as the key of the plot.
private struct OutcomeView: View {
    var outcome: Outcome

    static let fields: Fields<Self> = [
        "label": .text { $0.outcome.label },
        "key": .text { $0.outcome.key },
    ]
}

/// A row of a table.
private struct CountsView: View {
    var name: String
    var counts: OutcomeCounts

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "all": .text { $0.counts.all.italian },
        "cells": .list { row in Outcome.allCases.map { CellView(label: $0.label, count: row.counts[$0]) } },
    ]
}

private struct CellView: View {
    var label: String
    var count: Int

    static let fields: Fields<Self> = [
        "label": .text { $0.label },
        "count": .text { $0.count == 0 ? "–" : $0.count.italian },
    ]
}
