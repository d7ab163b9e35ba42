import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What becomes of an e-mail: none is lost, and none leaves twice.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct MailQueueTests {
    private static func run(_ body: (TestDatabase, ClaimedMail) throws -> Void) throws {
        try TestDatabase.run { database in
            try database.useMailServer()
            for tenant in [database.one, database.other] {
                try tenant.store.setMailAlerts(MailAlerts(addresses: [TestTenant.office]), now: .now(), by: nil)
            }
            #expect(try database.installation.makeMails(now: .now()) == 2)
            try body(database, try #require(try database.installation.claimMail(owner: .make())))
        }
    }

    private static func state(_ mail: ClaimedMail, _ database: TestDatabase) throws -> MailState? {
        try database.installation.store(of: mail.tenant).mails(limit: 1).first?.state
    }

    private static func endLease(_ database: TestDatabase) throws {
        try database.db.execute("UPDATE mail SET due_at = NOW(6) - INTERVAL 1 SECOND WHERE due_at IS NOT NULL")
    }

    @Test func `one worker has an e-mail, and another only after the first is given up`() throws {
        try Self.run { database, mail in
            let elsewhere = database.connect()
            let second = try #require(try elsewhere.claimMail(owner: .make()))
            #expect(second.id != mail.id)
            #expect(try elsewhere.claimMail(owner: .make()) == nil)
            try Self.endLease(database)
            let again = try #require(try elsewhere.claimMail(owner: .make()))
            let held = again.id == mail.id ? mail : second
            #expect(try database.installation.letGo(held) == false, "it is another's by now")
            #expect(try elsewhere.letGo(again))
            try database.installation.settle(held, .sent, pause: 1)
            #expect(try Self.state(held, database) == .sending, "and its answer is of nothing")
        }
    }

    @Test func `a worker that dies before anything leaves has lost nothing, one that dies afterwards leaves a doubt`() throws {
        try Self.run { database, mail in
            try Self.endLease(database)
            #expect(try database.installation.expireMails() == 0)
            var again = try #require(try database.installation.claimMail(owner: .make()))
            if again.id != mail.id { again = try #require(try database.installation.claimMail(owner: .make())) }
            #expect(again.id == mail.id && again.tries == 1)
            #expect(try database.installation.letGo(again))
            try Self.endLease(database)
            #expect(try database.installation.expireMails() == 1)
            #expect(try Self.state(mail, database) == .uncertain)
            let left = try database.deliver()
            #expect(!left.contains { $0.id == mail.id }, "nobody sends it again")
            try database.installation.settle(again, .sent, pause: 1)
            #expect(try Self.state(mail, database) == .sent, "an answer that comes late still counts")
        }
    }

    @Test func `what the server may take later comes again, what it never takes does not, and a bad server costs no e-mail`() throws {
        try Self.run { database, mail in
            let cases: [(MailOutcome, MailState)] = [
                (.notSent(.busy, reply: "450 later", isFinal: false), .queued), (.notSent(.login, reply: "535 no", isFinal: true), .queued),
                (.notSent(.sender, reply: "553 no", isFinal: true), .queued), (.notSent(.content, reply: "554 no", isFinal: true), .failed),
            ]
            var held = mail
            for (outcome, state) in cases {
                try database.installation.settle(held, outcome, pause: 0)
                #expect(try Self.state(mail, database) == state, "\(outcome)")
                guard state == .queued else { continue }
                held = try #require(try [database.installation.claimMail(owner: .make()), database.installation.claimMail(owner: .make())]
                    .compactMap { $0 }.first { $0.id == mail.id })
            }
        }
    }

    @Test func `what waited for the server is due at once when it takes e-mails again`() throws {
        try Self.run { database, mail in
            let server = try #require(try database.installation.mailServer())
            try database.installation.settle(mail, .notSent(.noConnection, reply: "", isFinal: false), pause: 900)
            try database.installation.noteMailServer(server, .noConnection)
            #expect(try database.deliver().map(\.id) != [mail.id], "the other ente's")
            try database.installation.noteMailServer(server, nil)
            #expect(try database.deliver().map(\.id) == [mail.id])
        }
    }

    @Test func `an e-mail that nobody took for three days is given up, and said to be`() throws {
        try Self.run { database, mail in
            try database.db.execute("UPDATE mail SET created_at = NOW(6) - INTERVAL 73 HOUR")
            try Self.endLease(database)
            try database.installation.expireMails()
            let line = try #require(try database.installation.store(of: mail.tenant).mails(limit: 1).first)
            #expect(line.state == .failed && line.trouble == .expired)
            #expect(try database.installation.mailCounts().failed == 2)
        }
    }

    @Test func `after a restore what waited may have left, and nobody sends it again`() throws {
        try Self.run { database, mail in
            try database.one.store.setMailAlerts(MailAlerts(addresses: [TestTenant.office], digestHour: 6), now: .now(), by: nil)
            try database.installation.makeDoubtsOfMails()
            for tenant in [database.one, database.other] {
                #expect(try tenant.store.mails(limit: 9).allSatisfy { $0.state == .uncertain })
            }
            #expect(try database.installation.claimMail(owner: .make()) == nil)
        }
    }

    @Test func `a server takes the place of the one in use when it took its trial, and its password stays where it belongs`() throws {
        try TestDatabase.run { database in
            let installation = database.installation, sender = MailAddress("avvisi@example.it")!
            _ = try installation.addInstallation(name: "Sistema", canonicalHost: "host.example.it")
            var server = MailServer(host: "smtp.example.it", port: 587, security: .startTLS, username: "u", sender: sender)
            _ = try installation.proposeMailServer(server, sealed: [7], tryingWith: sender, by: nil)
            let first = try #require(try installation.claimMailServerTrial(lease: 60))
            #expect(try installation.claimMailServerTrial(lease: 60) == nil, "another worker has it")
            #expect(try installation.mailServer() == nil)
            try installation.install(first)
            server.port = 465
            _ = try installation.proposeMailServer(server, sealed: nil, tryingWith: sender, by: nil)
            let second = try #require(try installation.claimMailServerTrial(lease: 60))
            #expect(second.sealed == [7], "that of the one in use, which opens for the same server and username only")
            try installation.refuse(second, .login, reply: "535 no")
            let servers = try installation.mailServers()
            #expect(servers.inUse?.server.port == 587 && servers.onTrial?.trouble == .login && servers.onTrial?.isWaiting == false)
            _ = try installation.proposeMailServer(server, sealed: [8], tryingWith: sender, by: nil)
            try installation.install(second)
            #expect(try installation.mailServers().inUse?.server.port == 587, "an answer to what was typed before is not this one's")
        }
    }
}
