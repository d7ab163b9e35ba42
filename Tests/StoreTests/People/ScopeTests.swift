import Domain
import MariaDB
import Store
import Testing
import TestSupport

/// What somebody sees who may not work with all services of the tenant.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ScopeTests {
    private let session = [UInt8](repeating: 7, count: 32)

    @Test func `the services allowed come with the session, and administrators have all`() throws {
        try TestDatabase.run { database in
            let (tenant, second) = (database.one, try database.one.addService("Tributi"))
            try tenant.store.openSession(session, for: tenant.operator_)
            func scope() throws -> Scope? { try tenant.store.session(session, idle: 60, whole: 600)?.person.scope }
            #expect(try scope() == .all)
            for services: Scope in [.only([tenant.service, second]), .only([second]), .only([]), .all] {
                try tenant.store.setServices(services, of: tenant.operator_, by: tenant.administrator)
                #expect(try scope() == services)
                #expect(try tenant.store.person(tenant.operator_)?.services == services)
                #expect(try database.other.store.people().allSatisfy { $0.services == .all })
            }
            try tenant.store.setServices(.only([second]), of: tenant.administrator, by: nil)
            let administrator = try #require(try tenant.store.person(tenant.administrator))
            #expect(administrator.services == .only([second]) && administrator.scope == .all)
            let bruno = try tenant.store.addPerson(
                username: "bruno", name: "Bruno Neri", role: .operator, services: .only([second]), passwordHash: "x", by: nil)
            #expect(try tenant.store.person(bruno)?.scope == .only([second]))
        }
    }

    @Test func `a service of another tenant is allowed to nobody, and nothing of what was chosen is lost`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            try tenant.store.setServices(.only([tenant.service]), of: tenant.operator_, by: nil)
            let error = #expect(throws: DatabaseError.self) {
                try tenant.store.setServices(.only([database.other.service]), of: tenant.operator_, by: nil)
            }
            #expect(error?.isMissingReference == true)
            #expect(try tenant.store.person(tenant.operator_)?.services == .only([tenant.service]))
        }
    }

    @Test func `what is of another service does not exist`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            let hidden = try tenant.addService("Tributi")
            let (seen, unseen) = (try tenant.add(), try tenant.add(of: hidden))
            let store = database.installation.store(of: tenant.id, scope: .only([tenant.service]))
            #expect(try store.notification(seen)?.id == seen && store.progress(of: seen)?.state == .queued)
            #expect(try store.notification(unseen)?.id == nil && store.progress(of: unseen)?.state == nil)
            #expect(try store.cancel(unseen, attempt: 0, by: tenant.operator_) == false)
            #expect(try tenant.state(unseen) == .queued)
            #expect(try store.services().map(\.id) == [tenant.service])
            #expect(try store.service(hidden)?.id == nil)
            #expect(try store.archive(ArchiveFilter(), at: .newest).rows.map(\.id) == [seen])
            for (service, found) in [(tenant.service, [seen]), (hidden, [])] {
                var filter = ArchiveFilter()
                filter.services = [service]
                #expect(try store.archive(filter, at: .newest).rows.map(\.id) == found)
                #expect(try store.records(filter, olderThan: nil, limit: 10).rows.map(\.id) == found)
            }
            let nothing = database.installation.store(of: tenant.id, scope: .only([]))
            #expect(try nothing.archive(ArchiveFilter(), at: .newest).rows.isEmpty && nothing.services().isEmpty)
        }
    }

    @Test func `doubts, brakes and templates of another service are not counted, told or offered`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            let hidden = try tenant.addService("Tributi")
            let text = MessageTemplate(stored: "Oggetto di prova", content: String(repeating: "Testo di prova. ", count: 6), fields: [])
            let template = try tenant.store.addMessageTemplate(text, name: "Avviso", service: hidden, by: nil)
            let doubt = try tenant.add(of: hidden)
            try database.db.execute("UPDATE notification SET state = 'uncertain', attempt = 1, due_at = NULL WHERE id = \(doubt)")
            try tenant.store.pause(service: hidden, by: tenant.administrator)
            for (scope, isSeen) in [(Scope.only([tenant.service]), false), (.only([tenant.service, hidden]), true), (.all, true)] {
                let store = database.installation.store(of: tenant.id, scope: scope)
                let headerNotices = try store.headerNotices()
                #expect(headerNotices.toFollow == (isSeen ? 1 : 0) && headerNotices.alarms.count == (isSeen ? 1 : 0))
                #expect(try store.directory().templates.isEmpty != isSeen)
                #expect(try (store.messageTemplate(template) != nil) == isSeen)
                #expect(try (store.resend(doubt, attempt: 2, by: tenant.operator_) == nil))
            }
            let other = database.installation.store(of: tenant.id, scope: .only([tenant.service]))
            #expect(try other.assumeSent(doubt, attempt: 1, by: tenant.operator_) == false)
        }
    }

    @Test func `pages over several services are those of the whole archive without the others`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            let (second, hidden) = (try tenant.addService("Tributi"), try tenant.addService("Anagrafe"))
            let added = try (0..<90).map { number in
                let service = [tenant.service, hidden, second, second][number % 4]
                return (service: service, id: try tenant.add(of: service))
            }
            try database.other.add()
            let wanted = Array(added.filter { $0.service != hidden }.map(\.id).reversed())
            let store = database.installation.store(of: tenant.id, scope: .only([tenant.service, second]))
            let newest = try store.archive(ArchiveFilter(), at: .newest)
            #expect(newest.rows.map(\.id) == Array(wanted[0..<25]) && newest.hasOlder && !newest.hasNewer)
            let next = try store.archive(ArchiveFilter(), at: .olderThan(wanted[24]))
            #expect(next.rows.map(\.id) == Array(wanted[25..<50]) && next.hasOlder)
            let last = try store.archive(ArchiveFilter(), at: .olderThan(wanted[49]))
            #expect(last.rows.map(\.id) == Array(wanted[50...]) && !last.hasOlder)
            let back = try store.archive(ArchiveFilter(), at: .newerThan(wanted[50]))
            #expect(back.rows.map(\.id) == Array(wanted[25..<50]) && back.hasNewer)
            #expect(try store.records(ArchiveFilter(), olderThan: wanted[9], limit: 30).rows.map(\.id) == Array(wanted[10..<40]))
        }
    }

    @Test func `a file that holds more than is allowed by now is nobody's`() throws {
        try TestDatabase.run { database in
            let (tenant, second) = (database.one, try database.one.addService("Tributi"))
            try tenant.store.setServices(.only([tenant.service, second]), of: tenant.operator_, by: nil)
            let id = try #require(try tenant.store.addExport(filter: ArchiveFilter(), by: tenant.operator_))
            let owner = WorkerID.make()
            let claim = try #require(try database.installation.claimExport(owner: owner, isLong: false, mostTries: 3))
            #expect(claim.person.scope == .only([tenant.service, second]))
            func isTheirs(_ scope: Scope) throws -> Bool {
                try database.installation.store(of: tenant.id, scope: scope).export(id, of: tenant.operator_) != nil
            }
            #expect(try isTheirs(.only([second])), "as long as it is not built")
            try database.installation.store(of: tenant.id, scope: claim.person.scope)
                .finishExport(id, owner: owner, rows: 1, fileName: "archivio.xlsx", size: 1, chunks: 1)
            #expect(try isTheirs(.all) && isTheirs(.only([tenant.service, second, .make()])) && isTheirs(.only([tenant.service, second])))
            #expect(try !isTheirs(.only([second])) && !isTheirs(.only([])))
        }
    }
}

extension TestTenant {
    fileprivate func addService(_ name: String) throws -> ServiceID {
        let id = ServiceID.make()
        try store.addService(
            id, ServiceDescription(name: name, ioServiceID: "01\(name)", environment: .trial, maximumAmount: .maximum),
            keys: [.primary: SealedKey(bytes: [1, 2, 3], last4: "cdef")], by: nil)
        return id
    }

    fileprivate func add(of service: ServiceID) throws -> NotificationID {
        var content = content()
        content.service = service
        return try add(content)
    }
}
