import Domain
import Template

/// What was counted, a row for each of something: all of its notifications, and those of each outcome.
struct TallyTable: View {
    /// What the table is of, "Per servizio".
    var name: String
    /// Whether it says so above itself.
    var isCaptioned = true
    /// What a row is of, "Servizio".
    var head: String
    /// Other numbers, before those of outcomes, by their heads.
    var others: [String] = []
    var rows: [TallyRow]

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "isCaptioned": .flag { $0.isCaptioned },
        "heads": .texts { $0.others + ["Tutte"] + Outcome.allCases.map(\.label) },
        "head": .text { $0.head },
        "rows": .list { table in table.rows.map { RowView(head: table.head, others: table.others, row: $0) } },
    ]
}

extension TallyTable {
    /// Of days one after the other, the last first.
    init(days: [(day: CalendarDate, counts: OutcomeCounts)]) {
        self.init(name: "Notifiche inserite ogni giorno, per esito", isCaptioned: false, head: "Giorno",
                  rows: days.reversed().filter { !$0.counts.isEmpty }.map { TallyRow(name: $0.day.italian, counts: $0.counts) })
    }
}

struct TallyRow {
    var name: String
    /// Where its name leads; empty: nowhere.
    var address = ""
    var others: [String] = []
    var counts: OutcomeCounts
}

private struct RowView: View {
    var head: String
    var others: [String]
    var row: TallyRow

    private var cells: [CellView] {
        zip(others, row.others).map(CellView.init) + [CellView(label: "Tutte", text: row.counts.all.italian)]
            + Outcome.allCases.map { CellView(label: $0.label, text: row.counts[$0] == 0 ? "–" : row.counts[$0].italian) }
    }

    static let fields: Fields<Self> = [
        "rowHead": .text { $0.head },
        "rowName": .text { $0.row.name },
        "rowAddress": .text { $0.row.address },
        "cells": .list { $0.cells },
    ]
}

private struct CellView: View {
    var label: String
    var text: String

    static let fields: Fields<Self> = [
        "label": .text { $0.label },
        "count": .text { $0.text },
    ]
}
