import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// Da seguire: what is on it, whose it is, and how it leaves.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct WorklistTests {
    @Test(arguments: NotificationState.allCases)
    func `a notification is on it while it stands where somebody has to see to it`(state: NotificationState) throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other), id = try one.add()
            try database.put(try other.add(), of: other, in: .failed, attempt: 1)
            try database.put(id, of: one, in: state, attempt: 1)
            let isOnIt = NotificationState.toFollow.contains(state)
            #expect(try one.store.worklist().entries.map(\.id) == (isOnIt ? [id] : []))
            #expect(try one.store.worklistRows([id]).map(\.state) == (isOnIt ? [state] : []))
            #expect(try one.store.headerNotices().toFollow == (isOnIt ? 1 : 0))
            try database.put(id, of: one, in: state == .processed ? .accepted : .processed, attempt: 1)
            #expect(try one.store.worklist().entries.isEmpty)
        }
    }

    @Test func `it is whose who last decided that it is sent, until somebody takes it on or it is given back`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other), id = try one.add(), theirs = try other.add()
            for (tenant, id) in [(one, id), (other, theirs)] { try database.put(id, of: tenant, in: .failed, attempt: 1) }
            func owner() throws -> PersonID? { try one.store.worklistRows([id]).first?.person?.id }
            #expect(try owner() == one.operator_)
            #expect(try one.store.assign([id, theirs], to: one.administrator, by: one.administrator) == 1)
            #expect(try owner() == one.administrator && one.store.worklist().entries.first?.person == one.administrator)
            #expect(try one.store.assign([id], to: one.administrator, by: one.administrator) == 1, "it is theirs already")
            #expect(try one.store.assign([id], to: nil, by: one.administrator) == 1)
            #expect(try one.store.worklistRows([id]).first.map { $0.person == nil } == true)
            #expect(try one.store.auditLines(limit: 3).map(\.action).prefix(2) == [.notificationGivenBack, .notificationTaken])
            #expect(try other.store.worklistRows([theirs]).first?.person?.id == other.operator_)
            #expect(try one.store.retry(id, attempt: 1, by: one.administrator))
            try database.put(id, of: one, in: .failed, attempt: 2)
            #expect(try owner() == one.administrator)
        }
    }

    @Test func `who is told otherwise leaves it, is said to be so once, and comes again when it fails again`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other), id = try one.add(), form = FormID.make()
            try database.put(id, of: one, in: .unreachable, attempt: 0)
            func note(_ form: FormID, on store: TenantStore) throws -> Bool {
                try store.noteContact(of: id, by: .pec, note: "Letta il 3", form: form, person: one.operator_)
            }
            #expect(try !note(form, on: other.store), "it is not theirs")
            #expect(try note(form, on: one.store) && note(form, on: one.store))
            #expect(try one.store.worklist().entries.isEmpty && one.state(id) == .unreachable)
            let contacts = try one.store.chronicle(of: id).contacts
            guard contacts.count == 1, case .contact(.pec, note: "Letta il 3") = contacts[0].event, contacts[0].person == "Anna Bianchi"
            else { return _ = Issue.record("\(contacts)") }
            #expect(try one.store.auditLines(limit: 5).filter { $0.action == .notificationContacted }.map(\.detail) == [.contact(.pec)])
            #expect(try one.store.retry(id, attempt: 0, by: one.operator_))
            #expect(try !note(.make(), on: one.store), "it is on its way")
            try database.db.execute("UPDATE notification SET state = 'failed', due_at = NULL, updated_at = NOW(6) WHERE id = \(id)")
            #expect(try one.store.worklist().entries.map(\.id) == [id])
            #expect(try one.store.chronicle(of: id).contacts.count == 1)
        }
    }

    @Test func `what waits for more than an hour is counted by service`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let ids = try (0..<3).map { _ in try one.add() }
            try other.add()
            #expect(try one.store.worklist().held.isEmpty)
            try database.db.execute("""
                UPDATE notification SET queued_at = NOW(6) - INTERVAL 61 MINUTE WHERE id IN (\(list: Array(ids.dropLast())))
                """)
            let held = try one.store.worklist().held
            #expect(held.map(\.count) == [2] && held.map(\.service) == [one.service])
            #expect(try other.store.worklist().held.isEmpty)
        }
    }

    @Test func `who may work with some services follows those, and takes on no others`() throws {
        try TestDatabase.run { database in
            let one = database.one, elsewhere = ServiceID.make(), id = try one.add()
            try database.put(id, of: one, in: .rejected, attempt: 1)
            let store = database.installation.store(of: one.id, scope: .only([elsewhere]))
            #expect(try store.worklist().entries.isEmpty && store.worklistRows([id]).isEmpty && store.headerNotices().toFollow == 0)
            #expect(try store.assign([id], to: one.administrator, by: one.administrator) == 0)
            #expect(try !store.noteContact(of: id, by: .desk, note: "", form: .make(), person: one.operator_))
            #expect(try one.store.worklist().entries.map(\.person) == [one.operator_])
        }
    }

    @Test func `a notification that goes takes what was noted about its citizen with it`() throws {
        try TestDatabase.run { database in
            let one = database.one, ids = try (0..<2).map { _ in try one.add() }
            for id in ids { try database.put(id, of: one, in: .unreachable, attempt: 0) }
            #expect(try one.store.noteContact(of: ids[0], by: .email, note: "", form: .make(), person: one.operator_))
            #expect(try one.store.remove(notifications: ids)["contact"] == 1)
            for table in ["contact", "to_follow"] {
                #expect(try database.db.first(SQL(trusted: "SELECT COUNT(*) FROM \(table)")) { $0.next(Int.self) } == 0, "\(table)")
            }
        }
    }
}
