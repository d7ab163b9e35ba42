import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What sql/accounts.sql lets each program do. Accounts belong to the whole server, so the test gives
/// them names of its own.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AccountTests {
    @Test func `the web's account does the pages' work, and cannot read a key, change the audit or touch a table`() throws {
        try Self.withAccount("web") { database, web in
            let db = web.db
            for statement in [
                "SELECT sealed FROM service_key", "SELECT * FROM service_key", "UPDATE service_key SET sealed = x'00'",
                "DELETE FROM service_key", "SELECT sealed FROM key_candidate", "UPDATE key_candidate SET sealed = x'00'",
                "INSERT INTO service_key (tenant_id, service_id, slot, sealed, last4) VALUES (x'00', x'00', 'primary', x'00', '')",
                "DROP TABLE notification", "ALTER TABLE person ADD COLUMN x INT", "CREATE TABLE x (n INT)", "TRUNCATE TABLE session",
                "UPDATE audit SET detail = NULL", "DELETE FROM audit", "DELETE FROM notification", "DELETE FROM person",
                "UPDATE tenant SET state = 'active'", "INSERT INTO hostname (name, tenant_id, canonical) VALUES ('x', x'00', 0)",
                "UPDATE attempt SET title = NULL", "DELETE FROM attempt", "UPDATE ask SET answer = 'accepted'",
                "SELECT User FROM mysql.user", "UPDATE service SET environment = 'live'", "UPDATE person SET username = 'x'",
                "UPDATE notification SET fiscal_code = 'AAAAAA00A00A000A'", "UPDATE notification SET markdown = 'x'",
                "INSERT INTO schema_version VALUES (99, 0, NOW(6))", "INSERT INTO export_chunk VALUES (x'00', x'00', 0, '')",
                "SELECT sealed FROM mail_server", "SELECT server FROM mail_server", "DELETE FROM mail_server", "UPDATE mail SET body = 'x'",
                "DELETE FROM mail", "UPDATE mail_recipient SET accepted_at = NOW(6)",
                "INSERT INTO mail (tenant_id, id, kind, matter, recipient, subject, body) VALUES (x'00', x'00', 'trial', '', '', '', '')",
            ] {
                let error = #expect(throws: DatabaseError.self, "\(statement)") { try db.execute(SQL(trusted: statement)) }
                #expect(error.map { [1142, 1143, 1044].contains($0.code) } == true, "\(statement): \(String(describing: error))")
            }

            let tenant = database.one, store = tenant.store(on: web), digest = [UInt8](repeating: 1, count: 32)
            try Schema.check(db)
            #expect(try web.tenant(host: "a001.example.it")?.id == tenant.id)
            _ = try web.workerIsAlive()
            try store.openSession(digest, for: tenant.operator_)
            _ = try store.session(digest, idle: 60, whole: 600)
            _ = try store.passwordHash(of: tenant.operator_)
            let id = try store.addNotification(tenant.content(), environment: .trial, formKey: .make(), by: tenant.operator_).id
            _ = try store.notification(id)
            _ = try store.archive(ArchiveFilter(), at: .newest)
            _ = try store.retry(id, attempt: 0, by: tenant.operator_)
            _ = try store.cancel(id, attempt: 0, by: tenant.operator_)
            let doubtful = try tenant.add()
            try database.put(doubtful, of: tenant, in: .uncertain, attempt: 1)
            #expect(try store.resend(doubtful, attempt: 1, by: tenant.operator_) != nil)
            let address = MailAddress("ufficio@comune.example.it")!
            try store.setMailAlerts(MailAlerts(addresses: [address], digestHour: 7), now: .now(), by: tenant.administrator)
            try store.setMailAlerts(MailAlerts(), now: .now(), by: tenant.administrator)
            _ = try (store.mailSettings(), store.mails(limit: 1), web.mailCounts())
            let ask = try store.ask(.status(notification: doubtful), by: tenant.operator_, atMostEvery: 5).id
            _ = try store.ask(.key(service: tenant.service, slot: .primary), by: tenant.operator_, atMostEvery: 5)
            _ = try store.answer(to: ask)
            _ = try store.askWhetherReachable(.officialTest, by: tenant.service, form: .make(), for: tenant.operator_)
            _ = try store.recipientReply(to: ask)
            let export = try #require(try store.addExport(filter: ArchiveFilter(), by: tenant.operator_))
            _ = try store.export(export, of: tenant.operator_)
            _ = try store.chunk(0, of: export)
            let service = ServiceID.make(), key = SealedKey(bytes: [1], last4: "aaaa")
            let description = ServiceDescription(name: "Nuovo", ioServiceID: "X", environment: .live, maximumAmount: .maximum)
            try store.addService(service, description, candidates: [.primary: key], by: tenant.administrator)
            try store.changeService(service, description, by: tenant.administrator)
            try store.proposeKey(key, .primary, of: service, by: tenant.administrator)
            try store.retryCandidate(.primary, of: service)
            try store.discardCandidate(.primary, of: service, by: tenant.administrator)
            try store.setDisabled(true, service: service, by: tenant.administrator)
            #expect(try store.services().count == 2)
            let person = try store.addPerson(username: "nuova", name: "Nuova", role: .viewer, passwordHash: "x", by: tenant.administrator)
            try store.setPassword("y", of: person, keeping: nil, by: person)
            #expect(try store.changePerson(person, name: "Nuova", role: .operator, by: tenant.administrator))
            try store.setDisabled(true, person: person, by: tenant.administrator)
            try store.setSecondFactor([1], counter: 1, recoveryCodes: [digest], of: person, keeping: nil, by: person)
            #expect(try store.secondFactor(of: person) == [1] && store.useCode(counter: 2, of: person))
            #expect(try store.useRecoveryCode(digest, of: person) && store.recoveryCodesLeft(of: person) == 0)
            try store.replaceRecoveryCodes([digest], of: person)
            try store.removeSecondFactor(of: person, keeping: nil, by: tenant.administrator)
            try store.invite(person, digest, by: tenant.administrator)
            try store.invite(person, digest, by: tenant.administrator)
            #expect(try store.invited(digest) == nil, "the person is disabled")
            try store.setDisabled(false, person: person, by: nil)
            #expect(try store.acceptInvitation(digest, passwordHash: "x"))
            _ = try store.sessions(of: person, idle: 60, whole: 60)
            try store.endAllSessions(of: person, keeping: nil, by: tenant.administrator)
            let bucket = FailureBucket(key: [UInt8](repeating: 1, count: 16), free: 1, longest: 9)
            #expect(try store.countTry(in: [bucket]) == 0)
            #expect(try store.countTry(in: [bucket]) == 1)
            try store.takeBackFailure(in: [bucket])
            try store.forgetFailures(in: bucket.key)
            try store.remember(place: bucket.key)
            #expect(try store.remembers(place: bucket.key))
            try store.setRequiresSecondFactor(false, by: tenant.administrator)
            try store.openSession(digest.map { $0 + 1 }, for: person)
            #expect(try store.completeSession(digest.map { $0 + 1 }, as: digest.map { $0 + 2 }, of: person))
            try store.setCompose(minimumContent: 100, confirmsSends: false, by: tenant.administrator)
            try store.setHours(.usual, by: tenant.administrator)
            try store.rename(to: "Comune", by: tenant.administrator)
            try store.setContacts(TenantContacts(), by: tenant.administrator)
            _ = try store.contacts()
            try store.setRetention(400, by: tenant.administrator)
            try store.setLogo(nil, by: tenant.administrator)
            try store.closeSession(digest, of: tenant.operator_)
        }
    }

    @Test func `the worker's account does the worker's work, and cannot change people, keys, the audit or a table`() throws {
        try Self.withAccount("worker") { database, worker in
            let db = worker.db, owner = WorkerID.make()
            for statement in [
                "UPDATE person SET role = 'administrator'", "UPDATE service_key SET sealed = x'00'",
                "INSERT INTO key_candidate (tenant_id, service_id, slot, sealed, last4) VALUES (x'00', x'00', 'primary', x'00', '')",
                "DROP TABLE notification", "UPDATE audit SET detail = NULL", "DELETE FROM deletion_certificate",
                "UPDATE tenant SET state = 'active'", "UPDATE service SET name = 'x'", "UPDATE attempt SET title = NULL",
                "SELECT password_hash FROM person", "SELECT totp FROM person", "SELECT digest FROM recovery_code",
                "SELECT digest FROM invitation",
                "INSERT INTO session (tenant_id, digest, person_id) VALUES (x'00', x'00', x'00')",
            ] {
                let error = #expect(throws: DatabaseError.self, "\(statement)") { try db.execute(SQL(trusted: statement)) }
                #expect(error.map { [1142, 1143, 1044].contains($0.code) } == true, "\(statement): \(String(describing: error))")
            }

            let tenant = database.one, store = tenant.store(on: worker)
            try Schema.check(db)
            try worker.beat(worker: owner, host: "prova")
            let id = try tenant.add(), refused = try tenant.add()
            #expect(try worker.claimQueued(limit: 2, owner: owner, lease: 60).count == 2)
            #expect(try store.access(to: tenant.service)?.sealedKeys.count == 1)
            try store.settleProfile(refused, owner: owner, .ended(.unreachable, .notOnIO), call: .asked)
            #expect(try store.beginSending(id, attempt: 1, owner: owner, lease: 60))
            try store.settleSubmit(id, attempt: 1, owner: owner, .accepted(ioID: "IO1", firstCheck: 0), call: .submitted)
            _ = try worker.claimAccepted(limit: 1, owner: owner, lease: 60)
            try store.missStatus(id, owner: nil, next: 1, call: .submitted)
            let words = IOWords(status: "PROCESSED", email: nil, push: nil)
            try store.settleStatus(id, owner: nil, about: "IO1", state: .processed, reason: nil, words: words, next: nil, call: nil)
            try store.recordWords(id, words, whileIn: .processed)
            _ = try worker.expireSending()
            try store.prefer(.secondary, of: tenant.service)
            try store.stop(tenant.service, because: "401")
            try store.noteRefusal(of: tenant.service, because: "400")
            try store.noteAcceptance(of: tenant.service)
            try worker.hold(Account(owner: tenant.id, environment: .trial), seconds: 1)
            try worker.fillBudgets()
            try worker.putOffChecksWithoutKey()
            let ask = try tenant.store.ask(.key(service: tenant.service, slot: .primary), by: nil)
            #expect(try worker.claimAsks(limit: 1, lease: 60).count == 1)
            try store.answer(ask, .accepted, detail: nil)
            let key = SealedKey(bytes: [9], last4: "9999")
            for slot in KeySlot.allCases { try tenant.store.proposeKey(key, slot, of: tenant.service, by: nil) }
            let candidates = try worker.claimCandidates(limit: 2, lease: 60)
            try store.putOff(candidates[0], .unavailable, detail: nil, seconds: 1)
            try store.refuse(candidates[0], detail: nil)
            try store.install(candidates[1])
            try store.noteRefused([9], of: tenant.service)
            try store.noteTaken([9], of: tenant.service)
            try store.answer(ask, Reachability.reachable, age: .zero)
            try worker.removeExpiredAsks()
            let export = try #require(try tenant.store.addExport(filter: ArchiveFilter(), by: tenant.operator_))
            #expect(try worker.claimExport(owner: owner, isLong: false, mostTries: 3)?.id == export)
            _ = try store.records(ArchiveFilter(), olderThan: nil, limit: 10)
            try store.removeChunks(of: export)
            try store.addChunk(0, [1], to: export)
            #expect(try store.continueExport(export, owner: owner, rows: 1))
            try store.finishExport(export, owner: owner, rows: 1, fileName: "x", size: 1, chunks: 1)
            try database.db.execute("UPDATE export SET expires_at = NOW(6) - INTERVAL 1 SECOND")
            try worker.removeExpired(sessionIdle: 60)
            #expect(try store.chunk(0, of: export) == nil)
            #expect(throws: DatabaseError.self, "a trigger keeps it") { try db.execute("DELETE FROM audit") }
            _ = try worker.retentionRules()
            try database.db.execute("UPDATE notification SET updated_at = NOW(6) - INTERVAL 2 DAY WHERE id = \(id)")
            #expect(try store.forget(after: 1, from: nil, limit: 9).removed == 0)
            try db.transaction { _ = try store.remove(notifications: [id]) }
            _ = try store.forgetAudit(after: 180, limit: 1)
            try worker.endBeat(worker: owner)
        }
    }

    /// Makes the accounts as the file does, and lends a connection of one of them.
    static func withAccount(_ account: String, _ body: (TestDatabase, InstallationStore) throws -> Void) throws {
        try TestDatabase.run { database in
            let accounts = TestAccounts(database)
            defer { accounts.drop() }
            try accounts.update()
            try body(database, InstallationStore(Connection(accounts.options(of: account))))
        }
    }
}
