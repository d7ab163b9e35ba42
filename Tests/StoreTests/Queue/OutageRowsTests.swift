import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What workers write of App IO's bad hours, for pages, commands and monitors.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct OutageRowsTests {
    @Test func `what a living worker does not send is said to those whom it concerns, until it sends again or is gone`() throws {
        try TestDatabase.run { database in
            let (installation, one, other) = (database.installation, database.one, database.other), worker = WorkerID.make()
            try installation.beat(worker: worker, host: "qui")
            try installation.writeOutages([one.outage(.failing)], of: worker)
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.appIO(.failing)])
            #expect(try other.store.headerNotices().alarms.isEmpty)
            let line = try #require(try installation.outages().first)
            #expect(line.code == one.code && line.service == "Protocollo" && line.cause == .failing)
            #expect(line.lastTry.microseconds - line.since.microseconds > 299_000_000)
            try installation.writeOutages([], of: worker)
            #expect(try one.store.headerNotices().alarms.isEmpty && installation.outages().isEmpty)
            try installation.writeOutages([one.outage(.failing)], of: worker)
            try database.db.execute("UPDATE worker SET seen_at = NOW(6) - INTERVAL 20 SECOND")
            #expect(try one.store.headerNotices().alarms.isEmpty && installation.outages().isEmpty)
            try installation.removeOutagesOfGoneWorkers()
            #expect(try database.db.rows("SELECT 1 FROM send_pause") { $0.next(Int.self) }.count == 1, "the next worker takes it up")
            try database.db.execute("UPDATE send_pause SET tried_at = NOW(6) - INTERVAL 11 MINUTE")
            try installation.removeOutagesOfGoneWorkers()
            #expect(try database.db.rows("SELECT 1 FROM send_pause") { $0.next(Int.self) }.isEmpty)
        }
    }

    @Test func `monitoring hears of what is held, and that nothing leaves once all that waits is`() throws {
        try TestDatabase.run { database in
            let (installation, one, other) = (database.installation, database.one, database.other), worker = WorkerID.make()
            try installation.beat(worker: worker, host: "qui")
            try installation.writeOutages([one.outage(.failing)], of: worker)
            #expect(try installation.measurements().held.map(\.cause) == [.failing])
            #expect(installation.standstill() == nil, "nothing waits")
            try one.add()
            #expect(installation.standstill() == .appIO(.failing))
            try other.add()
            #expect(installation.standstill() == nil, "the other ente sends")
            try installation.writeOutages([one.outage(.failing), other.outage(.silent, whole: true)], of: worker)
            #expect(installation.standstill() != nil)
            try installation.writeOutages([other.outage(.throttled, whole: true)], of: worker)
            try one.store.stop(one.service, .keys, because: "401", tried: [[1, 2, 3]])
            #expect(installation.standstill() == .appIO(.throttled))
            try installation.writeOutages([], of: worker)
            #expect(installation.standstill() == nil, "the other ente sends")
            try other.store.stop(other.service, .keys, because: "401", tried: [[1, 2, 3]])
            #expect(installation.standstill() == .keysRefused)
            try database.db.execute("UPDATE service SET paused_at = NOW(6)")
            #expect(installation.standstill() == nil, "what a person has paused does not wait for App IO")
        }
    }

    @Test func `where one worker does not reach App IO and another sends, nothing stands still`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one), (deaf, good) = (WorkerID.make(), WorkerID.make())
            for worker in [deaf, good] { try installation.beat(worker: worker, host: "qui") }
            try one.add()
            func isHeld() throws -> [Bool] {
                [try !one.store.headerNotices().alarms.isEmpty, try !installation.outages().isEmpty,
                 try !installation.measurements().held.isEmpty, installation.standstill() != nil]
            }
            try installation.writeOutages([one.outage(.unreachable), one.outage(.silent, whole: true)], of: deaf)
            #expect(try isHeld() == [false, false, false, false])
            try installation.writeOutages([one.outage(.silent, whole: true)], of: good)
            #expect(try isHeld() == [true, true, true, true], "neither sends")
            try installation.writeOutages([], of: good)
            try installation.beat(worker: good, host: "qui", cannotWrite: true)
            #expect(try isHeld() == [true, true, true, true], "who cannot write its files sends nothing")
        }
    }

    @Test func `what an ente has suspended itself does not wait for App IO`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one), worker = WorkerID.make()
            try installation.beat(worker: worker, host: "qui")
            try installation.writeOutages([one.outage(.failing), database.other.outage(.failing)], of: worker)
            try one.store.pause(by: nil)
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.tenantPaused(by: nil)])
            #expect(try installation.outages().map(\.code) == [database.other.code])
            #expect(try installation.measurements().held.map(\.count) == [1])
        }
    }

    @Test func `the next worker takes up what the one before it on its host, or one that is gone, did not send`() throws {
        try TestDatabase.run { database in
            let (installation, one, other) = (database.installation, database.one, database.other)
            let (here, gone, elsewhere) = (WorkerID.make(), WorkerID.make(), WorkerID.make())
            try installation.beat(worker: here, host: "qui")
            try installation.beat(worker: elsewhere, host: "altrove")
            let (lane, account) = (one.outage(.failing), other.outage(.unclear, whole: true))
            try installation.writeOutages([lane], of: here)
            try installation.writeOutages([account], of: gone)
            try installation.writeOutages([other.outage(.silent)], of: elsewhere)
            let found = try installation.outagesToAdopt(on: "qui")
            #expect(Set(found.map(\.account)) == [lane.account, account.account] && Set(found.map(\.cause)) == [.failing, .unclear])
            #expect(Set(found.map(\.lane)) == [lane.lane, nil])
            #expect(found.allSatisfy { (.seconds(304)...(.seconds(320))).contains($0.age) })
            try database.db.execute("UPDATE send_pause SET tried_at = NOW(6) - INTERVAL 11 MINUTE")
            #expect(try installation.outagesToAdopt(on: "qui").isEmpty)
            try database.db.execute("UPDATE send_pause SET tried_at = NOW(6) + INTERVAL 1 DAY")
            #expect(try installation.outagesToAdopt(on: "qui").isEmpty, "a clock that was ahead says nothing of now")
        }
    }

    @Test func `an account that is not answered is said to all who send with it, once where it holds all their services`() throws {
        try TestDatabase.run { database in
            let (installation, one, other) = (database.installation, database.one, database.other), worker = WorkerID.make()
            try installation.beat(worker: worker, host: "qui")
            let second = ServiceID.make()
            try one.store.addService(
                second, ServiceDescription(name: "Tributi", ioServiceID: "01ALTRO", environment: .trial, maximumAmount: .maximum),
                keys: [:], by: nil)
            try installation.writeOutages([one.outage(.silent, whole: true), one.outage(.failing)], of: worker)
            let alarms = try one.store.headerNotices().alarms
            #expect(alarms.count == 1 && alarms[0].service == nil, "\(alarms)")
            #expect(try other.store.headerNotices().alarms.isEmpty)
            try installation.setAccount(of: other.id, to: one.id)
            #expect(try other.store.headerNotices().alarms.map(\.cause) == [.appIO(.silent)])
            try installation.writeOutages([one.outage(.failing)], of: worker)
            #expect(try one.store.headerNotices().alarms.map(\.service?.id) == [one.service])
        }
    }

    @Test func `a service that goes on makes due what waits for a try, and leaves what a worker holds`() throws {
        try TestDatabase.run { database in
            let (one, owner) = (database.one, WorkerID.make()), waiting = try one.add(), foreign = try database.other.add()
            try one.add()
            _ = try database.installation.claimQueued(limit: 10, owner: owner, lease: 50)
            for (tenant, id) in [(one, waiting), (database.other, foreign)] {
                try tenant.store.settleProfile(
                    id, owner: owner, .again(after: 300, counted: true),
                    call: LoggedCall(step: .profile, slot: .primary, milliseconds: 1, outcome: .unavailable))
            }
            try one.store.makeDue(one.service)
            #expect(try database.installation.claimQueued(limit: 10, owner: .make(), lease: 50).map(\.notification.id) == [waiting])
        }
    }

    @Test func `a service whose keys are taken again goes on with a line in the register, and no other stop is lifted`() throws {
        try TestDatabase.run { database in
            let (installation, one, other) = (database.installation, database.one, database.other)
            for tenant in [one, other] { try tenant.add() }
            try one.store.stop(one.service, .keys, because: "Prova", tried: [[1, 2, 3]])
            try other.store.stop(other.service, .refusals, because: "Prova")
            let refused = try installation.servicesWithRefusedKeys()
            #expect(refused.map(\.lane.service) == [one.service] && refused[0].isStopped && refused[0].isAwaited)
            #expect(refused[0].slots == Set(KeySlot.allCases), "which of them was refused is not known of every stop")
            try database.db.execute("UPDATE service SET paused_at = NOW(6)")
            #expect(try installation.servicesWithRefusedKeys().map(\.isAwaited) == [false], "nothing that somebody has paused is awaited")
            for tenant in [one, other] { try tenant.store.resumeWithKeys(tenant.service) }
            #expect(try one.store.service(one.service)?.stoppedAt == nil && other.store.service(other.service)?.stopKind == .refusals)
            #expect(try one.store.auditLines(limit: 1).map(\.action) == [.serviceResumed])
            #expect(try installation.servicesWithRefusedKeys().isEmpty)
        }
    }

    @Test func `a key that was refused is to be tried though its service sends, unless the service or its ente is put away`() throws {
        try TestDatabase.run { database in
            let (installation, one, other) = (database.installation, database.one, database.other)
            for tenant in [one, other] { #expect(try tenant.store.noteRefused([1, 2, 3], of: tenant.service)) }
            try one.add()
            let refused = try installation.servicesWithRefusedKeys()
            #expect(Set(refused.map(\.lane.tenant)) == [one.id, other.id] && refused.allSatisfy { $0.slots == [.primary] })
            #expect(refused.allSatisfy { !$0.isStopped && !$0.isAwaited && $0.age < .seconds(60) })
            #expect(try installation.measurements().keysRefused == 2)
            try one.store.setDisabled(true, service: one.service, by: nil)
            try installation.setState(.closed, of: other.id)
            #expect(try installation.servicesWithRefusedKeys().isEmpty && installation.measurements().keysRefused == 0)
        }
    }
}

extension TestTenant {
    func outage(_ cause: PauseCause, whole: Bool = false) -> Outage {
        let account = Account(owner: id, environment: .trial)
        return Outage(of: account, whole ? nil : Lane(tenant: id, service: service, account: account), because: cause,
                      age: .seconds(305), lastTry: .seconds(3))
    }
}
