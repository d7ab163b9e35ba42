import Domain
import Store
import Testing
import TestSupport
@testable import Web

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct KeptDirectoriesTests {
    @Test func `a directory is loaded once for each version, and again when it changes back`() throws {
        try TestDatabase.run { database in
            var tenant = try #require(try database.installation.tenant(code: database.one.code)), loads = 0
            let kept = KeptDirectories()
            func ask() throws -> Directory {
                try kept.directory(of: tenant) {
                    loads += 1
                    return try database.one.store.directory()
                }
            }
            for _ in 1...3 { #expect(try ask().services.count == 1) }
            #expect(loads == 1)
            let version = tenant.directoryVersion
            tenant.directoryVersion = version &+ 1
            _ = try ask()
            tenant.directoryVersion = version
            _ = try ask()
            #expect(loads == 3)
            tenant.id = database.other.id
            _ = try ask()
            #expect(loads == 4, "another tenant's version may be the same number")
        }
    }

    @Test func `what one host has changed no page of another shows as it was`() throws {
        try TestSite.run { site in
            let elsewhere = try site.onAnotherHost()
            for page in [site, elsewhere] { #expect(page.get("/notifiche", as: .administrator).text.contains("Protocollo")) }
            let store = site.installation.store(of: site.one.id), service = try #require(try store.services().first)
            var said = service.description
            said.name = "Nome cambiato"
            try store.changeService(service.id, said, by: nil)
            for page in [site, elsewhere] {
                #expect(page.get("/notifiche/nuova", as: .administrator).text.contains("Nome cambiato"))
            }
        }
    }
}
