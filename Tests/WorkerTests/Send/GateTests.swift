import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// Between a claim and its POST much may happen: what leaves is asked again at the gate.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct GateTests {
    @Test func `a brake that is pulled after the profile was asked holds the message, and released lets it go once`() throws {
        try Workplace.run { place in
            let (tenant, service) = (place.one.id, place.one.service), day = CalendarDate.today(at: .now())
            let brakes: [(String, @Sendable (InstallationStore) throws -> Void, (InstallationStore) throws -> Void)] = [
                ("tenant read-only", { try $0.setState(.readOnly, of: tenant) }, { try $0.setState(.active, of: tenant) }),
                ("tenant closed", { try $0.setState(.closed, of: tenant) }, { try $0.setState(.active, of: tenant) }),
                ("tenant paused", { try $0.store(of: tenant).pause(by: nil) }, { try $0.store(of: tenant).resume(on: day, by: nil) }),
                ("service disabled", { try $0.store(of: tenant).setDisabled(true, service: service, by: nil) },
                 { try $0.store(of: tenant).setDisabled(false, service: service, by: nil) }),
                ("service paused", { try $0.store(of: tenant).pause(service: service, by: nil) },
                 { try $0.store(of: tenant).resume(service: service, on: day, by: nil) }),
                ("service stopped", { try $0.store(of: tenant).stop(service, .refusals, because: "Prova") },
                 { try $0.store(of: tenant).resume(service: service, on: day, by: nil) }),
                ("host paused", { try $0.setPaused(true) }, { try $0.setPaused(false) }),
            ]
            for (name, pull, release) in brakes {
                place.appIO.recovers()
                place.meanwhile(.profile, pull)
                let held = try place.send()
                #expect(held.state == .queued && held.attempt == 0 && held.problemStatus == nil, "\(name)")
                #expect(try place.number("owner IS NULL", of: held) == 1, "\(name)")
                try place.workLater()
                #expect(place.appIO.asked.count == 1, "\(name): one profile and nothing else")
                place.appIO.recovers()
                try release(place.database.installation)
                try place.workLater()
                #expect(try place.now(held).state == .accepted && place.appIO.asked(.message).count == 1, "\(name)")
                place.appIO.forget()
                try place.putAside()
            }
        }
    }

    @Test func `a brake of one tenant holds nothing of the other`() throws {
        try Workplace.run { place in
            let tenant = place.one.id
            place.meanwhile(.profile) { try $0.setState(.readOnly, of: tenant) }
            let (mine, theirs) = (try place.add(), try place.add(of: place.other))
            try place.work()
            #expect(try place.now(mine).state == .queued && place.now(theirs).state == .accepted)
            #expect(place.appIO.asked(.message).map(\.key) == ["c_b002-primary"])
        }
    }

    @Test func `what an operator withdraws while its profile is asked does not leave`() throws {
        try Workplace.run { place in
            let (tenant, person) = (place.one.id, place.one.operator_), withdrawn = try place.add()
            place.meanwhile(.profile) {
                try Unexpected.unless($0.store(of: tenant).cancel(withdrawn.id, attempt: 0, by: person), "it could not be withdrawn")
            }
            try place.work()
            try place.workLater()
            #expect(try place.now(withdrawn).state == .cancelled && place.appIO.asked(.message).isEmpty)
        }
    }

    @Test func `what another worker has taken over meanwhile leaves once`() throws {
        try Workplace.run { place in
            let taken = try place.add(), stranger = WorkerID.make()
            place.meanwhile(.profile) { try $0.db.execute("UPDATE notification SET owner = \(stranger) WHERE id = \(taken.id)") }
            try place.work()
            #expect(try place.now(taken).state == .queued && place.appIO.asked(.message).isEmpty)
            #expect(try place.number("owner = \(stranger)", of: taken) == 1)
        }
    }

    @Test func `a day's ceiling stops the service and loses nothing; who resumes it grants as many again`() throws {
        try Workplace.run { place in
            try place.one.store.setDailyCeiling(2, of: place.one.service, by: nil)
            let mine = try (0..<4).map { _ in try place.add() }, theirs = try (0..<3).map { _ in try place.add(of: place.other) }
            try place.work()
            try place.workLater()
            func states() throws -> [NotificationState] { try mine.map { try place.now($0).state } }
            #expect(try states().count { $0 == .queued } == 2)
            #expect(try place.service().stopKind == .ceiling && place.service().stopReason == "Massimo al giorno: 2.")
            #expect(place.appIO.asked(.message).count { $0.key == "c_a001-primary" } == 2)
            #expect(try theirs.allSatisfy { try place.now($0).state != .queued })
            try place.one.store.resume(service: place.one.service, on: .today(at: .now()), by: nil)
            try place.workLater()
            #expect(try states().count { $0 == .queued } == 0 && place.appIO.asked(.message).count { $0.key == "c_a001-primary" } == 4)
        }
    }

    @Test func `a citizen gets no more messages a day than the tenant allows, and what App IO refused does not count`() throws {
        try Workplace.run { place in
            try place.one.store.setCitizenCeiling(1, by: nil)
            place.appIO.answers(.message, .problem("400 Bad Request"))
            #expect(try place.send().reason == .refusedByIO)
            place.appIO.recovers()
            #expect(try place.send().state == .accepted)
            let second = try place.send()
            #expect(second.state == .refused && second.reason == .citizenCeiling && second.attempt == 0)
            #expect(try place.send(place.one.content(fiscalCode: "BNCMRA80A01H501N")).state == .accepted)
            #expect(try place.send(of: place.other).state == .accepted && place.service().stoppedAt == nil)
            try place.one.store.setCitizenCeiling(nil, by: nil)
            #expect(try place.one.store.retry(second.id, attempt: 0, by: place.one.operator_))
            try place.work()
            #expect(try place.now(second).state == .accepted)
        }
    }

    @Test func `a quota that is used up holds the tenant's messages until it is raised, and nobody else's`() throws {
        try Workplace.run { place in
            let installation = place.database.installation
            try installation.setQuotas(Quotas(messagesADay: 1), of: place.one.id)
            let mine = try (0..<2).map { _ in try place.add() }, theirs = try (0..<2).map { _ in try place.add(of: place.other) }
            try place.work()
            try place.workLater()
            #expect(try mine.count { try place.now($0).state == .queued } == 1)
            #expect(try theirs.allSatisfy { try place.now($0).state != .queued })
            try installation.setQuotas(Quotas(messagesADay: 2), of: place.one.id)
            try place.workLater()
            #expect(try mine.allSatisfy { try place.now($0).state != .queued })
            #expect(place.appIO.asked(.message).count { $0.key == "c_a001-primary" } == 2)
        }
    }
}
