import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// What the worker says of its work in the log, and counts of it.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct EngineWatchTests {
    private func counts(_ place: Workplace) throws -> [CountedEvent: Int] {
        let counts = try place.database.installation.measurements().counts.filter { $0.number > 0 }
        return Dictionary(uniqueKeysWithValues: counts.map { ($0.event, $0.number) })
    }

    @Test func `a send and what became of it are counted, and nothing is said of what goes well`() throws {
        try Workplace.run { place in
            _ = try place.send()
            try place.workLater()
            #expect(try counts(place) == [
                .call(.profile, .allowed): 1, .call(.submit, .accepted): 1, .call(.status, .known): 1, .send(.accepted): 1,
                .delivery(.processed): 1, .workerStart: 2,
            ])
            #expect(place.log.lines.allSatisfy { $0.hasPrefix("worker ") }, "\(place.log.lines)")
        }
    }

    @Test func `a fault of App IO is said once with its kind and then as a number, however many it strikes`() throws {
        try Workplace.run { place in
            place.appIO.answers(.profile, .send(answer("500 Internal Server Error", "{}")))
            for tenant in [place.one, place.other] { for _ in 1...5 { _ = try place.add(of: tenant) } }
            try place.work()
            let lines = place.log.lines.filter { $0.contains("App IO") }
            try #require(lines.count == 2, "\(place.log.lines)")
            #expect(lines[0].hasPrefix("call to App IO failed call=profile http_status=500 kind=http_500 outcome=unavailable service="))
            #expect(lines[0].hasSuffix("tenant=c_a001") || lines[0].hasSuffix("tenant=c_b002"))
            let counted = try counts(place)[.call(.profile, .unavailable)] ?? 0
            #expect(counted > 1 && lines[1].hasPrefix("calls to App IO failed again call=profile count=\(counted - 1) "))
            #expect(lines[1].contains(" seconds_since_last=0"), "\(lines[1])")
            #expect(try counts(place)[.send(.queued)] == counted)
            #expect(!place.log.lines.contains { $0.contains("RSSMRA80A01H501U") })
        }
    }

    @Test func `an App IO that cannot be reached is said with what kept the call from it`() throws {
        try Workplace.run { place in
            place.appIO.stop()
            _ = try place.add()
            try place.work()
            #expect(place.log.lines.contains { $0.hasPrefix("call to App IO failed call=profile curl=7 kind=connect outcome=unavailable") },
                    "\(place.log.lines)")
        }
    }

    @Test func `each doubt is named, a service that stops and a key that is refused too`() throws {
        try Workplace.run { place in
            place.appIO.answers(.message, .close)
            let doubt = try place.send()
            #expect(doubt.state == .uncertain)
            let line = "outcome uncertain attempt=1 notification=\(doubt.id) reason=answer_lost service=\(place.one.service) tenant=c_a001"
            #expect(place.log.lines.contains(line), "\(place.log.lines)")
            place.appIO.recovers()
            place.appIO.answers(.profile, .send(answer("401 Access Denied", "{}")))
            _ = try place.add(of: place.other)
            try place.work()
            try place.workLater()
            let refused = place.log.lines.filter { $0.hasPrefix("key refused") }
            #expect(refused.count == 2 && refused.allSatisfy { $0.contains("tenant=c_b002") }, "\(place.log.lines)")
            #expect(place.log.lines.count { $0.hasPrefix("service stopped kind=keys") && $0.contains("tenant=c_b002") } == 1)
        }
    }

    @Test func `who was rung for is heard, and for whoever searches the log in which request`() throws {
        try TestDatabase.run { database in
            let log = TestLog(), watch = EngineWatch(database.installation, log.logger), tenant = database.one.id
            #expect(watch.rung(tenant.bytes) == tenant && log.lines.isEmpty)
            #expect(watch.rung(tenant.bytes + [0xab, 0x12]) == tenant && log.lines == ["rung request=ab12 tenant=c_a001"])
            #expect(watch.rung([1, 2]) == nil && watch.rung([]) == nil)
        }
    }

    @Test func `a worker says how long there was none, and that it is told to stop`() throws {
        try Workplace.run { place in
            try place.work()
            try place.database.installation.beat(worker: .make(), host: "gone.example")
            try place.db.execute("UPDATE worker SET seen_at = NOW(6) - INTERVAL 1 HOUR")
            try place.work()
            let starts = place.log.lines.filter { $0.hasPrefix("worker at work") }
            #expect(starts.count == 2 && starts[0].contains("seconds_without_a_worker=none_known"))
            #expect(starts[1].contains("seconds_without_a_worker=36"), "\(starts)")
            #expect(place.log.lines.filter { $0 == "worker told to stop in_flight=0" }.count == 2)
        }
    }

    @Test func `a worker of this host that was killed is counted, one that was told to stop is not`() throws {
        try Workplace.run { place in
            try place.work()
            try place.work()
            #expect(try counts(place) == [.workerStart: 2])
            try place.database.installation.beat(worker: .make(), host: ThisHost.name)
            try place.database.installation.beat(worker: .make(), host: "gone.example")
            try place.db.execute("UPDATE worker SET seen_at = NOW(6) - INTERVAL 20 SECOND")
            try place.work()
            try place.work()
            #expect(try counts(place) == [.workerStart: 4, .workerLost: 1])
            #expect(place.log.lines.contains("a worker of this host ended without saying so count=1"), "\(place.log.lines)")
        }
    }
}
