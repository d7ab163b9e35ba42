import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// A tenant that goes from one host to another.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct TransferTests {
    private typealias Files = [String: [String]]

    @Test func `what was exported, imported and exported again is the same to the byte, but for the line that says so`() throws {
        try Self.twoInstallations { from, to in
            for tenant in [from.one, from.other] { try tenant.furnish(from) }
            for id in try from.db.rows("SELECT id FROM notification WHERE state = 'queued' AND tenant_id = \(from.one.id)", {
                $0.next(NotificationID.self)
            }) { try from.put(id, of: from.one, in: .cancelled, attempt: 0) }
            let hostile = "\0 \u{1} \u{7f} \" \\ \\u0000 \r\n\t </script> è 😀 '; DROP TABLE x; --"
            try from.db.execute("UPDATE notification SET markdown = \(hostile), subject = \(String(hostile.prefix(20)))")
            let before = try Self.export(from.one)
            #expect(before.allSatisfy { !$0.value.isEmpty }, "a row in every file")
            #expect(try Self.bring(before, of: from.one, to: to.installation) == 0)
            let after = try Self.export(to.installation.store(of: from.one.id))
            for (name, lines) in before where name != "audit" && name != "tenant_logo" { #expect(after[name] == lines, "\(name)") }
            #expect(after["tenant_logo"] == before["tenant_logo"])
            #expect(after["audit"]?.dropLast() == before["audit"]?[...])
            #expect(try to.installation.store(of: from.one.id).auditLines(limit: 1).map(\.action) == [.tenantImported])
            let text = try to.db.first("SELECT markdown FROM notification WHERE tenant_id = \(from.one.id) LIMIT 1") {
                $0.next(String.self)
            }
            #expect(text == hostile)
            #expect(try to.installation.tenant(host: "a001.example.it")?.state == .active)
        }
    }

    @Test func `no secret is in an export, and nothing of another ente`() throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] { try tenant.furnish(database) }
            try database.db.execute("UPDATE person SET password_hash = '$argon2id$geheim'")
            let text = try Self.export(database.one).values.joined().joined(separator: "\n")
            #expect(!text.contains("argon2id") && !text.contains("sealed") && text.contains("RSSMRA80A01H501U"))
            #expect(!text.contains(database.other.id.description) && !text.contains(database.other.service.description))
        }
    }

    @Test func `each column of what moves is known: a new one that holds a secret must be left out by name`() throws {
        try TestDatabase.run { database in
            let names = try TenantTable.moving.flatMap { table in try table.columns(database.db).map { "\(table.name).\($0.name)" } }
            let suspicious = names.filter { name in
                ["password", "hash", "secret", "sealed", "digest", "token", "totp", "code_"].contains { name.contains($0) }
            }
            #expect(suspicious == ["tenant_logo.digest"])
        }
    }

    @Test func `what waited to be sent is a doubt where it comes, and is neither sent twice nor lost`() throws {
        try Self.twoInstallations { from, to in
            let waiting = try from.one.add(), done = try from.one.add()
            try from.put(done, of: from.one, in: .accepted, attempt: 1)
            try from.installation.setState(.readOnly, of: from.one.id)
            #expect(try Self.bring(Self.export(from.one), of: from.one, to: to.installation) == 1)
            let record = try #require(try to.installation.store(of: from.one.id).notification(waiting))
            #expect(record.state == .uncertain && record.reason == .moved && record.attempt == 1 && record.dueAt == nil)
            #expect(try to.installation.store(of: from.one.id).notification(done)?.state == .accepted)
            #expect(try to.installation.claimQueued(limit: 9, owner: .make(), lease: 60).isEmpty)
        }
    }

    @Test func `an import that was interrupted is seen by nobody, and the next begins anew`() throws {
        try Self.twoInstallations { from, to in
            try from.one.furnish(from)
            let files = try Self.export(from.one), store = to.installation.store(of: from.one.id)
            for table in TenantTable.moving.prefix(7) where table.name != "hostname" {
                _ = try store.add(Self.array(files[table.name]!), to: table, with: table.name == "tenant_logo" ? ["bytes": [1]] : [:])
            }
            #expect(try to.installation.tenant(code: "c_a001")?.id == nil && to.installation.tenant(host: "a001.example.it")?.id == nil)
            #expect(try to.installation.tenants().map(\.code) == ["c_b002"])
            #expect(try Self.bring(files, of: from.one, to: to.installation) == 2)
            #expect(try to.installation.tenants().map(\.code) == ["c_a001", "c_b002"])
        }
    }

    @Test func `a tenant or a host name that is there already stands in the way`() throws {
        try TestDatabase.run { database throws in
            let installation = database.installation, other = TenantID.make()
            #expect(try installation.obstacle(toImporting: database.one.id, code: "c_a001", hostNames: ["nuovo.example.it"]) != nil)
            #expect(try installation.obstacle(toImporting: other, code: "c_a001", hostNames: ["nuovo.example.it"]) != nil)
            #expect(try installation.obstacle(toImporting: database.one.id, code: "c_zzz", hostNames: ["nuovo.example.it"]) != nil)
            #expect(try installation.obstacle(toImporting: other, code: "c_zzz", hostNames: ["b002.example.it"])?.contains("b002") == true)
            #expect(try installation.obstacle(toImporting: other, code: "c_zzz", hostNames: ["nuovo.example.it"]) == nil)
        }
    }

    @Test func `an export is of one moment, whatever is written while it runs`() throws {
        try TestDatabase.run { database in
            try database.one.add()
            let writer = database.connect()
            let counts = try database.installation.snapshot {
                let before = try Self.export(database.one)["notification"]!.count
                _ = try database.one.store(on: writer).addNotification(
                    database.one.content(subject: "Mentre si esporta"), environment: .trial, formKey: .make(), by: database.one.operator_)
                return (before, try Self.export(database.one)["notification"]!.count)
            }
            #expect(counts == (1, 1))
            #expect(try Self.export(database.one)["notification"]!.count == 2)
        }
    }

    @Test func `a manifest is read, and what is none is refused`() throws {
        try TestDatabase.run { database in
            let installation = database.installation, id = TenantID.make()
            let json = """
                {"format": 1, "schema": 5, "tenant": "\(id)", "code": "c_x",
                 "files": [{"name": "a", "rows": 1, "bytes": 2, "sha256": "ab"}]}
                """
            let manifest = try #require(try installation.manifest(json))
            #expect(manifest.format == 1 && manifest.schema == 5 && manifest.tenant == id && manifest.code == "c_x")
            #expect(manifest.files == [TenantManifest.File(name: "a", rows: 1, bytes: 2, digest: "ab")])
            for wrong in ["", "x", "[]", "{}", "null", json.replacing("\(id)", with: "x"), String(json.dropLast(2))] {
                #expect(try installation.manifest(wrong)?.code == nil, "\(wrong)")
            }
        }
    }

    /// Two hosts; of the second the tenant with the first's code is gone.
    private static func twoInstallations(_ body: (TestDatabase, TestDatabase) throws -> Void) throws {
        try TestDatabase.run { from in
            try TestDatabase.run { to in
                let deletion = try to.installation.beginDeletion(of: #require(try to.installation.tenant(code: "c_a001")), by: "prova")
                while try to.installation.removeSome(deletion) > 0 {}
                try to.installation.finish(deletion)
                try body(from, to)
            }
        }
    }

    private static func export(_ tenant: TestTenant) throws -> Files { try export(tenant.store) }

    private static func export(_ store: TenantStore) throws -> Files {
        var files: Files = [:]
        for table in TenantTable.moving {
            files[table.name] = []
            try store.export(table) { files[table.name]!.append(String(decoding: $0, as: UTF8.self)) }
        }
        return files
    }

    private static func array(_ lines: [String]) -> [UInt8] { Array("[\(lines.joined(separator: ","))]".utf8) }

    /// - Returns: how many doubts it made.
    private static func bring(_ files: Files, of tenant: TestTenant, to installation: InstallationStore) throws -> Int {
        let names = try installation.hostNames(in: array(files["hostname"]!))
        #expect(try installation.obstacle(toImporting: tenant.id, code: tenant.code, hostNames: names) == nil)
        try installation.removeUnfinishedImport(of: tenant.id)
        let store = installation.store(of: tenant.id)
        let logo = try tenant.store.logo()?.bytes ?? []
        for table in TenantTable.moving where table.name != "hostname" && !files[table.name]!.isEmpty {
            let rows = try store.add(array(files[table.name]!), to: table, with: table.name == "tenant_logo" ? ["bytes": logo] : [:])
            #expect(rows == files[table.name]!.count)
        }
        try store.setPausedBy(from: Array(files["tenant"]![0].utf8))
        let uncertain = try store.doubtWhatWaited()
        try installation.open(tenant.id, hostNames: names)
        return uncertain
    }
}
