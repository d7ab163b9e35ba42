import Domain
import MariaDB
import Store
import Synchronization
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SecondFactorTests {
    private let sealed = [UInt8](repeating: 3, count: 60)
    private let codes = (0..<10).map { [UInt8](repeating: UInt8($0), count: 32) }
    private let session = [UInt8](repeating: 7, count: 32)

    @Test func `a second factor belongs to one person of one ente`() throws {
        try TestDatabase.run { database in
            let (store, other, anna) = (database.one.store, database.other.store, database.one.operator_)
            try store.setSecondFactor(sealed, counter: 5, recoveryCodes: codes, of: anna, keeping: nil, by: anna)
            #expect(try store.secondFactor(of: anna) == sealed && store.recoveryCodesLeft(of: anna) == 10)
            #expect(try store.people().map(\.hasSecondFactor) == [true, false])
            #expect(try other.secondFactor(of: anna) == nil && other.recoveryCodesLeft(of: anna) == 0)
            #expect(try other.useCode(counter: 9, of: anna) == false)
            #expect(try other.useRecoveryCode(codes[0], of: anna) == false)
            try other.removeSecondFactor(of: anna, keeping: nil, by: nil)
            #expect(try store.secondFactor(of: anna) == sealed)
        }
    }

    @Test func `a code is taken once, and none from before it`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_)
            #expect(try store.useCode(counter: 1, of: anna) == false, "there is no second factor yet")
            try store.setSecondFactor(sealed, counter: 5, recoveryCodes: [], of: anna, keeping: nil, by: anna)
            for (counter, isTaken) in [(4, false), (5, false), (6, true), (6, false), (5, false), (8, true), (7, false)] {
                #expect(try store.useCode(counter: Int64(counter), of: anna) == isTaken, "\(counter)")
            }
        }
    }

    @Test func `of two who type the same code at once one comes in`() throws {
        try TestDatabase.run { database in
            let (options, tenant, anna) = (database.options, database.one.id, database.one.operator_)
            try database.one.store.setSecondFactor(sealed, counter: 0, recoveryCodes: [], of: anna, keeping: nil, by: anna)
            let taken = Mutex(0)
            let enter: @Sendable (Int64) -> Void = { counter in
                let isTaken = try? InstallationStore(Connection(options)).store(of: tenant).useCode(counter: counter, of: anna)
                if isTaken == true { taken.withLock { $0 += 1 } }
            }
            for counter in Int64(1)...10 { inThreads({ enter(counter) }, { enter(counter) }) }
            #expect(taken.withLock { $0 } == 10)
        }
    }

    @Test func `of recovery codes that are typed at once in one log in one is spent`() throws {
        try TestDatabase.run { database in
            let (store, anna, options) = (database.one.store, database.one.operator_, database.options), tenant = database.one.id
            let half = [UInt8](repeating: 3, count: 32), codes = (1...4).map { [UInt8](repeating: $0, count: 32) }
            try database.db.execute("UPDATE person SET totp = 'x' WHERE id = \(anna)")
            #expect(try store.openSession(half, for: anna) == .password)
            try store.replaceRecoveryCodes(codes, of: anna)
            func type(_ code: [UInt8]) -> @Sendable () -> Void {
                {
                    let store = TenantStore(tenant, Connection(options))
                    _ = try? store.completing(half, of: anna) {
                        guard try store.useRecoveryCode(code, of: anna) else { return }
                        _ = try store.completeSession(half, as: code, of: anna)
                    }
                }
            }
            inThreads(type(codes[0]), type(codes[1]), type(codes[2]), type(codes[3]))
            #expect(try store.recoveryCodesLeft(of: anna) == 3)
        }
    }

    @Test func `a recovery code is taken once, and new ones take the place of all`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_)
            try store.setSecondFactor(sealed, counter: 0, recoveryCodes: codes, of: anna, keeping: nil, by: anna)
            #expect(try store.useRecoveryCode(codes[3], of: anna))
            #expect(try store.useRecoveryCode(codes[3], of: anna) == false)
            #expect(try store.useRecoveryCode(codes[4], of: database.one.administrator) == false)
            #expect(try store.recoveryCodesLeft(of: anna) == 9)
            let fresh = [[UInt8](repeating: 99, count: 32)]
            try store.replaceRecoveryCodes(fresh, of: anna)
            #expect(try store.useRecoveryCode(codes[4], of: anna) == false)
            #expect(try store.useRecoveryCode(fresh[0], of: anna))
        }
    }

    @Test func `to set it up ends the sessions that were opened without it, and to take it away those opened with it`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_), second = [UInt8](repeating: 8, count: 32)
            func open() throws -> [Bool] { try [session, second].map { try store.session($0, idle: 60, whole: 600) != nil } }
            try store.openSession(session, for: anna)
            try store.openSession(second, for: anna)
            try store.setSecondFactor(sealed, counter: 0, recoveryCodes: codes, of: anna, keeping: session, by: anna)
            #expect(try open() == [true, false])
            try store.removeSecondFactor(of: anna, keeping: nil, by: database.one.administrator)
            #expect(try open() == [false, false] && store.recoveryCodesLeft(of: anna) == 0)
        }
    }

    @Test func `half a log in is no log in: it lasts ten minutes, and its cookie ends with it`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_), whole = [UInt8](repeating: 8, count: 32)
            try store.setSecondFactor(sealed, counter: 0, recoveryCodes: codes, of: anna, keeping: nil, by: anna)
            #expect(try store.openSession(session, for: anna) == .password)
            #expect(try store.session(session, idle: 3_600, whole: 36_000)?.stage == .password)
            #expect(try store.person(anna)?.lastLogin == nil)
            try database.db.execute("UPDATE session SET created_at = NOW(6) - INTERVAL 601 SECOND")
            #expect(try store.session(session, idle: 3_600, whole: 36_000)?.stage == nil)
            try database.db.execute("UPDATE session SET created_at = NOW(6) - INTERVAL 500 SECOND")
            #expect(try store.completeSession(session, as: whole, of: anna))
            #expect(try store.session(session, idle: 3_600, whole: 36_000)?.stage == nil)
            #expect(try store.session(whole, idle: 3_600, whole: 36_000)?.stage == .complete)
            #expect(try store.session(whole, idle: 3_600, whole: 500)?.stage == nil, "it is as old as its first half")
            #expect(try store.person(anna)?.lastLogin != nil)
        }
    }

    @Test func `half a log in comes to nothing when its session ends meanwhile`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_), whole = [UInt8](repeating: 8, count: 32)
            try store.setSecondFactor(sealed, counter: 0, recoveryCodes: codes, of: anna, keeping: nil, by: anna)
            try store.openSession(session, for: anna)
            #expect(try store.completeSession(session, as: whole, of: database.one.administrator) == false)
            try store.setPassword("y", of: anna, keeping: nil, by: anna)
            #expect(try store.completeSession(session, as: whole, of: anna) == false)
            #expect(try store.session(whole, idle: 60, whole: 600)?.stage == nil && store.person(anna)?.lastLogin == nil)
        }
    }

    @Test func `however the second step and a change of the password meet, no session is left`() throws {
        try TestDatabase.run { database in
            let (options, tenant, anna) = (database.options, database.one.id, database.one.operator_)
            try database.one.store.setSecondFactor(sealed, counter: 0, recoveryCodes: [], of: anna, keeping: nil, by: anna)
            for round in UInt8(0)..<40 {
                let half = [UInt8](repeating: 100 + round, count: 32), whole = [UInt8](repeating: round, count: 32)
                #expect(try database.one.store.openSession(half, for: anna) == .password)
                inThreads(
                    { _ = try? InstallationStore(Connection(options)).store(of: tenant).completeSession(half, as: whole, of: anna) },
                    { try? InstallationStore(Connection(options)).store(of: tenant).setPassword("x", of: anna, keeping: nil, by: nil) })
                #expect(try database.one.store.session(whole, idle: 60, whole: 600)?.stage == nil)
            }
        }
    }

    @Test func `of two who set it up at once one does, and the other changes nothing`() throws {
        try TestDatabase.run { database in
            let (options, tenant, anna) = (database.options, database.one.id, database.one.operator_), winners = Mutex([UInt8]())
            let setUp: @Sendable (UInt8) -> Void = { mark in
                let isSet = try? InstallationStore(Connection(options)).store(of: tenant).setSecondFactor(
                    [mark], counter: 0, recoveryCodes: [[UInt8](repeating: mark, count: 32)], of: anna, keeping: nil, by: anna)
                if isSet == true { winners.withLock { $0.append(mark) } }
            }
            for round in 1...10 {
                inThreads({ setUp(1) }, { setUp(2) })
                #expect(winners.withLock { $0.count } == round)
                let (store, winner) = (database.one.store, winners.withLock { $0.last! })
                #expect(try store.secondFactor(of: anna) == [winner])
                #expect(try store.useRecoveryCode([UInt8](repeating: winner, count: 32), of: anna))
                try store.removeSecondFactor(of: anna, keeping: nil, by: nil)
            }
        }
    }
}
