package import Certificates
package import FastCGI
package import Logging
package import Secrets
package import Store
import Template

/// What a web process is made of. Shared by its threads; nothing in it changes. An object, since everything that answers a request
/// hands it on.
package final class Site: Sendable {
    /// Whom it serves: the tenants, or the administration of the installation.
    let kind: Tenant.Kind
    let pages: SharedPages
    let routes: RouteTable
    let signer: Signer
    let storage: StorageKey
    /// Reads the key that seals for the worker, which may be another one each time.
    let sealingKey: @Sendable () throws -> SealingKey
    let doorbell: String
    let statics: String
    /// Where faults of its security are told, as an address that begins with `mailto:` or `https:`; `nil`: nowhere.
    let securityContact: String?
    let queue: FairQueue
    let outcomeWait: OutcomeWait
    let directories = KeptDirectories()
    let longArchives = LongArchives()
    /// Where the passwords of those are verified whom we know by their session, link, browser or network, and those of
    /// everybody else: each takes a core for 20 ms, so that a flood of them would stop every page.
    let passwordLimit: ConcurrencyLimit
    let unknownClientLimit: ConcurrencyLimit
    let logger: Logger
    let database: DatabaseOptions
    /// Where certificates lie, to say when they expire; `nil`: nothing is said of them.
    let certificates: CertificateDirectory?
    let meter = RequestMeter()
    let outage: OutageLog
    /// Of the installation's administration nothing is watched but what its own process says in its log.
    private let monitoring: Monitoring?

    /// Compiles every page.
    ///
    /// - Parameters:
    ///   - kind: whom it serves; to all others it is an unknown address.
    ///   - templates: the directory of the pages.
    ///   - statics: what stands before the name of a static file in a URL, without a slash at the end.
    ///   - secret: 32 bytes shared by all web processes of the installation.
    ///   - slots: how many requests are answered at once; at most half of them ever wait for an outcome.
    ///   - longestWait: for an outcome.
    /// - Throws: `TemplateError` for a page that does not compile.
    package init(
        of kind: Tenant.Kind, database: DatabaseOptions, templates: String, statics: String, secret: [UInt8],
        sealingKey: @escaping @Sendable () throws -> SealingKey,
        securityContact: String?, doorbell: String, slots: Int, longestWait: Duration = .seconds(1),
        certificates: CertificateDirectory? = nil, logger: Logger
    ) throws {
        _ = try sealingKey()
        let library = try Library(directory: templates)
        pages = try SharedPages(library)
        routes = try kind == .publicBody ? .ofTenants(pages, library) : .ofInstallation(pages, library)
        signer = Signer(secret: secret)
        storage = StorageKey(secret: secret)
        queue = FairQueue(slots: slots, places: kind == .publicBody ? max(4 * slots, Self.leastPlaces) : 4 * slots, database: database)
        outcomeWait = OutcomeWait(atOnce: max(slots / 2, 1), longest: longestWait)
        passwordLimit = ConcurrencyLimit(atOnce: max(slots / 4, 1), ofOne: max(slots / 2, 1))
        unknownClientLimit = ConcurrencyLimit(atOnce: max(slots / 2, 1), ofOne: max(slots / 4, 1))
        (self.sealingKey, self.doorbell, self.statics, self.logger, self.database) = (sealingKey, doorbell, statics, logger, database)
        (self.securityContact, self.kind, self.certificates) = (securityContact, kind, certificates)
        outage = OutageLog(logger)
        monitoring = kind == .publicBody ? Monitoring(database, meter, certificates) : nil
    }

    /// Every address that is answered.
    package var addresses: [Address] { routes.description }

    /// The page that everything begins with.
    var home: String { kind == .publicBody ? TodayPage.address : "/enti" }

    /// The longest wait for a password to be verified.
    static let passwordWait = Duration.seconds(2)

    /// What nginx lets through at once for one address.
    private static let leastPlaces = 400

    /// How many threads read requests; those that find no slot wait for their turn.
    package var threads: Int { queue.places }

    /// What each serving thread calls.
    package var makeHandler: @Sendable () -> Server.Handler {
        {
            { request in
                if let answer = self.monitoring?.answer(request) { return answer }
                let began = ContinuousClock.now
                var inDatabase = Duration.zero
                let response = self.queue.take(request.hostName) { installation, known in
                    let before = installation.timeSpent
                    defer { inDatabase = installation.timeSpent - before }
                    return Gate(site: self, installation: installation, known: known).answer(request)
                } ?? Gate.turnAway(request, self)
                self.meter.note(status: response.status, .now - began, database: inDatabase)
                return response
            }
        }
    }
}
