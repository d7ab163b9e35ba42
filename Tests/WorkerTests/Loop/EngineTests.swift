import Domain
import Doorbell
import MariaDB
import Secrets
import Store
import Testing
import TestSupport
@testable import Worker

@preconcurrency import Glibc

/// The loop: what it does besides its work, and for whom.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct EngineTests {
    @Test func `a worker says that it lives and with which key it opens, and says good-bye`() throws {
        try Workplace.run { place in
            let key = place.pair.sealing.bytes
            place.meanwhile(.message) { installation in
                let workers = try installation.db.rows("SELECT newest_key FROM worker") { $0.next([UInt8].self) }
                try Unexpected.unless(workers == [key] && installation.workerIsAlive(), "no worker says that it lives")
            }
            let sent = try place.send()
            #expect(sent.state == .accepted)
            #expect(try place.db.rows("SELECT 1 FROM worker") { $0.next(Int.self) }.isEmpty)
        }
    }

    @Test func `an App IO that hangs for one tenant holds up nobody else, neither sends nor settlements`() throws {
        try Workplace.run { place in
            let options = place.database.options, theirs = try place.add(of: place.other), tenant = place.other.id
            place.appIO.answers(.message) { asked in
                guard asked.key == "c_a001-primary" else { return [.send(answer("201 Created", #"{"id":"01THEIRS"}"#))] }
                let store = InstallationStore(options).store(of: tenant), end = ContinuousClock.now + .seconds(20)
                while try store.progress(of: theirs.id)?.state != .accepted, ContinuousClock.now < end { usleep(2_000) }
                return [.problem("400 Bad Request", ContinuousClock.now < end ? "Dopo" : "Mai")]
            }
            let hanging = try (0..<3).map { _ in try place.add() }
            try place.work()
            #expect(try hanging.map { try place.now($0).problemTitle } == ["Dopo", "Dopo", "Dopo"])
            #expect(try place.now(theirs).state == .accepted)
        }
    }

    @Test func `two workers at once send each notification of two tenants once`() throws {
        try Workplace.run { place in
            let all = try [place.one, place.other].flatMap { tenant in
                try (0..<8).map { number in try place.add(tenant.content(subject: "Notifica numero \(number)"), of: tenant) }
            }
            place.appIO.answers(.profile, .pause(milliseconds: 20), .json(#"{"sender_allowed":true}"#))
            let work = try (0..<2).map { try place.workElsewhere($0, times: 6) }
            inThreads(work[0], work[1])
            #expect(try all.map { try place.now($0).state } == Array(repeating: .accepted, count: 16))
            #expect(try all.allSatisfy { try place.now($0).attempt == 1 })
            #expect(place.appIO.asked(.message).count == 16 && place.appIO.asked(.profile).count == 16)
            #expect(place.log.lines.count { $0.hasPrefix("worker at work") } == 12)
        }
    }

    @Test func `a page that waits is told once its notification is settled, a page of another tenant is not`() throws {
        try Workplace.run { place in
            let sent = try place.add(), worker = try place.worker(), bell = place.scratch.path + "/bell"
            let ours = Caller(ringing: bell, for: place.one.id.bytes), theirs = Caller(ringing: bell, for: place.other.id.bytes)
            try place.database.installation.fillBudgets()
            try worker.run(untilReadable: place.stopping.reads)
            #expect(try place.now(sent).state == .accepted)
            let clock = ContinuousClock()
            #expect(clock.measure { ours.wait(upTo: 5_000) } < .seconds(1))
            #expect(clock.measure { theirs.wait(upTo: 100) } >= .milliseconds(90))
        }
    }

    @Test func `who rings on another host is heard, and the next one sooner`() throws {
        try Workplace.run { place in
            let worker = try place.worker(), installation = place.database.installation
            for tenant in [place.one.id, place.one.id, place.other.id] { try installation.leaveRing(for: tenant) }
            #expect(worker.betweenRings == .milliseconds(200))
            try worker.hearOtherHosts()
            #expect(worker.scheduler.wasRung && worker.betweenRings == .milliseconds(20))
            #expect(try installation.takeRings().isEmpty)
        }
    }

    @Test func `a worker without its mark takes the doorbell from nobody`() throws {
        try Workplace.run { place in
            let first = try place.worker(), bell = output(of: "stat -c %i '\(place.scratch.path)/bell'")
            #expect(throws: MarkFileError.self) { _ = try place.worker() }
            #expect(output(of: "stat -c %i '\(place.scratch.path)/bell'") == bell && !bell.isEmpty)
            withExtendedLifetime(first) {}
        }
    }

    @Test func `checks of a service that stands still for want of a key are put off, and not made`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            try place.one.store.stop(
                place.one.service, .keys, because: "Prova", tried: Array(place.one.store.access(to: place.one.service)!.sealedKeys.values))
            try place.workLater()
            #expect(try place.appIO.asked(.status).isEmpty && place.wait(of: sent) > 3_500 && place.number("checks", of: sent) == 0)
        }
    }
}
