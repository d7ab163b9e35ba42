import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What the audit answers: about a notification, about a citizen, by topic, by person.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AuditQuestionTests {
    private static let code = "RSSMRA80A01H501U"

    private func filter(_ change: (inout AuditFilter) -> Void) -> AuditFilter {
        var filter = AuditFilter()
        change(&filter)
        return filter
    }

    private func done(on id: NotificationID) -> AuditFilter {
        var filter = AuditFilter()
        (filter.matter, filter.choice) = (.notification(id), .allButLooks)
        return filter
    }

    private func actions(_ store: TenantStore, _ change: (inout AuditFilter) -> Void) throws -> [AuditAction] {
        try store.audit(filter(change), limit: 50).lines.map(\.action)
    }

    @Test func `about a notification it says who did and who saw what, the newest first, of that one in that tenant`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let id = try one.add(), another = try one.add()
            try one.store.audit(.notificationRead, by: one.operator_, on: .notification(id))
            try one.store.audit(.notificationRead, by: one.operator_, on: .notification(another))
            try one.store.audit(.proofMade, by: one.administrator, on: .notification(id))
            try other.store.audit(.notificationRead, by: other.operator_, on: .notification(id))
            #expect(try actions(one.store) { $0.matter = .notification(id) } == [.proofMade, .notificationRead, .notificationAdded])
            #expect(try actions(one.store) { $0 = self.done(on: id) } == [.proofMade, .notificationAdded])
            #expect(try actions(one.store) { ($0.matter, $0.choice) = (.notification(id), .topic(.looks)) } == [.notificationRead])
            #expect(try actions(one.store) { ($0.matter, $0.choice) = (.notification(id), .topic(.access)) }.isEmpty)
            #expect(try actions(one.store) { ($0.matter, $0.person) = (.notification(id), one.administrator) } == [.proofMade])
            #expect(try actions(other.store) { $0.matter = .notification(id) } == [.notificationRead])
        }
    }

    @Test func `about a citizen it says who searched for them and who saw or changed their notifications, in that tenant alone`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other), (whole, beginning) = (CitizenDigest.make(), CitizenDigest.make())
            let id = try one.add(), theirs = try other.add()
            try one.store.audit(.notificationRead, by: one.operator_, on: .notification(id))
            try other.store.audit(.notificationRead, by: other.operator_, on: .notification(theirs))
            try one.store.audit(.archiveSearched, by: one.operator_, about: whole)
            try one.store.audit(.recipientChecked, by: one.administrator, on: .service(one.service), about: beginning)
            try one.store.audit(.archiveSearched, by: one.operator_, about: .make())
            try other.store.audit(.archiveSearched, by: other.operator_, about: whole)
            func about(_ change: (inout AuditFilter) -> Void = { _ in }) throws -> [AuditAction] {
                try actions(one.store) { filter in
                    (filter.matter, filter.digests) = (.citizen(Self.code), [whole, beginning])
                    change(&filter)
                }
            }
            #expect(try about() == [.recipientChecked, .archiveSearched, .notificationRead, .notificationAdded])
            #expect(try about { $0.digests = [] } == [.notificationRead, .notificationAdded])
            #expect(try about { $0.digests = [beginning] } == [.recipientChecked, .notificationRead, .notificationAdded])
            #expect(try about { $0.choice = .allButLooks } == [.notificationAdded])
            #expect(try about { $0.person = one.administrator } == [.recipientChecked])
            #expect(try about { $0.matter = .citizen("VRDCRL70A41F205X") } == [.recipientChecked, .archiveSearched])
            #expect(try about { $0.from = CalendarDate(year: 2098, month: 1, day: 1) }.isEmpty)
        }
    }

    @Test func `a citizen with many notifications is gone through some at a time, each line once`() throws {
        try TestDatabase.run { database in
            let store = database.one.store, most = TenantStore.citizenNotifications
            let ids = try (0..<(2 * most + 3)).map { _ in try database.one.add() }
            let digest = CitizenDigest.make()
            try store.audit(.archiveSearched, by: database.one.operator_, about: digest)
            let asked = filter { ($0.matter, $0.digests) = (.citizen(Self.code), [digest]) }
            var subjects: [AuditSubject?] = [], behind: NotificationID?, pages = 0
            repeat {
                let slice = try store.audit(asked, behind: behind, limit: 50)
                subjects += slice.lines.map(\.subject)
                (behind, pages) = (slice.furtherBehind, pages + 1)
            } while behind != nil
            #expect(pages == 3 && subjects == [nil] + ids.reversed().map { .notification($0) })
        }
    }

    @Test func `each topic alone, all but the looks, and all of them, page by page`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            for action in AuditAction.allCases {
                for _ in 0..<2 { try store.audit(action, by: nil, on: action.subjectKind.map { AuditSubject($0, AuditID.make().value) }) }
            }
            func pages(_ choice: AuditChoice?) throws -> [AuditAction] {
                let filter = filter { $0.choice = choice }
                var found: [AuditAction] = [], last: AuditID?
                while true {
                    let slice = try store.audit(filter, olderThan: last, limit: 7)
                    found += slice.lines.map(\.action)
                    guard slice.hasOlder else { return found }
                    last = slice.lines.last?.id
                }
            }
            func expected(_ isWanted: (AuditTopic) -> Bool) -> [AuditAction] {
                AuditAction.allCases.reversed().filter { isWanted($0.topic) }.flatMap { [$0, $0] }
            }
            // Those of the program itself come before.
            for topic in AuditTopic.allCases {
                #expect(try Array(pages(.topic(topic)).prefix(expected { $0 == topic }.count)) == expected { $0 == topic }, "\(topic)")
            }
            let some = expected { $0 != .looks }
            #expect(try Array(pages(.allButLooks).prefix(some.count)) == some)
            #expect(try Array(pages(nil).prefix(2 * AuditAction.allCases.count)) == expected { _ in true })
        }
    }

    @Test func `whatever it is asked, no statement reads 5,000 entries, however often somebody looked`() throws {
        try TestDatabase.run { database in
            let one = database.one, db = database.db, digest = CitizenDigest.make()
            let ids = try (0..<TenantStore.citizenNotifications).map { _ in try one.add() }
            // 400 looks at each notification and 6,000 searches for the citizen, all by one person; all else is older.
            for (number, id) in ids.enumerated() {
                try db.execute("""
                    INSERT INTO audit (tenant_id, id, person_id, action, subject)
                    SELECT \(one.id), UNHEX(CONCAT('7F', LPAD(HEX(\(number * 100_000) + seq), 30, '0'))), \(one.operator_),
                           IF(seq % 4 = 0, 'status_asked', 'notification_read'), \(id) FROM seq_1_to_400
                    """)
            }
            try db.execute("""
                INSERT INTO audit (tenant_id, id, person_id, action)
                SELECT \(one.id), UNHEX(CONCAT('7E', LPAD(HEX(seq), 30, '0'))), \(one.operator_), 'archive_searched' FROM seq_1_to_6000
                """)
            try db.execute("""
                INSERT INTO audit_citizen (tenant_id, citizen, id)
                SELECT tenant_id, \(digest), id FROM audit WHERE action = 'archive_searched'
                """)
            var digests: Set<CitizenDigest> = [digest]
            while digests.count < 14 { digests.insert(.make()) }
            let matters: [AuditMatter?] = [nil, .notification(ids[0]), .citizen(Self.code)]
            for matter in matters {
                for choice in [nil, .allButLooks] + AuditTopic.allCases.map({ AuditChoice.topic($0) }) {
                    for person in [nil, one.operator_, one.administrator] {
                        let asked = filter { ($0.matter, $0.choice, $0.person, $0.digests) = (matter, choice, person, digests) }
                        let asking = try -(read(db) - read(db)), before = try read(db)
                        let lines = try one.store.audit(asked, limit: 50).lines
                        // Up to three statements.
                        let cost = try read(db) - before - asking
                        #expect(cost < (person != nil && matter != nil ? 2 : 1) * TenantStore.entriesBound, "\(asked): \(cost)")
                        #expect(lines.count <= 50)
                    }
                }
            }
        }
    }

    @Test func `a person's few lines among very many are found by going on`() throws {
        try TestDatabase.run { database in
            let one = database.one, id = try one.add()
            try one.store.audit(.statusAsked, by: one.administrator, on: .notification(id))
            try database.db.execute("""
                INSERT INTO audit (tenant_id, id, person_id, action, subject)
                SELECT \(one.id), UNHEX(CONCAT('7F', LPAD(HEX(seq), 30, '0'))), \(one.operator_), 'notification_read', \(id)
                FROM seq_1_to_4000
                """)
            let asked = filter { ($0.matter, $0.person) = (.notification(id), one.administrator) }
            var slice = try one.store.audit(asked, limit: 50), turns = 1
            #expect(slice.lines.isEmpty && slice.searchedThrough != nil)
            while slice.lines.isEmpty, let through = slice.searchedThrough {
                slice = try one.store.audit(asked, olderThan: through, limit: 50)
                turns += 1
            }
            #expect(slice.lines.map(\.action) == [.statusAsked] && turns < 9)
        }
    }

    @Test func `the export has what the pages have, in their order`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other), digest = CitizenDigest.make()
            for tenant in [one, other] {
                let id = try tenant.add()
                for action in [AuditAction.notificationRead, .statusAsked] {
                    try tenant.store.audit(action, by: nil, on: .notification(id))
                }
                try tenant.store.audit(.archiveSearched, by: tenant.operator_, about: digest)
                try tenant.store.audit(.login, by: tenant.operator_)
            }
            let id = try one.add()
            let filters: [AuditFilter] = [
                AuditFilter(), filter { $0.choice = .allButLooks }, filter { $0.person = one.operator_ },
                filter { $0.matter = .notification(id) }, filter { ($0.matter, $0.digests) = (.citizen(Self.code), [digest]) },
                filter { ($0.matter, $0.digests, $0.choice) = (.citizen(Self.code), [digest], .topic(.looks)) },
            ]
            for filter in filters {
                let pages = try one.store.audit(filter, limit: 50).lines.map(\.id)
                var exported: [AuditID] = [], last: AuditID?
                repeat {
                    last = try one.store.eachAuditLine(filter, olderThan: last, limit: 2) { exported.append($0.id) }
                } while last != nil
                #expect(exported == pages && !pages.isEmpty, "\(filter)")
                #expect(AuditFilter(text: filter.text) == filter)
            }
        }
    }

    private func read(_ db: Connection) throws -> Int {
        try db.rows("SHOW SESSION STATUS LIKE 'Handler_read%'") { row in
            _ = row.next(String.self)
            return Int(row.next(String.self))!
        }.reduce(0, +)
    }
}
