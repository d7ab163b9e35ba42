import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What the first statement of a request says of the tenant's sends is what the header's own would say, or it says nothing.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ArrivalTests {
    private static let cookie = [UInt8](repeating: 1, count: 32), another = [UInt8](repeating: 2, count: 32)

    private struct Trouble {
        var name: String
        /// Whether the other tenant has it too.
        var isOfAll = false
        var begin: (TestDatabase, WorkerID) throws -> Void
        var end: (TestDatabase, WorkerID) throws -> Void
    }

    private static var troubles: [Trouble] { [
        Trouble(name: "no worker", isOfAll: true) { try $0.installation.endBeat(worker: $1) } end: { try $0.beat($1) },
        Trouble(name: "a worker that cannot write", isOfAll: true) {
            try $0.installation.beat(worker: $1, host: "qui", cannotWrite: true)
        } end: { try $0.beat($1) },
        Trouble(name: "paused host", isOfAll: true) { database, _ in
            try database.installation.setPaused(true)
        } end: { database, _ in try database.installation.setPaused(false) },
        Trouble(name: "restored database", isOfAll: true) { database, _ in
            try database.db.execute("UPDATE host SET restored_at = NOW(6)")
        } end: { database, _ in try database.db.execute("UPDATE host SET restored_at = NULL") },
        Trouble(name: "paused tenant") { database, _ in
            try database.one.store.pause(by: nil)
        } end: { database, _ in try database.one.store.resume(on: .someDay, by: nil) },
        Trouble(name: "read only") { database, _ in
            try database.installation.setState(.readOnly, of: database.one.id, because: "Prova", by: nil)
        } end: { database, _ in try database.installation.setState(.active, of: database.one.id, by: nil) },
        Trouble(name: "used up quota") { database, _ in
            try database.db.execute("""
                INSERT INTO quota_use (tenant_id, day, of_day, minute, of_minute, held_by, held_since, held_until)
                VALUES (\(database.one.id), '2027-03-01', 1, NOW(), 1, 'day', NOW(6), NOW(6) + INTERVAL 1 HOUR)
                """)
        } end: { database, _ in try database.db.execute("DELETE FROM quota_use") },
        Trouble(name: "outage of App IO") {
            try $0.installation.writeOutages([$0.one.outage(.failing)], of: $1)
        } end: { try $0.installation.writeOutages([], of: $1) },
        Trouble(name: "stopped service") { database, _ in
            try database.one.store.stop(database.one.service, because: "401")
        } end: { database, _ in try database.one.store.resume(service: database.one.service, on: .someDay, by: nil) },
        Trouble(name: "paused service") { database, _ in
            try database.one.store.pause(service: database.one.service, by: nil)
        } end: { database, _ in try database.one.store.resume(service: database.one.service, on: .someDay, by: nil) },
    ] }

    @Test func `no trouble is passed over, and none of another tenant asks more of the database`() throws {
        try TestDatabase.run { database in
            let (one, other, worker) = (database.one, database.other, WorkerID.make())
            for tenant in [one, other] { try tenant.store.openSession(Self.cookie, for: tenant.operator_) }
            try database.beat(worker)
            #expect(try Self.noticesAtArrival(one)?.alarms.isEmpty == true && one.store.headerNotices().alarms.isEmpty)
            for trouble in Self.troubles {
                try trouble.begin(database, worker)
                let notices = try one.store.headerNotices()
                #expect(!notices.alarms.isEmpty || !notices.aWorkerSends, "\(trouble.name) is one")
                #expect(try Self.noticesAtArrival(one) == nil, "\(trouble.name)")
                #expect(try (Self.noticesAtArrival(other) == nil) == trouble.isOfAll, "\(trouble.name) of another tenant")
                try trouble.end(database, worker)
                #expect(try Self.noticesAtArrival(one) != nil, "\(trouble.name) ends")
            }
        }
    }

    @Test func `what is to follow is counted as the header counts it, and by services where somebody has a part of them`() throws {
        try TestDatabase.run { database in
            let (one, elsewhere) = (database.one, ServiceID.make())
            try database.beat(.make())
            let said = ServiceDescription(name: "Anagrafe", ioServiceID: "01ANAGRAFE", environment: .trial, maximumAmount: .maximum)
            try one.store.addService(elsewhere, said, by: nil)
            for person in [one.operator_, one.administrator] {
                try one.store.openSession(person == one.operator_ ? Self.cookie : Self.another, for: person)
            }
            try one.store.setServices(.only([elsewhere]), of: one.operator_, by: nil)
            #expect(try Self.noticesAtArrival(one)?.toFollow == 0)
            for count in [1, 99, 100, 101] {
                for _ in try one.notifications()..<count { try one.add() }
                try database.db.execute("UPDATE notification SET state = 'uncertain', attempt = 1, due_at = NULL")
                #expect(try Self.noticesAtArrival(one, Self.another)?.toFollow == one.store.headerNotices().toFollow, "\(count)")
                #expect(try Self.noticesAtArrival(one) == nil, "the operator's own part is another number")
            }
            #expect(try Self.noticesAtArrival(one, Self.another)?.toFollow == 100)
            try database.other.store.openSession(Self.cookie, for: database.other.operator_)
            #expect(try Self.noticesAtArrival(database.other)?.toFollow == 0)
        }
    }

    private static func noticesAtArrival(_ tenant: TestTenant, _ digest: [UInt8] = cookie) throws -> HeaderNotices? {
        let host = "\(tenant.code.dropFirst(2)).example.it"
        let arrival = try InstallationStore(tenant.store.db).arrival(at: host, of: .publicBody, with: digest, idle: 1_800, whole: 36_000)
        #expect(arrival?.session != nil)
        return arrival?.headerNotices
    }
}

extension TestDatabase {
    fileprivate func beat(_ worker: WorkerID) throws { try installation.beat(worker: worker, host: "qui") }
}

extension TestTenant {
    fileprivate func notifications() throws -> Int {
        try store.db.first("SELECT COUNT(*) FROM notification WHERE tenant_id = \(id)") { $0.next() } ?? 0
    }
}
