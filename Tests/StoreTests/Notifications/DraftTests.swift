import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct DraftTests {
    @Test func `a draft is its person's alone, in its own ente`() throws {
        try TestDatabase.run { database in
            let (tenant, other, id) = (database.one, database.other, FormID.make())
            let isSaved = try tenant.store.save(id, "oggetto=Uno", of: tenant.operator_)
            #expect(isSaved)
            #expect(try tenant.store.draft(id, of: tenant.operator_)?.form == "oggetto=Uno")
            #expect(try tenant.store.draft(id, of: tenant.administrator)?.id == nil)
            #expect(try other.store.draft(id, of: tenant.operator_)?.id == nil)
            #expect(try other.store.drafts(of: other.operator_).isEmpty)
            try tenant.store.deleteDraft(id, of: tenant.administrator)
            try other.store.deleteDraft(id, of: tenant.operator_)
            #expect(try tenant.store.countDrafts(of: tenant.operator_) == 1)
            // Another person's of the same form is another draft.
            #expect(try tenant.store.save(id, "oggetto=Due", of: tenant.administrator))
            #expect(try tenant.store.draft(id, of: tenant.operator_)?.form == "oggetto=Uno")
        }
    }

    @Test func `saved again it is the same draft, and the last changed comes first`() throws {
        try TestDatabase.run { database in
            let (store, person, first, second) = (database.one.store, database.one.operator_, FormID.make(), FormID.make())
            for (id, form) in [(first, "oggetto=a"), (second, "oggetto=b"), (first, "oggetto=c")] {
                _ = try store.save(id, form, of: person)
            }
            #expect(try store.drafts(of: person).map(\.id) == [first, second])
            #expect(try store.draft(first, of: person)?.form == "oggetto=c")
        }
    }

    @Test func `one more than the most is refused, and those that there are can still be changed`() throws {
        try TestDatabase.run { database in
            let (store, person) = (database.one.store, database.one.operator_)
            let ids = (0..<Draft.most).map { _ in FormID.make() }
            let saved = try ids.map { try store.save($0, "", of: person) }
            #expect(!saved.contains(false))
            #expect(try store.save(.make(), "", of: person) == false)
            #expect(try store.save(ids[7], "oggetto=x", of: person))
            #expect(try store.countDrafts(of: person) == Draft.most)
            #expect(try database.other.store.save(.make(), "", of: database.other.operator_))
        }
    }

    @Test func `a list shows what is typed as far as it goes, and a form that is much too long is refused`() throws {
        try TestDatabase.run { database in
            let (tenant, person, id) = (database.one, database.one.operator_, FormID.make())
            let long = String(repeating: "è", count: 300)
            var form = NotificationForm([.service: tenant.service.description, .fiscalCode: "rssmra", .subject: long])
            #expect(try tenant.store.save(id, "", form, of: person))
            let line = try #require(try tenant.store.drafts(of: person).first)
            #expect(line.serviceName == "Protocollo" && line.fiscalCode == "rssmra" && line.subject == long.prefix(120))
            form[.service] = database.other.service.description
            _ = try tenant.store.save(id, "", form, of: person)
            #expect(try tenant.store.drafts(of: person).map(\.serviceName) == [nil])
            let whole = String(repeating: "x", count: Draft.longest)
            #expect(try tenant.store.saveDraft(id, form: whole + "x", typed: form, of: person, replacing: nil) == .tooLong)
            #expect(try tenant.store.save(id, whole, form, of: person))
        }
    }

    @Test func `a page that has not seen what another page saved does not overwrite it`() throws {
        try TestDatabase.run { database in
            let (store, person, id) = (database.one.store, database.one.operator_, FormID.make())
            guard case .saved(let first) = try store.saveDraft(id, form: "oggetto=a", typed: .init(), of: person, replacing: nil) else {
                Issue.record("the first was not saved")
                return
            }
            guard case .saved(let second) = try store.saveDraft(id, form: "oggetto=b", typed: .init(), of: person, replacing: first) else {
                Issue.record("what the page had seen was not replaced")
                return
            }
            for seen in [nil, first] {
                #expect(try store.saveDraft(id, form: "oggetto=c", typed: .init(), of: person, replacing: seen) == .overtaken(second))
            }
            #expect(try store.draft(id, of: person)?.form == "oggetto=b")
            let (other, stranger) = (database.other.store, database.other.operator_)
            #expect(try other.save(id, "oggetto=d", of: stranger) && store.draft(id, of: person)?.form == "oggetto=b")
            try store.deleteDraft(id, of: person)
            #expect(try store.saveDraft(id, form: "oggetto=e", typed: .init(), of: person, replacing: second) != .overtaken(second))
        }
    }

    @Test func `the notification that a draft became removes it`() throws {
        try TestDatabase.run { database in
            let (tenant, other, key) = (database.one, database.other, FormID.make())
            for tenant in [tenant, other] { _ = try tenant.store.save(key, "", of: tenant.operator_) }
            _ = try tenant.store.addNotification(tenant.content(), environment: .trial, formKey: key, by: tenant.operator_)
            #expect(try tenant.store.drafts(of: tenant.operator_).isEmpty)
            #expect(try other.store.draft(key, of: other.operator_)?.id == key)
        }
    }

    @Test func `a draft that nobody touched for thirty days is removed`() throws {
        try TestDatabase.run { database in
            let (store, person, old, new) = (database.one.store, database.one.operator_, FormID.make(), FormID.make())
            for id in [old, new] { _ = try store.save(id, "", of: person) }
            try database.db.execute("UPDATE draft SET updated_at = NOW(6) - INTERVAL 31 DAY WHERE id = \(old)")
            try database.db.execute("UPDATE draft SET updated_at = NOW(6) - INTERVAL 29 DAY WHERE id = \(new)")
            try database.installation.removeExpired(sessionIdle: 60)
            #expect(try store.drafts(of: person).map(\.id) == [new])
        }
    }

    @Test func `an errata corrige names a notification of its own ente`() throws {
        try TestDatabase.run { database in
            let (tenant, other) = (database.one, database.other)
            let (wrong, foreign) = try (tenant.add(), other.add())
            let right = try tenant.store.addNotification(
                tenant.content(subject: "Errata corrige: prova"), environment: .trial, formKey: .make(), corrects: wrong,
                    by: tenant.operator_)
            #expect(try tenant.store.notification(right.id)?.corrects == wrong)
            #expect(try tenant.store.correction(of: wrong) == right.id)
            #expect(try tenant.store.correction(of: right.id) == nil)
            #expect(throws: DatabaseError.self) {
                try tenant.store.addNotification(
                    tenant.content(subject: "Altra correzione"), environment: .trial, formKey: .make(), corrects: foreign,
                        by: tenant.operator_)
            }
        }
    }
}

extension TenantStore {
    /// By a page that has seen all that was saved.
    ///
    /// - Returns: whether it was put aside.
    fileprivate func save(_ id: FormID, _ form: String, _ typed: NotificationForm = .init(), of person: PersonID) throws -> Bool {
        let seen = try draft(id, of: person)?.updatedAt
        if case .saved = try saveDraft(id, form: form, typed: typed, of: person, replacing: seen) { return true }
        return false
    }
}
