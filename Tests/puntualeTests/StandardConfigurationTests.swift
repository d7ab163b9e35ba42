import Testing

@testable import puntuale

struct StandardConfigurationTests {
    @Test func `what setup writes has no key that there is not, on this machine or with a database elsewhere`() {
        for standard in [StandardConfiguration(), elsewhere] {
            let file = ConfigurationFile(path: "puntuale.conf", text: standard.text)
            #expect(file.faults.isEmpty, "\(file.faults)")
            #expect(file.entries[.databaseName]?.value == "puntuale")
        }
    }

    @Test func `a database elsewhere is reached over TLS, by an administrator with a password of its own`() {
        let entries = ConfigurationFile(path: "puntuale.conf", text: elsewhere.text).entries.mapValues(\.value)
        #expect(entries[.databaseSocket] == nil && entries[.databaseHost] == "db1 db2" && entries[.databaseTLS] == "verified")
        #expect(entries[.databaseAuthorities] == "/etc/ssl/db.pem" && entries[.databaseAdminUser] == "amministratore")
        #expect(entries[.databaseAdminPasswordFile] == "credential:admin.password")
    }

    @Test func `every secret that it names is one that setup makes, or that it is given`() {
        let credentials = Set(ConfigurationFile(path: "f", text: elsewhere.text).entries.values.map(\.value)
            .filter { $0.hasPrefix("credential:") }.map { String($0.dropFirst("credential:".count)) })
        #expect(credentials == Set(StandardConfiguration.secrets + ["keys.private", StandardConfiguration.administratorPassword]))
    }

    private var elsewhere: StandardConfiguration {
        StandardConfiguration(databaseHosts: "db1 db2", databaseAuthorities: "/etc/ssl/db.pem", databaseAdministrator: "amministratore",
                              hasAdministratorPassword: true)
    }
}
