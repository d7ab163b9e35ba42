import Domain
import Store
import Xlsx

/// The audit as an Excel file: a row for each line, in the words of the Registro.
enum AuditWorkbook {
    static let columns = [
        Column("Data", width: 12, kind: .date), Column("Ora", width: 10, kind: .time), Column("Chi", width: 26),
        Column("Gruppo", width: 20), Column("Che cosa", width: 36), Column("Su che cosa", width: 36), Column("Dettaglio", width: 50),
        Column("Identificativo", width: 38),
    ]

    static func row(_ line: AuditLine, _ names: AuditNames) -> [Cell] {
        var detail = line.detail?.words
        if case .resentAs(let id) = line.detail { detail = "come \(id)" }
        return [
            .date(line.at), .time(line.at), .text(line.author), .text(line.action.topic.label), .text(line.action.label),
            .words(names.name(of: line.subject)), .words(detail), .words(line.subject?.identifier),
        ]
    }

    static let topics = AuditTopic.allCases.map { topic in
        let actions = AuditAction.allCases.filter { $0.topic == topic }.map(\.label).sorted()
        return (topic.label, actions.joined(separator: ", "))
    }
}

extension AuditSubject {
    fileprivate var identifier: String {
        switch self {
        case .notification(let id): id.description
        case .service(let id): id.description
        case .template(let id): id.description
        case .person(let id): id.description
        case .export(let id): id.description
        case .tenant(let id): id.description
        }
    }
}
