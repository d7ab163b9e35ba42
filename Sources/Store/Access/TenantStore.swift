package import Domain
package import MariaDB

/// Everything that one tenant's pages ask of the database. It cannot exist without the tenant, and no
/// query of it forgets the tenant, nor which services of it the person who asks may work with.
package struct TenantStore {
    package let tenant: TenantID
    package let scope: Scope
    /// Of who acts on a page; `nil`: nobody does.
    var permit: Permit?
    /// Another site has led somebody here, who has not acted on a page of ours yet.
    let isLed: Bool
    package let db: Connection

    package init(_ tenant: TenantID, scope: Scope = .all, permit: Permit? = nil, isLed: Bool = false, _ db: Connection) {
        (self.tenant, self.scope, self.permit, self.isLed, self.db) = (tenant, scope, permit, isLed, db)
    }

    /// Locks the tenant until the transaction ends: what is counted and then added is so for all who come at once.
    func lock() throws { _ = try db.first("SELECT 1 FROM tenant WHERE id = \(tenant) FOR UPDATE") { $0.next(Int.self) } }

    /// Whether the scope allows the service in a column, for a WHERE or an ON.
    func allows(_ column: SQL) -> SQL { scope.allows(column) }
}

extension Scope {
    func allows(_ column: SQL) -> SQL {
        guard case .only(let services) = self else { return "TRUE" }
        guard !services.isEmpty else { return "FALSE" }
        return "\(column) IN (\(list: services.sorted()))"
    }
}

/// The queries that know no tenant or all of them: which tenant a host name is, claims, upkeep.
package struct InstallationStore {
    package let db: Connection
    /// Of who acts on a page; `nil`: nobody does.
    private(set) var permit: Permit?
    private(set) var isLed = false

    package init(_ db: Connection) { self.db = db }

    /// With a connection of its own, made at the first query. One thread owns it.
    package init(_ database: DatabaseOptions) { self.init(Connection(database)) }

    /// How long the database has been busy for this connection.
    package var timeSpent: Duration { db.timeSpent }

    /// Makes several changes in one transaction: all of them count or none.
    package func together(_ changes: () throws -> Void) throws { try db.transaction(changes) }

    /// - Parameter scope: of the person for whom it asks; the program itself and the command line know all services.
    package func store(of tenant: TenantID, scope: Scope = .all) -> TenantStore {
        TenantStore(tenant, scope: scope, permit: permit, isLed: isLed, db)
    }

    /// The same for somebody at a browser.
    ///
    /// - Parameters:
    ///   - permit: on which depends what they do.
    ///   - isLed: whether another site has led them here. Then nothing is written in their name: `LedHere`.
    package func acting(by permit: Permit?, isLed: Bool = false) -> InstallationStore {
        var store = self
        (store.permit, store.isLed) = (permit, isLed)
        return store
    }
}
