package import Domain
import MariaDB
import Text

/// What the archive is narrowed to.
package struct ArchiveFilter: ListFilter {
    /// The beginning of one, or a whole one.
    package var fiscalCode: String?
    /// Any of these; empty: any at all.
    package var services: Set<ServiceID> = []
    package var states: Set<NotificationState> = []
    /// First and last day, inclusive, in Europe/Rome.
    package var from: CalendarDate?
    package var through: CalendarDate?
    /// Each word of it begins a word of the oggetto, without regard to case, accents and order.
    package var subject: String?
    package var id: NotificationID?
    /// The last six bytes of one, as twelve digits.
    package var idEnd: String?
    package var noticeNumber: String?
    /// App IO's id of the message.
    package var ioID: String?
    package var person: PersonID?
    package var template: TemplateID?
    package var correction: Correction?
    package var following: Following?
    /// Who has it on the worklist.
    package var follower: PersonID?

    package init() {}

    package static let criteria: [Criterion<Self>] = [
        Criterion(
            "cf", "Codice Fiscale Destinatario", .code(.capitals, most: 20), \.fiscalCode,
            fault: FiscalCode.Prefix.fault, text: \.self, read: { FiscalCode.Prefix.parse($0)?.value }),
        .identifiers("servizio", "Servizio", \.services, fault: "Il servizio scelto non è valido."),
        .choices("stato", "Stato", \.states, fault: "Lo stato scelto non è valido.", words: \.label),
        .day("dal", "Dal", \.from),
        .day("al", "Al", \.through),
        Criterion(
            "oggetto", "Oggetto (parole)", .text(most: TextLimits.subject.upperBound), \.subject,
            fault: "L’oggetto si cerca con una o più parole, al massimo 120 caratteri.",
            help: "Anche solo l’inizio di ciascuna, in qualunque ordine.", text: \.self,
            read: { $0.utf16.count > TextLimits.subject.upperBound || $0.searchWords.isEmpty ? nil : $0 }),
        .identifier(
            "uuid", "UUID Notifica", \.id, .code(.any, most: 36), fault: "L’UUID Notifica è fatto di 36 caratteri, come 0190a1b2-…."),
        Criterion(
            "avviso", "Notifica Pagamento (numero avviso)", .code(.digits, most: 30), \.noticeNumber,
            fault: "Il numero avviso è fatto di cifre.", text: \.self,
            read: { typed in
                let number = typed.withoutSpaces()
                return number.isEmpty ? nil : number
            }),
        Criterion(
            "consegna", "ID Consegna App.IO", .code(.capitals, most: 64), \.ioID,
            fault: "L’ID Consegna App.IO è fatto di lettere e cifre, come 01JN6Q5C….", text: \.self,
            read: { (1...64).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isLetterOrDigit) ? $0 : nil }),
        Criterion(
            "fine", "Fine dell’UUID Notifica", .code(.any, most: 12), \.idEnd,
            fault: "Della fine dell’UUID Notifica servono 12 caratteri.", text: \.self,
            read: { [UInt8](hexadecimal: $0)?.count == 6 ? $0.lowercased() : nil }),
        .identifier("operatore", "Inserita da", \.person, fault: "L’operatore scelto non è valido."),
        .identifier("modello", "Modello", \.template, fault: "Il modello scelto non è valido."),
        .choice("errata", "Errata corrige", \.correction, fault: "La scelta dell’errata corrige non è valida.", words: \.label),
        .choice("seguire", "Da seguire", \.following, fault: "Il filtro Da seguire non è valido.", words: \.label),
        .identifier("seguita", "Da seguire da", \.follower, fault: "La persona scelta non è valida."),
    ]
}

/// What a notification has to do with an errata corrige.
package enum Correction: String, Sendable, CaseIterable {
    /// It puts another one right.
    case corrects = "corregge"
    /// Another one has put it right.
    case corrected = "corretta"

    package var label: String {
        switch self {
        case .corrects: "È un’errata corrige"
        case .corrected: "Corretta con un’errata corrige"
        }
    }
}

/// Whether a notification is on the worklist.
package enum Following: String, Sendable {
    case open = "si"

    package var label: String { "Ancora da seguire" }
}
