import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What sql/accounts.sql lets the administration of the installation do, and what it keeps from it and from the pages of the tenants.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct HostAccountTests {
    @Test func `the installation's account does its pages' work, and reads nothing of what is written to whom`() throws {
        try AccountTests.withAccount("host") { database, installation in
            let (db, tenant) = (installation.db, database.one)
            try tenant.add()
            for statement in [
                "SELECT fiscal_code FROM notification", "SELECT subject FROM notification", "SELECT markdown FROM notification",
                "SELECT notice_number FROM notification", "SELECT * FROM notification", "SELECT form FROM draft", "SELECT 1 FROM ask",
                "SELECT subject FROM template_version", "SELECT 1 FROM message_template", "SELECT 1 FROM service_key",
                "SELECT 1 FROM key_candidate", "SELECT data FROM export_chunk", "SELECT filter FROM export", "SELECT title FROM attempt",
                "SELECT name FROM service", "SELECT subject FROM daily_count", "UPDATE notification SET state = 'queued'",
                "DELETE FROM notification", "UPDATE quota_use SET of_day = 0", "UPDATE tenant SET name = 'x'",
                "UPDATE tenant SET kind = 'host'", "DELETE FROM tenant", "DELETE FROM audit",
                "SELECT 1 FROM audit_citizen", "UPDATE audit SET detail = NULL",
                "SELECT sealed FROM mail_server", "UPDATE mail_server SET sealed = NULL", "SELECT body FROM mail",
                "SELECT recipient FROM mail", "SELECT 1 FROM mail_recipient", "SELECT 1 FROM tenant_mail",
                "DROP TABLE notification", "ALTER TABLE person ADD COLUMN x INT",
            ] {
                let error = #expect(throws: DatabaseError.self, "\(statement)") { try db.execute(SQL(trusted: statement)) }
                #expect(error.map { [1142, 1143, 1044].contains($0.code) } == true, "\(statement): \(String(describing: error))")
            }
            let own = installation.store(of: try database.installation.addInstallation(name: "Sistema", canonicalHost: "host.example.it"))
            try Schema.check(db)
            let person = try own.addPerson(username: "gestore", name: "Gina", role: .installation, passwordHash: "x", by: nil)
            try own.setPassword("y", of: person, keeping: nil, by: person)
            try own.invite(person, [UInt8](repeating: 1, count: 32), by: person)
            #expect(try own.acceptInvitation([UInt8](repeating: 1, count: 32), passwordHash: "z"))
            try own.countFailure(in: [FailureBucket(key: [UInt8](repeating: 1, count: 16), free: 1, longest: 1)])
            _ = try own.people()
            _ = try own.auditLines(limit: 5)
            let first = InvitedAdministrator(username: "prima", name: "Prima", digest: [UInt8](repeating: 3, count: 32))
            let id = try installation.addTenant(
                code: "c_c003", name: "Nuovo", canonicalHost: "c.example.it", aliases: [], administrator: first, by: person)
            try installation.invite(first, to: id, by: person)
            try installation.addAlias("d.example.it", of: id, by: person)
            #expect(try installation.makeCanonical("d.example.it", of: id, by: person))
            #expect(try installation.removeAlias("c.example.it", of: id, by: person))
            #expect(try installation.removeAlias("d.example.it", of: id, by: person) == false, "the canonical name stays")
            try installation.setState(.closed, of: tenant.id, because: "Prova", by: person)
            try installation.setQuotas(Quotas(messagesADay: 9), of: tenant.id, by: person)
            try installation.setAccount(of: tenant.id, to: database.other.id, by: person)
            #expect(try installation.tenant(tenant.id)?.stateReason == "Prova")
            #expect(try installation.tenant(own.tenant) == nil)
            #expect(try installation.tenantLines(limit: 9, on: .someDay).map(\.waiting) == [1, 0, 0])
            let sender = MailAddress("avvisi@example.it")!
            let server = MailServer(host: "smtp.example.it", port: 587, security: .startTLS, username: "u", sender: sender)
            _ = try installation.proposeMailServer(server, sealed: [1], tryingWith: sender, by: person)
            #expect(try installation.mailServers().onTrial?.hasPassword == true && installation.mailCounts().waiting == 0)
            try installation.discardMailServerTrial()
            try installation.removeMailServers(by: person, in: own.tenant)
            _ = try (installation.metrics(), installation.servicesHeldByAppIO())
            try database.installation.beat(worker: .make(), host: "qui")
            #expect(installation.standstill() == nil, "it may read all that the answer takes")
            let mine = try own.auditLines(limit: 9).map(\.action)
            #expect(mine.contains(.tenantSuspended) && mine.contains(.quotasChanged) && mine.contains(.hostNamesChanged))
        }
    }

    @Test func `who takes the pages of the tenants over becomes nobody of the host, and the other way round`() throws {
        for account in ["web", "host"] {
            try AccountTests.withAccount(account) { database, taken in
                let installation = try database.installation.addInstallation(name: "Sistema", canonicalHost: "host.example.it")
                let (own, other) = account == "web" ? (database.one.id, installation) : (installation, database.one.id)
                let role = account == "web" ? Role.installation : .viewer
                let person = try database.installation.store(of: other)
                    .addPerson(username: "altri", name: "Altri", role: role, passwordHash: "x", by: nil)
                let awaited = try database.installation.store(of: other).addPerson(
                    username: "attesa", name: "Attesa", role: account == "web" ? .installation : .administrator, passwordHash: nil, by: nil)
                let store = taken.store(of: other), digest = [UInt8](repeating: 1, count: 32)
                try database.db.execute("""
                    INSERT INTO invitation VALUES (\(other), \(person), \([UInt8](repeating: 9, count: 32)), NOW(6) + INTERVAL 1 DAY)
                    """)
                let attempts: [() throws -> Void] = [
                    { try store.setPassword("y", of: person, keeping: nil, by: nil) },
                    { try store.setDisabled(true, person: person, by: nil) },
                    { try store.openSession(digest, for: person) },
                    { try taken.db.execute("UPDATE invitation SET digest = \(digest) WHERE tenant_id = \(other)") },
                    { try taken.db.execute("INSERT INTO invitation VALUES (\(other), \(person), \(digest), NOW(6) + INTERVAL 1 DAY)") },
                    { try taken.db.execute("INSERT INTO recovery_code VALUES (\(other), \(person), \(digest))") },
                    { _ = try store.addPerson(username: "intrusa", name: "Intrusa", role: role, passwordHash: nil, by: nil) },
                    { _ = try store.addPerson(username: "capo", name: "Capo", role: .administrator, passwordHash: "x", by: nil) },
                    { _ = try store.addPerson(username: "spia", name: "Spia", role: .administrator, passwordHash: nil, by: nil) },
                    { try taken.db.execute("INSERT INTO invitation VALUES (\(other), \(awaited), \(digest), NOW(6) + INTERVAL 1 DAY)") },
                ]
                for attempt in attempts {
                    let error = #expect(throws: DatabaseError.self) { try attempt() }
                    #expect(error?.code == 1048)
                }
                #expect(try database.installation.store(of: other).passwordHash(of: person) == "x")
                #expect(try database.installation.store(of: other).invited(digest) == nil)
                // A session of one's own is not turned into one of theirs.
                let mine = try taken.store(of: own).addPerson(username: "mia", name: "Mia", role: role, passwordHash: "x", by: nil)
                try taken.store(of: own).openSession(digest, for: mine)
                let error = #expect(throws: DatabaseError.self) {
                    try taken.db.execute("UPDATE session SET tenant_id = \(other), person_id = \(person)")
                }
                #expect(error?.code == 1143)
            }
        }
    }

    @Test func `the host invites who administers a tenant only before they have ever entered, where nobody does`() throws {
        try AccountTests.withAccount("host") { database, installation in
            let (tenant, digest) = (database.one, [UInt8](repeating: 1, count: 32))
            let invited = InvitedAdministrator(username: "nuova", name: "Nuova", digest: digest)
            #expect(throws: HasAdministrator.self) { try installation.invite(invited, to: tenant.id, by: nil) }
            try database.db.execute("UPDATE person SET disabled = TRUE WHERE id = \(tenant.administrator)")
            let link: (PersonID) throws -> Void = { person in
                try installation.db.execute("DELETE FROM invitation WHERE tenant_id = \(tenant.id) AND person_id = \(person)")
                try installation.db.execute("INSERT INTO invitation VALUES (\(tenant.id), \(person), \(digest), NOW(6) + INTERVAL 1 DAY)")
            }
            try installation.invite(invited, to: tenant.id, by: nil)
            let person = try #require(try tenant.store.invited(digest))
            try link(person.id)
            for change: SQL in ["disabled = TRUE", "last_login_at = NOW(6)", "password_hash = 'x'", "role = 'operator'"] {
                try database.db.execute("UPDATE person SET \(change) WHERE id = \(person.id)")
                let error = #expect(throws: DatabaseError.self) { try link(person.id) }
                #expect(error?.code == 1048)
                try database.db.execute("""
                    UPDATE person SET disabled = FALSE, last_login_at = NULL, password_hash = NULL, role = 'administrator'
                    WHERE id = \(person.id)
                    """)
            }
            try link(person.id)
        }
    }
}
