import Domain
import Store
import Template

/// What another has changed of a person's access.
struct AccessChangeView: View {
    private let line: AuditLine

    init(_ line: AuditLine) { self.line = line }

    static let fields: Fields<Self> = [
        "what": .text { $0.line.action.label },
        "detail": .text { $0.line.detail?.words ?? "" },
        "at": .text { $0.line.at.italianInSentence },
        "author": .text { $0.line.person ?? "" },
    ]
}
