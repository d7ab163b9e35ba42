import Domain
import Template

/// What a message says beside its texts, as rows of a page: `facts.mustache` shows them.
struct FactView: View {
    var label: String
    /// Empty: there is none.
    var value: String
    /// Letters and digits that somebody may copy.
    var isCode = false
    var isOfPayment = false

    static func of(_ content: NotificationContent) -> [FactView] {
        let payment = content.payment
        return [
            FactView(label: "Scadenza", value: content.dueDate?.italian ?? ""),
            FactView(label: "Somma", value: payment.map { "\($0.amount.italian)\u{a0}€" } ?? "", isOfPayment: true),
            FactView(label: "Notifica Pagamento", value: payment?.noticeNumber.value ?? "", isCode: true, isOfPayment: true),
            FactView(label: "Paga dopo la scadenza", value: payment.map { $0.payableAfterDueDate ? "Sì" : "No" } ?? "",
                     isOfPayment: true),
        ]
    }

    /// Nothing of one that leaves at once.
    static func of(sendTime moment: Moment?) -> [FactView] {
        moment.map { [FactView(label: "Invio programmato", value: RomeTime($0).italianWithWeekday)] } ?? []
    }

    static let fields: Fields<Self> = [
        "label": .text { $0.label },
        "value": .text { $0.value },
        "isCode": .flag { $0.isCode },
    ]
}
