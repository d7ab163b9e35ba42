package import Domain
package import MariaDB

/// Everything that one ente's pages ask of the database. It cannot exist without the ente, and no
/// query of it forgets the ente.
package struct TenantStore {
    package let tenant: Identifier
    package let db: Connection

    package init(_ tenant: Identifier, _ db: Connection) {
        self.tenant = tenant
        self.db = db
    }
}

/// The queries that know no ente or all of them: which ente a host name is, claims, upkeep.
package struct HostStore {
    package let db: Connection

    package init(_ db: Connection) { self.db = db }

    /// With a connection of its own, made at the first query. One thread owns it.
    package init(_ database: DatabaseOptions) { self.init(Connection(database)) }

    /// Makes several changes in one transaction: all of them count or none.
    package func together(_ changes: () throws -> Void) throws { try db.transaction(changes) }

    package func store(of tenant: Identifier) -> TenantStore { TenantStore(tenant, db) }
}
