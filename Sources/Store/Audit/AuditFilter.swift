package import Domain
import Text

/// What the audit is narrowed to. A choice that nobody is offered narrows nothing.
package struct AuditFilter: ListFilter {
    package var matter: AuditMatter?
    /// Of a citizen's codice fiscale and of each of its beginnings, as `audit` keeps those that were searched for.
    package var digests: Set<CitizenDigest> = []
    package var choice: AuditChoice?
    package var person: PersonID?
    /// First and last day, inclusive, in Europe/Rome.
    package var from: CalendarDate?
    package var through: CalendarDate?

    package init() {}

    package static let criteria: [Criterion<Self>] = [
        Criterion(
            "su", "Notifica o codice fiscale", .code(.any, most: 64), \.matter,
            fault: "Scrivere un codice fiscale per intero, l’UUID Notifica o l’ID Consegna App.IO.", text: \.text,
            read: { AuditMatter(text: $0) }),
        .identifiers("impronta", "Impronte del codice fiscale", \.digests, fault: ""),
        .choice("gruppo", "Che cosa", \.choice, words: \.label), .identifier("persona", "Persona", \.person), .day("dal", "Dal", \.from),
        .day("al", "Al", \.through),
    ]

    /// Whether what is about a citizen is asked for.
    package var citizen: String? { if case .citizen(let code) = matter { code } else { nil } }

    /// Of which topics it takes lines; `nil`: of all.
    var topics: [AuditTopic]? { choice.flatMap(\.topics) }
}

/// Whom or which notification the audit is asked about.
package enum AuditMatter: Sendable, Equatable {
    case notification(NotificationID)
    /// By a whole codice fiscale, in capitals.
    case citizen(String)

    /// Reads an UUID or a codice fiscale; `nil`: it is neither.
    package init?(text: String) {
        if let id = NotificationID(text.withoutSpaces()) {
            self = .notification(id)
        } else if let code = FiscalCode.Prefix.parse(text)?.value, [11, 16].contains(code.utf8.count) {
            self = .citizen(code)
        } else {
            return nil
        }
    }

    package var text: String {
        switch self {
        case .notification(let id): id.description
        case .citizen(let code): code
        }
    }
}

/// Of which topics lines are wanted.
package struct AuditChoice: Sendable, Equatable, RawRepresentable {
    /// As the page's addresses have it.
    package let rawValue: String
    package let label: String
    /// `nil`: all.
    fileprivate let topics: [AuditTopic]?

    package static let all = AuditChoice("tutto", "Tutto", nil)
    package static let allButLooks = AuditChoice("senza", "Senza consultazioni", AuditTopic.allCases.filter { $0 != .looks })

    package static func topic(_ topic: AuditTopic) -> AuditChoice { AuditChoice(topic.rawValue, topic.label, [topic]) }

    private init(_ rawValue: String, _ label: String, _ topics: [AuditTopic]?) {
        (self.rawValue, self.label, self.topics) = (rawValue, label, topics)
    }

    package init?(rawValue: String) {
        guard let choice = [.all, .allButLooks].first(where: { $0.rawValue == rawValue }) ?? AuditTopic(rawValue: rawValue).map(Self.topic)
        else { return nil }
        self = choice
    }
}
