import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// Every enum that is stored, with its columns: what the program writes there comes back, and what the schema admits there is
/// exactly what the program can read.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct StoredEnumTests {
    private struct Place: Hashable, CustomStringConvertible {
        let table: String
        let column: String
        var description: String { "\(table).\(column)" }

        init(_ place: String) {
            let parts = place.split(separator: ".").map(String.init)
            (table, column) = (parts[0], parts[1])
        }
    }

    private static var places: [(enum: any StoredEnum.Type, columns: [String])] { [
        (AskAnswer.self, ["ask.answer", "key_candidate.answer"]), (AskKind.self, ["ask.kind"]), (AuditAction.self, ["audit.action"]),
        (AuditTopic.self, ["audit.topic"]), (Export.Kind.self, ["export.kind"]),
        (CallOutcome.self, ["attempt.outcome"]), (DailyCount.self, ["daily_count.kind"]),
        (CounterKind.self, ["counter.kind"]),
        (Environment.self, ["notification.environment", "service.environment", "budget.environment", "send_pause.environment"]),
        (Export.State.self, ["export.state"]),
        (KeySlot.self, ["attempt.slot", "ask.slot", "key_candidate.slot", "service.preferred_slot", "service_key.slot"]),
        (LogoImage.Format.self, ["tenant_logo.media_type"]), (LoggedCall.Step.self, ["attempt.step"]),
        (MailKind.self, ["mail.kind"]), (MailPlace.self, ["mail_server.place"]), (MailServer.Security.self, ["mail_server.security"]),
        (MailState.self, ["mail.state"]), (MailTrouble.self, ["mail.trouble", "mail_server.trouble"]),
        (NotificationState.self, ["notification.state"]), (OpenSession.Stage.self, ["session.stage"]),
        (PaymentPart.self, ["template_field.payment"]),
        (PauseCause.self, ["send_pause.cause"]), (QuotaSpan.self, ["quota_use.held_by"]), (Reachability.self, ["ask.answer"]),
        (Reason.self, ["notification.reason"]),
        (Role.self, ["person.role"]), (StopKind.self, ["service.stop_kind"]), (TemplateField.Kind.self, ["template_field.kind"]),
        (Tenant.Kind.self, ["tenant.kind"]), (Tenant.State.self, ["tenant.state"]),
    ] }

    /// Columns that take only some of the cases.
    private static let narrower: Set<Place> = [Place("key_candidate.answer")]

    @Test func `every case of every stored enum comes back from each of its columns`() throws {
        try TestDatabase.run { database in
            for (type, columns) in Self.places {
                for column in columns.map(Place.init) { try comesBack(type, column, database.db) }
            }
        }
    }

    /// A table with nothing but a column as that one is: no other rule of the row is in the way.
    private func comesBack<Stored: StoredEnum>(_ type: Stored.Type, _ place: Place, _ db: Connection) throws {
        let (table, column) = (SQL(trusted: place.table), SQL(trusted: place.column))
        let copy = SQL(trusted: "copy_\(place.table)_\(place.column)_\(Stored.allCases.count)")
        try db.execute("CREATE TEMPORARY TABLE \(copy) AS SELECT \(column) FROM \(table) WHERE FALSE")
        for stored in Stored.allCases {
            try db.execute("INSERT INTO \(copy) VALUES (\(stored))")
            let found = try db.rows("SELECT \(column) FROM \(copy) WHERE \(column) = \(stored)") { $0.next(Stored.self) }
            #expect(found.map(\.rawValue) == [stored.rawValue], "\(place)")
        }
    }

    @Test func `what a CHECK lists for a column are the cases of its enum`() throws {
        try TestDatabase.run { database in
            let listed = try Self.lists(database.db)
            var known: [Place: Set<String>] = [:]
            for (type, columns) in Self.places {
                for place in columns.map(Place.init) { known[place, default: []].formUnion(Self.words(type)) }
            }
            #expect(listed.count > 15)
            for (place, words) in listed {
                let cases = known[place] ?? []
                #expect(words.subtracting(cases).sorted() == [], "in the CHECK of \(place), and no case of its enum")
                if Self.narrower.contains(place) { continue }
                #expect(cases.subtracting(words).sorted() == [], "cases of the enum of \(place) that its CHECK does not list")
            }
        }
    }

    private static func words<Stored: StoredEnum>(_ type: Stored.Type) -> Set<String> { Set(Stored.allCases.map(\.rawValue)) }

    /// The CHECKs that are nothing but a list of words for one column.
    private static func lists(_ db: Connection) throws -> [Place: Set<String>] {
        let clauses = try db.rows("""
            SELECT table_name, check_clause FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()
            """) { ($0.next(String.self), $0.next(String.self)) }
        var lists: [Place: Set<String>] = [:]
        for (table, clause) in clauses {
            guard let match = clause.wholeMatch(of: /`([a-z_]+)` in \(('[^']+'(?:,'[^']+')*)\)/) else { continue }
            let words = match.2.split(separator: ",").map { String($0.dropFirst().dropLast()) }
            lists[Place("\(table).\(match.1)")] = Set(words)
        }
        return lists
    }
}
