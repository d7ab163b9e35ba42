import Domain
import Store
import Template

/// A version of a message template: a line of the list, or of the template's versions.
struct MessageTemplateRow: View {
    var record: TemplateRecord

    private var isNewest: Bool { record.version == record.newestVersion }

    static let fields: Fields<Self> = [
        "id": .shown { $0.record.id },
        "name": .text { $0.record.name },
        "service": .text { $0.record.serviceName },
        "version": .text { String($0.record.version) },
        "isNewest": .flag { $0.isNewest },
        "fieldLabels": .text { row in
            row.record.template.fields.isEmpty ? "–" : row.record.template.fields.map(\.label).joined(separator: ", ")
        },
        "described": .list { $0.record.template.fields.map { DescribedField(field: $0) } },
        "requiresPayment": .flag { $0.record.template.requiresPayment },
        "hasFields": .flag { !$0.record.template.fields.isEmpty },
        "subject": .text { $0.record.template.subject.source },
        "content": .text { $0.record.template.content.source },
        "date": .text { RomeTime($0.record.writtenAt).italianDate },
        "time": .text { RomeTime($0.record.writtenAt).italianTime },
        "writtenBy": .text { $0.record.writtenBy ?? "configurazione iniziale" },
        "isWithdrawn": .flag { $0.record.isWithdrawn },
    ]
}

struct MessageTemplateListView: View {
    var templates: [MessageTemplateRow]
    var hasServices: Bool

    static let fields: Fields<Self> = [
        "templates": .list { $0.templates },
        "isEmpty": .flag { $0.templates.isEmpty },
        "hasServices": .flag { $0.hasServices },
    ]
}

/// The page of one message template.
struct MessageTemplatePageView: View {
    var record: TemplateRecord
    var form: MessageTemplateFormView
    var versions: [MessageTemplateRow]

    static let fields: Fields<Self> = [
        "record": .view { MessageTemplateRow(record: $0.record) },
        "form": .view { $0.form },
        "versions": .list { $0.versions },
    ]
}
