import Domain
import Store
import Template

/// A notification as a row of the archive.
struct ArchiveRowView: View {
    var row: ArchiveRow
    var state: StateView
    private let insertedAt: RomeTime
    private let leavesAt: RomeTime?
    /// Who has added it.
    private let person: String
    /// What of it the list is in order of, in words; `nil`: when it was inserted.
    private let ordered: String?

    init(_ row: ArchiveRow, by person: String, ordered: String? = nil) {
        (self.row, self.person, self.ordered) = (row, person, ordered)
        state = StateView(state: row.state)
        insertedAt = RomeTime(row.id.madeAt)
        leavesAt = row.state == .scheduled ? row.sendAt.map { RomeTime($0) } : nil
    }

    static let fields: Fields<Self> = [
        "id": .shown { $0.row.id },
        "insertedOn": .text { $0.insertedAt.date.italian },
        "insertedAt": .text { $0.insertedAt.clockTime.text },
        "ordered": .text { $0.ordered ?? "" },
        "fiscalCode": .text { $0.row.fiscalCode.value },
        "subject": .text { $0.row.subject },
        "amount": .text { $0.row.amount?.italian ?? "" },
        "service": .text { $0.row.serviceName },
        "isTrial": .flag { $0.row.environment == .trial },
        "state": .view { $0.state },
        "leavesOn": .text { $0.leavesAt.map { $0.date.italian } ?? "" },
        "leavesAt": .text { $0.leavesAt.map { $0.clockTime.text } ?? "" },
        "person": .text { $0.person },
    ]
}
