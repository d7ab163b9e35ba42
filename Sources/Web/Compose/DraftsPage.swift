import Domain
import FastCGI
import Store
import Template
import Text

/// Bozze: the forms that a person has put aside.
struct DraftsPage: Sendable {
    private let template: CompiledTemplate<DraftsView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("drafts", DraftsView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let drafts = try exchange.store.drafts(of: exchange.person.id)
        return try exchange.page(template, DraftsView(drafts: drafts.map(DraftView.init)), title: "Bozze")
    }

    func delete(_ exchange: Exchange) throws -> Response {
        guard let id: FormID = exchange.id(), try exchange.store.draft(id, of: exchange.person.id) != nil
        else { throw HTTPRefusal.notFound }
        guard exchange.isConfirmed else {
            return try exchange.ask(Question(
                "Eliminare la bozza?", "Quanto vi è scritto va perso. Nessuna notifica viene toccata.", button: "Elimina la bozza"))
        }
        try exchange.store.deleteDraft(id, of: exchange.person.id)
        return exchange.redirect(to: "/notifiche/bozze", saying: .draftDeleted)
    }
}

private struct DraftsView: View {
    var drafts: [DraftView]

    static let fields: Fields<Self> = [
        "drafts": .list { $0.drafts },
        "hasDrafts": .flag { !$0.drafts.isEmpty },
        "days": .text { _ in String(Draft.days) },
    ]
}

private struct DraftView: View {
    var draft: DraftLine

    static let fields: Fields<Self> = [
        "id": .shown { $0.draft.id },
        "subject": .text { $0.draft.subject.trimmed() },
        "fiscalCode": .text { $0.draft.fiscalCode.trimmed() },
        "service": .text { $0.draft.serviceName ?? "" },
        "savedAt": .text { $0.draft.updatedAt.italian },
    ]
}
