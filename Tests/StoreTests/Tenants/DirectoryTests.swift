import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct DirectoryTests {
    private static let template = MessageTemplate.read(subject: "Avviso", content: "Gentile {{nome}}, il testo dell’avviso.") {
        TemplateField(guessing: $0)
    }.template!

    private struct Act {
        var name: String
        var run: (TestDatabase) throws -> Void
    }

    /// Everything that changes what a directory holds.
    private static var acts: [Act] {
        let (service, bare, person, written) = (ServiceID.make(), ServiceID.make(), Holder<PersonID>(), Holder<TemplateID>())
        let said = ServiceDescription(name: "Anagrafe", ioServiceID: "01ANAGRAFE", environment: .live, maximumAmount: .maximum)
        let bareSaid = ServiceDescription(name: "Tributi", ioServiceID: "01TRIBUTI", environment: .live, maximumAmount: .maximum)
        let key = SealedKey(bytes: [9], last4: "9999")
        return [
            Act(name: "add a service") { try $0.one.store.addService(service, said, keys: [.primary: key], by: $0.one.administrator) },
            Act(name: "change a service") { database in
                var changed = said
                changed.name = "Stato civile"
                try database.one.store.changeService(service, changed, by: nil)
            },
            Act(name: "disable a service") { try $0.one.store.setDisabled(true, service: service, by: nil) },
            Act(name: "enable a service") { try $0.one.store.setDisabled(false, service: service, by: nil) },
            Act(name: "import services") {
                try $0.one.store.addServices([NewService(id: bare, description: bareSaid, keys: [:])], by: nil)
            },
            Act(name: "a first key is taken") { database in
                try database.one.store.proposeKey(key, .primary, of: bare, by: nil)
                try database.one.store.install(#require(try database.installation.claimCandidates(limit: 1, lease: 30).first))
            },
            Act(name: "add a person") {
                person.value = try $0.one.store.addPerson(username: "nino", name: "Nino", role: .viewer, passwordHash: nil, by: nil)
            },
            Act(name: "change a person") {
                _ = try $0.one.store.changePerson(person.value!, name: "Nina", role: .operator, by: $0.one.administrator)
            },
            Act(name: "disable a person") { try $0.one.store.setDisabled(true, person: person.value!, by: nil) },
            Act(name: "enable a person") { try $0.one.store.setDisabled(false, person: person.value!, by: nil) },
            Act(name: "add a template") {
                written.value = try $0.one.store.addMessageTemplate(template, name: "Avviso", service: service, by: nil)
            },
            Act(name: "change a template") { database in
                let old = try #require(try database.one.store.messageTemplate(written.value!))
                #expect(try database.one.store.changeMessageTemplate(template, name: "Altro", replacing: old, by: nil))
            },
            Act(name: "withdraw a template") { try $0.one.store.setWithdrawn(true, template: written.value!, by: nil) },
            Act(name: "restore a template") { try $0.one.store.setWithdrawn(false, template: written.value!, by: nil) },
            Act(name: "the installation invites an administrator") { database in
                try database.db.execute("UPDATE person SET disabled = TRUE WHERE tenant_id = \(database.one.id) AND role = 'administrator'")
                let invited = InvitedAdministrator(username: "nuovo", name: "Nuovo", digest: [1])
                try database.installation.invite(invited, to: database.one.id, by: nil)
            },
            Act(name: "delete the tenant") { database in
                let tenant = try #require(try database.installation.tenant(code: database.one.code))
                _ = try database.installation.beginDeletion(of: tenant, by: "Prova")
            },
        ]
    }

    @Test func `every change of a directory renews its version, and nothing of another tenant does`() throws {
        try TestDatabase.run { database in
            func found(_ tenant: TestTenant) throws -> (version: Int64?, directory: Directory) {
                (try database.installation.tenant(code: tenant.code)?.directoryVersion, try tenant.store.directory())
            }
            let other = try found(database.other)
            for act in Self.acts {
                let before = try found(database.one)
                try act.run(database)
                let after = try found(database.one)
                #expect(before.directory != after.directory, "\(act.name) changes it")
                #expect(before.version != after.version, "\(act.name) renews its version")
            }
            #expect(try found(database.other) == other)
        }
    }

    @Test func `what changes no directory leaves its version`() throws {
        try TestDatabase.run { database in
            let version = { try database.installation.tenant(code: database.one.code)?.directoryVersion }
            let before = try version()
            try database.one.add()
            try database.one.store.stop(database.one.service, because: "401")
            try database.one.store.openSession([1], for: database.one.operator_)
            try database.one.store.audit(.archiveSearched, by: database.one.operator_, about: .make())
            #expect(try version() == before)
        }
    }

    @Test func `a directory holds what its tenant has, and of it what a scope allows`() throws {
        try TestDatabase.run { database in
            let (one, second) = (database.one, ServiceID.make())
            let said = ServiceDescription(name: "Anagrafe", ioServiceID: "01ANAGRAFE", environment: .live, maximumAmount: .maximum)
            try one.store.addService(second, said, by: nil)
            let template = try one.store.addMessageTemplate(Self.template, name: "Avviso", service: second, by: nil)
            let whole = try one.store.directory()
            #expect(whole.services.map(\.id) == [one.service, second] && whole.services.map(\.hasKey) == [true, false])
            #expect(whole.service(second)?.description == said && whole.template(template)?.service == second)
            #expect(whole.people.map(\.name) == ["Anna Bianchi", "Carla Verdi"] && whole.people.map(\.role) == [.operator, .administrator])
            let part = try TenantStore(one.id, scope: .only([one.service]), database.db).directory()
            #expect(part == whole.within(.only([one.service])) && part.services.map(\.id) == [one.service] && part.templates.isEmpty)
            #expect(try database.other.store.directory().services.map(\.id) == [database.other.service])
        }
    }

    @Test func `who only reads is told from who sends and from who once sent`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let reader = try store.addPerson(username: "nino", name: "Nino", role: .viewer, passwordHash: nil, by: nil)
            func senders() throws -> [PersonID] { try store.directory().people.filter(\.sends).map(\.id) }
            #expect(try senders() == [database.one.operator_, database.one.administrator])
            _ = try store.changePerson(reader, name: "Nino", role: .operator, by: database.one.administrator)
            #expect(try senders().contains(reader))
            _ = try store.changePerson(reader, name: "Nino", role: .viewer, by: database.one.administrator)
            #expect(try !senders().contains(reader), "who never did")
            try database.one.add()
            _ = try store.changePerson(database.one.operator_, name: "Anna Bianchi", role: .viewer, by: database.one.administrator)
            #expect(try senders() == [database.one.operator_, database.one.administrator])
        }
    }
}

/// What one act has made for those after it.
private final class Holder<Value> {
    var value: Value?
}
