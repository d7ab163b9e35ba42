import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AuditDetailTests {
    private static let words: [AuditDetail] = [
        .contacts, .ofAudit, .resentAs(.make()), .several(done: 12, left: 3, chosen: "Stato: Esito incerto, Dal: 01/02/2027"),
        .name("Comune d’Altrove = un’altra, cosa"), .name(String(repeating: "è", count: 200)),
        .name("\u{301}a"),
        .username("anna.bianchi"), .account(of: nil), .account(of: "c_a001"), .code("c_b002"), .hostAdded("a.example.it"),
        .mailServer(nil), .mailServer("smtp.example.it"), .mailAlerts("indirizzi: 2; riepilogo alle ore 7; servizi fermi: sì"),
        .hostRemoved("b.example.it"), .hostCanonical("c.example.it"),
    ]
    private static let numbers: [AuditDetail] = [
        .dailyCeiling(nil), .dailyCeiling(0), .citizenCeiling(nil), .citizenCeiling(9_999_999), .retention(nil), .retention(30),
        .services(nil), .services(0), .minimumContent(80), .templateVersion(2), .uncertain(1), .foundSent(2), .notInArchive(3),
        .stillScheduled(4), .sendTime(Moment(seconds: 1_796_000_000)),
        .forgottenNotifications(1), .forgottenAudit(1_000), .quotas(Quotas()), .quotas(Quotas(people: 3)),
        .quotas(Quotas(messagesADay: 1, messagesAMinute: 2, people: 3, retention: 4)),
    ]
    private static let flags: [AuditDetail] = [true, false].flatMap { flag -> [AuditDetail] in
        [.confirmsSends(flag), .requiresSecondFactor(flag), .logo(isSet: flag),
         .hours(SendingHours(from: 7, until: 24, onHolidays: flag)!)]
    }
    private static let enums: [[AuditDetail]] = [
        Environment.allCases.map { .environment($0) }, KeySlot.allCases.map { .key($0) }, StopKind.allCases.map { .stop($0) },
        Role.allCases.map { .role($0) }, Tenant.State.allCases.map { .state($0) },
        ContactChannel.allCases.map { .contact($0) },
    ]
    private static let whole = words + numbers + flags + enums.flatMap { $0 }

    @Test func `every detail of the audit comes back from the database as it was written`() throws {
        #expect(Set(Self.whole.map { $0.parts.0 }) == Set(AuditDetail.Key.allCases), "a new case needs an example here")
        try TestDatabase.run { database in
            for detail in Self.whole {
                try database.one.store.audit(.settingsChanged, by: database.one.operator_, detail: detail)
                try database.other.store.audit(.settingsChanged, by: nil, detail: .contacts)
                #expect(try database.one.store.auditLines(limit: 1).first?.detail == detail)
            }
        }
    }

    @Test func `every action of the audit comes back, with and without a detail`() throws {
        try TestDatabase.run { database in
            for action in AuditAction.allCases {
                let subject = action.subjectKind.map { AuditSubject($0, database.one.service.value) }
                try database.one.store.audit(action, by: nil, on: subject)
                let line = try database.one.store.auditLines(limit: 1).first
                #expect(line?.action == action && line?.detail == nil && line?.subject == subject)
                var filter = AuditFilter()
                filter.choice = .topic(action.topic)
                #expect(try database.one.store.auditLines(filter, limit: 1).first?.id == line?.id, "\(action): not what its table says")
            }
        }
    }

    @Test(arguments: ["", "=", "role", "role=", "role=king", "quotas=1,2,3", "quotas=1,2,3,4,5", "logo=set", "no_such=1", "resent_as=x",
                      "several=1,2", "several=x,2,", "hours=8,20", "hours=20,8,true"])
    func `a detail that no case writes is none`(text: String) {
        #expect(AuditDetail(stored: text) == nil)
    }
}
