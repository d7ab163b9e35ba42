import Domain
import FastCGI
import Secrets
import Store
import TestSupport
@testable import Web

/// The pages of an installation, in process: a request is answered as when nginx passes it on, without nginx, without a worker,
/// and without waiting for one.
struct TestSite {
    let installation: InstallationStore
    private let database: DatabaseOptions
    private let tenants: SiteTenants
    private let sites: Sites

    var one: SiteTenant { tenants.one }
    var other: SiteTenant { tenants.other }
    var administration: SiteTenant { tenants.administration }
    /// Of all tests.
    var log: TestLog { sites.log }

    /// On a database of its own, for tests that change what others read.
    static func run(_ body: (TestSite) throws -> Void) throws {
        try TestDatabase.run { try body(TestSite($0.options, SiteTenants(in: $0))) }
    }

    /// On a database that all of its users share: what they change must be undone or their own. The connection is their own.
    static func shared() throws -> TestSite {
        let (options, tenants) = try common.get()
        return try TestSite(options, tenants)
    }

    private static let common = Result {
        let database = try TestDatabase.kept()
        return (database.options, try SiteTenants(in: database))
    }

    /// The same database, served by another process.
    func onAnotherHost() throws -> TestSite { try TestSite(database, tenants, Sites()) }

    /// The same process as it asks the database from another thread.
    var elsewhere: @Sendable () throws -> TestSite { { [database, tenants, sites] in try TestSite(database, tenants, sites) } }

    func onAnotherConnection() throws -> TestSite { try elsewhere() }

    private init(_ database: DatabaseOptions, _ tenants: SiteTenants, _ sites: Sites? = nil) throws {
        (installation, self.database) = (InstallationStore(database), database)
        (self.tenants, self.sites) = (tenants, try sites ?? Sites.common.get())
    }

    /// The site that serves a tenant or the administration.
    func site(of tenant: SiteTenant) -> Site { tenant.kind == .publicBody ? sites.ofTenants : sites.ofAdministration }

    /// A browser that has the cookie of a session.
    func visitor(_ who: Who, of tenant: SiteTenant? = nil) -> Visitor {
        let tenant = tenant ?? one
        return Visitor(self, tenant, tenant.sessions[who])
    }

    func get(_ address: String, as who: Who, of tenant: SiteTenant? = nil) -> Page { visitor(who, of: tenant).get(address) }

    /// Sends a form as a page of the site would.
    func post(_ address: String, as who: Who, of tenant: SiteTenant? = nil, _ fields: KeyValuePairs<String, String> = [:]) -> Page {
        visitor(who, of: tenant).post(address, fields)
    }

    /// Answers what the body asks, and then it was never asked.
    func undoing<T>(_ body: () throws -> T) throws -> T {
        var result: T?
        do {
            try installation.together {
                result = try body()
                throw Undone()
            }
        } catch is Undone {}
        return result!
    }

    private struct Undone: Error {}

    /// Compiled once for all databases: that takes as long as a hundred requests.
    private struct Sites: Sendable {
        let ofTenants: Site
        let ofAdministration: Site
        let log = TestLog()

        static let common = Result { try Sites() }

        init() throws {
            let (logger, sealing) = (log.logger, OpeningKey.make().sealing)
            func site(_ kind: Tenant.Kind) throws -> Site {
                try Site(of: kind, database: TestServer.options(), templates: "\(Migrations.directory)/../templates/web",
                         statics: "/statico/prova", secret: Signer.secret(from: [1]), sealingKey: { sealing },
                         securityContact: "mailto:sicurezza@example.it", doorbell: "/nonexistent/bell", slots: 64, longestWait: .zero,
                         logger: logger)
            }
            (ofTenants, ofAdministration) = (try site(.publicBody), try site(.installation))
        }
    }
}
