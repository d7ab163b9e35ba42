import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What keeps notifications from leaving, and who lets them go on.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct BrakeTests {
    private let owner = WorkerID.make()

    @Test func `a host that is paused sends for nobody, also what was claimed before`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            let claimed = try one.add()
            _ = try installation.claimQueued(limit: 1, owner: owner, lease: 60)
            try database.other.add()
            try installation.setPaused(true)
            #expect(try installation.claimQueued(limit: 9, owner: .make(), lease: 60).isEmpty)
            #expect(try one.store.permit(claimed, attempt: 1, owner: owner) == .lost)
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.installationPaused])
            try installation.setPaused(false)
            #expect(try installation.claimQueued(limit: 9, owner: .make(), lease: 60).count == 2,
                "given back at once, not when the lease ends")
        }
    }

    @Test func `a pause says who, is of one tenant or service alone, and both are in the audit once`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            for _ in 1...2 { try one.store.pause(by: one.administrator) }
            try one.store.pause(service: one.service, by: nil)
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.tenantPaused(by: "Carla Verdi"), .servicePaused(by: nil)])
            #expect(try other.store.headerNotices().alarms.isEmpty)
            try one.store.resume(on: .someDay, by: one.administrator)
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.servicePaused(by: nil)])
            try one.store.resume(service: one.service, on: .someDay, by: nil)
            try one.store.resume(service: one.service, on: .someDay, by: nil)
            #expect(try one.store.headerNotices().alarms.isEmpty)
            let actions = try one.store.auditLines(limit: 10).map(\.action).reversed()
            #expect(actions.suffix(4) == [.tenantPaused, .servicePaused, .tenantResumed, .serviceResumed])
        }
    }

    @Test func `ten refusals in a row stop a service with an alarm, until a person lets it go on`() throws {
        try TestDatabase.run { database in
            let one = database.one
            for _ in 1..<StopKind.refusalsInARow { try one.store.noteRefusal(of: one.service, because: "Rifiuti") }
            try one.store.noteAcceptance(of: one.service)
            for _ in 1..<StopKind.refusalsInARow { try one.store.noteRefusal(of: one.service, because: "Rifiuti") }
            #expect(try one.store.headerNotices().alarms.isEmpty, "an acceptance between them")
            try one.store.noteRefusal(of: one.service, because: "Rifiuti")
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.serviceStopped(.refusals, reason: "Rifiuti")])
            let stops = try one.store.auditLines(limit: 50).filter { $0.action == .serviceStopped }
            #expect(stops.map(\.detail) == [.stop(.refusals)])
            #expect(try database.installation.metrics().stopped.first { $0.kind == .refusals }?.count == 1)
            try one.add()
            #expect(try database.installation.claimQueued(limit: 9, owner: owner, lease: 60).isEmpty)
            try one.store.resume(service: one.service, on: .someDay, by: one.administrator)
            #expect(try database.installation.claimQueued(limit: 9, owner: owner, lease: 60).count == 1)
            try one.store.noteRefusal(of: one.service, because: "Uno solo")
            #expect(try one.store.headerNotices().alarms.isEmpty, "the run begins anew")
        }
    }

    @Test func `a daily ceiling holds, and who resumes the service grants as many again`() throws {
        try TestDatabase.run { database in
            let one = database.one
            try one.store.setDailyCeiling(2, of: one.service, by: nil)
            #expect(try begun(5, database) == [.begun, .begun, .overServiceCeiling, .overServiceCeiling, .overServiceCeiling])
            #expect(try one.store.traffic().waiting == 3, "they wait")
            try one.store.resume(service: one.service, on: .someDay, by: nil)
            #expect(try begun(0, database) == [.begun, .begun, .overServiceCeiling])
            #expect(try one.store.permit(waiting(database), attempt: 1, owner: owner, on: .nextDay) == .begun)
        }
    }

    @Test func `what did not arrive counts for no ceiling`() throws {
        try TestDatabase.run { database in
            let one = database.one
            try one.store.setDailyCeiling(1, of: one.service, by: nil)
            let id = try one.add()
            let claim = try #require(try database.installation.claimQueued(limit: 1, owner: owner, lease: 60).first)
            #expect(try one.store.permit(id, attempt: 1, owner: owner) == .begun)
            try one.store.uncount(claim, on: .someDay)
            #expect(try begun(1, database) == [.begun])
        }
    }

    @Test func `a ceiling whose counter is away stays shut`() throws {
        try TestDatabase.run { database in
            let one = database.one
            try one.store.setDailyCeiling(5, of: one.service, by: nil)
            let id = try one.add()
            _ = try database.installation.claimQueued(limit: 1, owner: owner, lease: 60)
            try database.db.script("RENAME TABLE daily_count TO away")
            #expect(throws: DatabaseError.self) { try one.store.permit(id, attempt: 1, owner: owner) }
            #expect(try one.state(id) == .queued)
        }
    }

    @Test func `a citizen gets as many messages a day as the tenant allows, whatever service they come from`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            try one.store.setCitizenCeiling(1, by: nil)
            #expect(try begun(2, database) == [.begun, .overCitizenCeiling])
            try one.add(one.content(fiscalCode: "VRDLGI70A41H501G"))
            #expect(try begun(0, database).contains(.begun), "another citizen")
            let foreign = try other.add()
            _ = try database.installation.claimQueued(limit: 9, owner: owner, lease: 60)
            #expect(try other.store.permit(foreign, attempt: 1, owner: owner) == .begun, "another ente")
        }
    }

    @Test func `two workers at once do not get past a ceiling`() throws {
        try TestDatabase.run { database in
            let one = database.one
            try one.store.setDailyCeiling(7, of: one.service, by: nil)
            let ids = try (1...20).map { _ in try one.add() }
            try database.db.execute("UPDATE notification SET owner = \(owner)")
            let (options, owner, tenant) = (database.options, owner, one.id)
            let halves = [Array(ids[..<10]), Array(ids[10...])]
            inThreads({ sendAll(halves[0], options, owner, tenant) }, { sendAll(halves[1], options, owner, tenant) })
            #expect(try ids.filter { try one.state($0) == .sending }.count == 7)
        }
    }

    @Test func `a status check of a service whose keys are refused is put off, and ends after a week`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let (young, old) = (try one.add(), try one.add())
            for id in [young, old] { try database.put(id, of: one, in: .accepted, attempt: 1) }
            try database.db.execute("UPDATE notification SET accepted_at = NOW(6) - INTERVAL 8 DAY WHERE id = \(old)")
            try database.makeDue()
            try database.installation.putOffChecksWithoutKey()
            #expect(try database.installation.claimAccepted(limit: 9, owner: owner, lease: 60).count == 2, "not of one whose keys are good")
            try database.makeDue()
            try one.store.stop(one.service, .keys, because: "401", tried: [[1, 2, 3]])
            try database.installation.putOffChecksWithoutKey()
            #expect(try one.state(young) == .accepted && one.state(old) == .undetermined)
        }
    }

    @Test func `a check that was due for a day and never let through ends with the schedule`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let (late, old, stuck) = (try one.add(), try one.add(), try one.add())
            for id in [late, old, stuck] { try database.put(id, of: one, in: .accepted, attempt: 1) }
            try database.db.execute("UPDATE notification SET accepted_at = NOW(6) - INTERVAL 9 DAY WHERE id <> \(late)")
            try database.db.execute("UPDATE notification SET due_at = NOW(6) - INTERVAL 2 DAY WHERE id <> \(old)")
            try database.installation.endOverdueChecks()
            #expect(try [late, old, stuck].map { try one.state($0) } == [.accepted, .accepted, .undetermined])
        }
    }

    @Test func `pages hear of the doubts and the traffic of their own ente`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let (doubt, sending) = (try one.add(), try one.add())
            try one.add()
            try database.put(doubt, of: one, in: .uncertain, attempt: 1)
            try database.put(sending, of: one, in: .sending, attempt: 1)
            #expect(try one.store.headerNotices().toFollow == 1 && database.other.store.headerNotices().toFollow == 0)
            #expect(try one.store.traffic() == Traffic(waiting: 1, inFlight: 1))
            #expect(try one.store.traffic(of: one.service) == Traffic(waiting: 1, inFlight: 1))
            #expect(try database.other.store.traffic() == Traffic(waiting: 0, inFlight: 0))
            let line = try #require(try database.installation.queue().first)
            #expect(try database.installation.queue().count == 1 && line.code == one.code && line.uncertain == 1 && line.inFlight == 1)
        }
    }

    /// Adds so many, then claims all that there is and lets it begin.
    private func begun(_ count: Int, _ database: TestDatabase) throws -> [SendPermit] {
        for _ in 0..<count { try database.one.add() }
        try database.db.execute("UPDATE notification SET due_at = NOW(6) WHERE state = 'queued'")
        var permits: [SendPermit] = []
        while let claim = try database.installation.claimQueued(limit: 1, owner: owner, lease: 60).first {
            permits.append(try database.one.store.permit(claim.notification.id, attempt: 1, owner: owner))
            // Given back at once: not again in this round.
            try database.db.execute("""
                UPDATE notification SET due_at = NOW(6) + INTERVAL 1 HOUR WHERE state = 'queued' AND id = \(claim.notification.id)
                """)
        }
        return permits
    }

    private func waiting(_ database: TestDatabase) throws -> NotificationID {
        try database.makeDue()
        return try #require(try database.installation.claimQueued(limit: 1, owner: owner, lease: 60).first).notification.id
    }
}

@Sendable private func sendAll(_ ids: [NotificationID], _ options: ConnectionOptions, _ owner: WorkerID, _ tenant: TenantID) {
    let installation = InstallationStore(Connection(options))
    for id in ids { _ = try? installation.store(of: tenant).permit(id, attempt: 1, owner: owner) }
}

extension CalendarDate {
    fileprivate static let nextDay = CalendarDate(year: 2027, month: 3, day: 2)!
}
