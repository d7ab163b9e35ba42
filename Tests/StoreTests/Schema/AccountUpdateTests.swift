import Domain
import MariaDB
@testable import Store
import Synchronization
import Testing
import TestSupport
@preconcurrency import Glibc

/// How `puntuale accounts` brings accounts to what sql/accounts.sql says.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AccountUpdateTests {
    @Test func `accounts are made once, and a second look finds nothing to do`() throws {
        try withAccounts { accounts in
            let made = try accounts.update()
            #expect(made.map(\.account) == ["host", "web", "worker"].map { "\(accounts.prefix)\($0)@localhost" })
            #expect(made.allSatisfy { $0.isNew && $0.granted > 20 && $0.revoked == 0 })
            #expect(try accounts.update() == made.map { AccountChange(account: $0.account) })
        }
    }

    @Test func `an account has the rights of its model and no other, whoever it was and from wherever it enters`() throws {
        try withAccounts { accounts in
            let db = Connection(accounts.database), name = "\(accounts.prefix)web"
            for statement in [
                "CREATE USER \(name)@'10.9.8.%'", "GRANT ALL ON *.* TO \(name)@'10.9.8.%' WITH GRANT OPTION",
                "CREATE USER \(name)@localhost IDENTIFIED BY 'x'",
                "GRANT DELETE, SELECT ON notification TO \(name)@localhost WITH GRANT OPTION",
                "GRANT SELECT (sealed) ON service_key TO \(name)@localhost",
            ] { try db.script(SQL(trusted: statement)) }
            let changes = try accounts.update().filter { $0.account.hasPrefix(name) }
            #expect(changes.map(\.account) == ["\(name)@10.9.8.%", "\(name)@localhost"])
            #expect(changes.allSatisfy { !$0.isNew && $0.hasNewPassword && $0.granted > 0 && $0.revoked > 0 })
            let model = try AccountRight.all(of: "'\(name)'@'modello.invalid'", db)
            #expect(model.count > 80)
            for host in ["10.9.8.%", "localhost"] {
                let rights = try AccountRight.all(of: "'\(name)'@'\(host)'", db)
                #expect(rights == model, "\(host): \(rights.symmetricDifference(model))")
            }
        }
    }

    @Test func `without a word from where, accounts stay as narrow as somebody made them`() throws {
        try withAccounts { accounts in
            func hosts(_ wanted: [String]?) throws -> Set<String> {
                Set(try accounts.update(hosts: wanted).map { String($0.account.split(separator: "@").last!) })
            }
            let (first, second, third) = (try hosts(["localhost"]), try hosts(nil), try hosts(["10.0.0.%"]))
            #expect(first == ["localhost"])
            #expect(second == ["localhost", "%"], "one that enters from this machine alone does not enter by the network")
            #expect(third == ["localhost", "%", "10.0.0.%"])
        }
        try withAccounts { accounts in
            _ = try accounts.update(hosts: ["10.0.0.%"])
            let kept = try accounts.update(hosts: nil)
            #expect(kept.allSatisfy { $0.account.hasSuffix("@10.0.0.%") })
        }
    }

    @Test func `an account of a name that the file does not know gets nothing, and loses nothing`() throws {
        try withAccounts { accounts in
            let db = Connection(accounts.database), name = "\(accounts.prefix)altro"
            try db.script(SQL(trusted: "CREATE USER \(name)@localhost"))
            try db.script(SQL(trusted: "GRANT SELECT ON host TO \(name)@localhost"))
            #expect(throws: AccountsFault.modelWithoutRights(name)) {
                try Accounts.update(db, file: accounts.file, wanted: [WantedAccount(name: name, hosts: ["localhost"], password: "x")])
            }
            #expect(try AccountRight.all(of: "'\(name)'@'localhost'", db).count == 1)
        }
    }

    @Test func `what the programs ask is never refused while rights come and go`() throws {
        try TestDatabase.run { database in
            let accounts = TestAccounts(database), one = database.one
            let (tenant, person) = (one.id, one.operator_)
            defer { accounts.drop() }
            try accounts.update()
            // A right that comes and goes, one that is narrowed to columns and widened again.
            let name = "\(accounts.prefix)web"
            let other = accounts.file.replacing("SELECT ON worker TO \(name)", with: "SELECT, INSERT ON worker TO \(name)")
                .replacing("SELECT ON budget TO \(name)", with: "SELECT (account_id) ON budget TO \(name)")
            #expect(other != accounts.file)
            let isOver = Mutex(false), asked = Mutex(0), revoked = Mutex(0)
            let page: @Sendable () -> Void = {
                let web = InstallationStore(Connection(accounts.options(of: "web"))), store = web.store(of: tenant)
                do {
                    while !isOver.withLock({ $0 }) {
                        _ = try store.archive(ArchiveFilter(), at: .newest)
                        try store.openSession((0..<32).map { _ in UInt8.random(in: 0...255) }, for: person)
                        _ = try web.workerIsAlive()
                        _ = try web.db.rows("SELECT account_id FROM budget") { _ in }
                        asked.withLock { $0 += 4 }
                    }
                } catch {
                    Issue.record(error)
                }
            }
            let update: @Sendable () -> Void = {
                defer { isOver.withLock { $0 = true } }
                do {
                    for turn in 0..<12 {
                        let changes = try accounts.update(turn.isMultiple(of: 2) ? other : nil)
                        revoked.withLock { $0 += changes.map(\.revoked).reduce(0, +) }
                    }
                } catch {
                    Issue.record(error)
                }
            }
            inThreads(page, page, page, update)
            #expect(revoked.withLock { $0 } >= 12)
            #expect(asked.withLock { $0 } > 200)
        }
    }

    private func withAccounts(_ body: (TestAccounts) throws -> Void) throws {
        try TestDatabase.run { database in
            let accounts = TestAccounts(database)
            defer { accounts.drop() }
            try body(accounts)
        }
    }
}
