import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct TenantTests {
    @Test func `a tenant is found by each of its host names, and says which is canonical`() throws {
        try TestDatabase.run { database in
            let installation = database.installation
            let id = try installation.addTenant(
                code: "c_c003", name: "Comune di Là", canonicalHost: "c.example.it", aliases: ["d.example.it", "e.example.it"])
            for name in ["c.example.it", "d.example.it", "e.example.it"] {
                let tenant = try #require(try installation.tenant(host: name))
                #expect(tenant.id == id && tenant.canonicalHost == "c.example.it")
                #expect(tenant.name == "Comune di Là" && tenant.state == .active)
            }
            #expect(try installation.tenant(host: "example.it")?.id == nil)
            #expect(try installation.aliases(of: id) == ["d.example.it", "e.example.it"])
            #expect(try installation.tenants().map(\.code) == ["c_a001", "c_b002", "c_c003"])
            #expect(try installation.tenant(host: "a001.example.it")?.id == database.one.id)
        }
    }

    @Test func `a new tenant whose id another has already gets one more`() throws {
        try TestDatabase.run { database in
            let (taken, installation) = (database.one.id, database.installation)
            let insert = { (id: TenantID) -> SQL in "INSERT INTO tenant (id, code, name) VALUES (\(id), 'c_c003', 'C')" }
            let id = try installation.insertTenant(taken, insert)
            #expect(try id != taken && installation.code(of: id) == "c_c003" && installation.code(of: taken) == database.one.code)
            let same = #expect(throws: DatabaseError.self) { try installation.insertTenant(taken, insert) }
            #expect(same?.isDuplicate(of: "tenant_code") == true)
        }
    }

    @Test func `there is one administration of the host, and no list of tenants has it`() throws {
        try TestDatabase.run { database in
            let installation = database.installation
            let id = try installation.addInstallation(name: "Sistema", canonicalHost: "host.example.it")
            #expect(try installation.tenant(host: "host.example.it")?.kind == .installation)
            #expect(try installation.tenant(host: "a001.example.it")?.kind == .publicBody)
            #expect(try installation.tenants().map(\.code) == ["c_a001", "c_b002"])
            _ = try installation.store(of: id).addPerson(username: "gestore", name: "Gestore", role: .installation, passwordHash: "x",
                by: nil)
            let second = #expect(throws: DatabaseError.self) {
                try database.db.execute("INSERT INTO tenant (id, kind, code, name) VALUES (\(TenantID.make()), 'host', 'altro', 'Altro')")
            }
            #expect(second?.isDuplicate(of: "tenant_only_host") == true)
        }
    }

    @Test func `the host lists its tenants page by page, found by part of codice, name or host, with what waits and who is there`() throws {
        try TestDatabase.run { database in
            let installation = database.installation
            _ = try installation.addTenant(
                code: "c_100_", name: "Comune di Sant\u{2019}100% Ò", canonicalHost: "santa.example.it", aliases: ["altro.it"])
            for _ in 1...3 { try database.other.add() }
            let all = try installation.tenantLines(limit: 9, on: .someDay)
            #expect(all.map(\.code) == ["c_100_", "c_a001", "c_b002"])
            #expect(all.map(\.waiting) == [0, 0, 3] && all.map(\.people) == [0, 2, 2])
            #expect(try installation.tenantLines(after: "c_100_", limit: 1, on: .someDay).map(\.code) == ["c_a001"])
            for (text, found) in [("A001", ["c_a001"]), ("sant'100% o", ["c_100_"]), ("sant\u{B4}1", ["c_100_"]), ("altro", ["c_100_"]),
                                  ("0_", ["c_100_"]), ("002.EXAMPLE", ["c_b002"]), ("%", ["c_100_"]), ("niente", []), ("£è", [])] {
                #expect(try installation.tenantLines(matching: text, limit: 9, on: .someDay).map(\.code) == found, "\(text)")
            }
        }
    }

    @Test func `the host invites an administrator, again while they have not entered, and both registers say so`() throws {
        try TestDatabase.run { database in
            let installation = database.installation,
                own = installation.store(of: try installation.addInstallation(name: "Sistema", canonicalHost: "host.example.it"))
            let gina = try own.addPerson(username: "gina", name: "Gina", role: .installation, passwordHash: "x", by: nil)
            let digests = (1...3).map { [UInt8](repeating: $0, count: 32) }
            var invited = InvitedAdministrator(username: "prima", name: "Prima Persona", digest: digests[0])
            let id = try installation.addTenant(
                code: "c_c003", name: "Nuovo", canonicalHost: "c.example.it", aliases: [], administrator: invited, by: gina)
            let store = installation.store(of: id), first = try #require(try store.invited(digests[0]))
            #expect(first.username == "prima" && first.name == "Prima Persona" && first.role == .administrator)
            invited.digest = digests[1]
            try installation.invite(invited, to: id, by: gina)
            #expect(try store.invited(digests[0]) == nil && store.invited(digests[1])?.id == first.id)
            #expect(try database.one.store.invited(digests[1]) == nil, "it is of the one ente only")
            for register in [store, own] {
                let line = try #require(try register.auditLines(limit: 1).first)
                #expect(line.action == .administratorInvited && line.detail == .username("prima"))
                #expect(line.person == (register.tenant == id ? nil : "Gina"))
            }
            #expect(try store.acceptInvitation(digests[1], passwordHash: "x"))
            invited.digest = digests[2]
            #expect(throws: HasAdministrator.self) { try installation.invite(invited, to: id, by: gina) }
            try database.db.execute("UPDATE person SET disabled = TRUE WHERE id = \(first.id)")
            let taken = #expect(throws: DatabaseError.self) { try installation.invite(invited, to: id, by: gina) }
            #expect(taken?.isDuplicate(of: "person_username") == true)
            #expect(try store.invited(digests[2]) == nil)
            let count = try installation.tenants().count
            #expect(throws: DatabaseError.self) {
                invited.username = String(repeating: "x", count: 65)
                _ = try installation.addTenant(code: "c_d", name: "D", canonicalHost: "d.example.it", aliases: [], administrator: invited)
            }
            #expect(try installation.tenants().count == count, "no ente without its administrator")
        }
    }

    @Test func `no more people than the host allows, and who is disabled leaves a place`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            func add(_ username: String, to tenant: TestTenant, by author: PersonID?) throws {
                _ = try tenant.store.addPerson(username: username, name: "Nuova", role: .viewer, passwordHash: nil, by: author)
            }
            try installation.setQuotas(Quotas(people: 2), of: one.id)
            #expect(throws: NoRoomForPerson.self) { try add("terza", to: one, by: one.administrator) }
            try add("terza", to: database.other, by: database.other.administrator)
            try one.store.setDisabled(true, person: one.operator_, by: one.administrator)
            try add("seconda", to: one, by: one.administrator)
            #expect(throws: NoRoomForPerson.self) { try one.store.setDisabled(false, person: one.operator_, by: one.administrator) }
            try add("dell_host", to: one, by: nil)
        }
    }

    @Test func `of those who are added at once only as many get in as the installation allows`() throws {
        try TestDatabase.run { database in
            let (one, options) = (database.one, database.options)
            try database.installation.setQuotas(Quotas(people: 3), of: one.id)
            let add: @Sendable (String) -> Void = { [tenant = one.id, author = one.administrator] username in
                _ = try? InstallationStore(Connection(options)).store(of: tenant).addPerson(
                    username: username, name: "Nuova", role: .viewer, passwordHash: nil, by: author)
            }
            inThreads({ add("a") }, { add("b") }, { add("c") }, { add("d") }, { add("e") }, { add("f") }, { add("g") }, { add("h") })
            #expect(try one.store.people().count == 3)
        }
    }

    @Test func `a codice or a host name that is taken leaves no half-made ente`() throws {
        try TestDatabase.run { database throws in
            let installation = database.installation
            let code = #expect(throws: DatabaseError.self) {
                try installation.addTenant(code: "c_a001", name: "x", canonicalHost: "new.example.it", aliases: [])
            }
            #expect(code?.isDuplicate(of: "tenant_code") == true)
            let name = #expect(throws: DatabaseError.self) {
                try installation.addTenant(code: "c_new", name: "x", canonicalHost: "new.example.it", aliases: ["a001.example.it"])
            }
            #expect(name?.isDuplicate(of: "PRIMARY") == true)
            #expect(try installation.tenants().count == 2)
            #expect(try installation.tenant(host: "new.example.it")?.id == nil)
        }
    }

    @Test func `a tenant is suspended and resumed, and its audit says so`() throws {
        try TestDatabase.run { database in
            let installation = database.installation
            for state in Tenant.State.allCases {
                try installation.setState(state, of: database.one.id)
                let (suspended, untouched) = (try installation.tenant(code: "c_a001"), try installation.tenant(code: "c_b002"))
                #expect(suspended?.state == state && untouched?.state == .active)
            }
            let lines = try database.db.rows("""
                SELECT detail FROM audit WHERE tenant_id = \(database.one.id) AND action LIKE 'tenant_%ed' AND detail IS NOT NULL
                """) { $0.next(String.self) }
            #expect(Set(lines) == ["state=active", "state=read_only", "state=closed"])
        }
    }

    @Test func `a tenant is renamed, and says on its public pages what it wants said`() throws {
        try TestDatabase.run { database in
            let (store, by) = (database.one.store, database.one.administrator)
            try store.rename(to: "Comune d’Altrove",
                by: by)
            let (renamed, other) = try (database.installation.tenant(code: "c_a001")?.name,
                database.installation.tenant(code: "c_b002")?.name)
            #expect(renamed == "Comune d’Altrove" && other == "Comune c_b002")
            #expect(try store.contacts() == TenantContacts())
            let first = Dictionary(uniqueKeysWithValues: TenantContacts.Field.allCases.map { ($0, $0.rawValue) })
            try store.setContacts(TenantContacts(first), by: by)
            #expect(try store.contacts() == TenantContacts(first))
            try store.setContacts(TenantContacts([.controller: "Comune, è lui"]), by: by)
            let (own, others) = try (store.contacts(), database.other.store.contacts())
            #expect(own[.controller] == "Comune, è lui" && own[.privacyMail] == "" && others == TenantContacts())
            #expect(try store.auditLines(limit: 3).map(\.detail) == [.contacts, .contacts, .name("Comune d’Altrove")])
        }
    }

    @Test func `the shortest contenuto is between what App IO takes and its longest, and each tenant's settings are its own`() throws {
        try TestDatabase.run { database in
            let (store, by) = (database.one.store, database.one.administrator)
            try store.setCompose(minimumContent: 80, confirmsSends: true, by: by)
            let (own, other) = try (database.installation.tenant(code: "c_a001"), database.installation.tenant(code: "c_b002"))
            #expect(own?.minimumContent == 80 && own?.confirmsSends == true)
            #expect(other?.minimumContent == 120 && other?.confirmsSends == false)
            for minimum in [79, 10_001] {
                #expect(throws: DatabaseError.self) { try store.setCompose(minimumContent: minimum, confirmsSends: false, by: by) }
            }
        }
    }
}
