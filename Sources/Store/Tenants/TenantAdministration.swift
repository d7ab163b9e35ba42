package import Domain
import MariaDB

/// What the installation's administration does to tenants. The audit of the tenant has it, and that of the host, which knows who did it.
///
/// `person` is always one of the host, `nil` from the command line.
extension InstallationStore {
    /// Makes a tenant with its host names and, if one is given, its first administrator.
    ///
    /// - Throws: `DatabaseError` that is a duplicate of `tenant_code` or, for a host name, of `PRIMARY`.
    package func addTenant(
        code: String, name: String, canonicalHost: String, aliases: [String], administrator: InvitedAdministrator? = nil,
        by person: PersonID? = nil
    ) throws -> TenantID {
        try db.transaction {
            let id = try insertTenant { "INSERT INTO tenant (id, code, name) VALUES (\($0), \(code), \(name))" }
            try insertName(canonicalHost, of: id, isCanonical: true)
            for alias in aliases { try insertName(alias, of: id, isCanonical: false) }
            try audit(.tenantCreated, on: id, by: person)
            if let administrator { try invite(administrator, to: id, by: person) }
            return id
        }
    }

    /// - Parameter id: short enough to be another's already: then it gets one more.
    func insertTenant(_ id: TenantID = .make(), _ insert: (TenantID) -> SQL) throws -> TenantID {
        do {
            try db.execute(insert(id))
            return id
        } catch let error as DatabaseError where error.isDuplicate(of: "PRIMARY") {
            return try insertTenant(.make(), insert)
        }
    }

    /// Makes the administration of the installation.
    ///
    /// - Throws: `DatabaseError` that is a duplicate of `tenant_only_host` or, for the host name, of `PRIMARY`.
    package func addInstallation(name: String, canonicalHost: String) throws -> TenantID {
        try db.transaction {
            let id = try insertTenant {
                "INSERT INTO tenant (id, kind, code, name) VALUES (\($0), \(Tenant.Kind.installation), 'host', \(name))"
            }
            try insertName(canonicalHost, of: id, isCanonical: true)
            return id
        }
    }

    /// Gives the administration of the installation another name; nobody's yet.
    package func renameInstallation(to host: String) throws {
        try db.execute("""
            UPDATE hostname h JOIN tenant t ON t.id = h.tenant_id SET h.name = \(host)
            WHERE t.kind = \(Tenant.Kind.installation) AND h.canonical
            """)
    }

    /// Suspends a tenant or lets it go on. What waits to be sent goes on waiting while it is not active.
    ///
    /// - Parameter reason: what the people of the tenant read.
    /// - Throws: `IsBeingDeleted`.
    package func setState(_ state: Tenant.State, of tenant: TenantID, because reason: String = "", by person: PersonID? = nil) throws {
        let reason = state == .active || reason.isEmpty ? nil : reason
        try db.transaction {
            guard try !isBeingDeleted(tenant) else { throw IsBeingDeleted() }
            try db.execute("UPDATE tenant SET state = \(state), state_since = NOW(6), state_reason = \(reason) WHERE id = \(tenant)")
            let action = state == .active ? AuditAction.tenantReopened : .tenantSuspended
            try audit(action, on: tenant, by: person, detail: .state(state))
        }
    }

    /// Changes what a tenant may use. What waits because of a quota before goes on by the new one.
    package func setQuotas(_ quotas: Quotas, of tenant: TenantID, by person: PersonID? = nil) throws {
        try db.transaction {
            try db.execute("""
                UPDATE tenant SET daily_quota = \(quotas.messagesADay), minute_quota = \(quotas.messagesAMinute),
                       people_quota = \(quotas.people), retention_ceiling_days = \(quotas.retention)
                WHERE id = \(tenant)
                """)
            try db.execute("""
                UPDATE quota_use SET held_by = NULL, held_since = NULL, held_until = NULL
                WHERE tenant_id = \(tenant) AND held_until IS NOT NULL
                """)
            try audit(.quotasChanged, on: tenant, by: person, detail: .quotas(quotas))
        }
    }

    /// Lets a tenant send with the account at App IO of another: they share its budget of calls.
    ///
    /// - Parameter owner: `nil`: with its own again.
    package func setAccount(of tenant: TenantID, to owner: TenantID?, by person: PersonID? = nil) throws {
        try db.transaction {
            let owner = owner == tenant ? nil : owner
            try db.execute("UPDATE tenant SET account_id = \(owner) WHERE id = \(tenant)")
            let code = try owner.flatMap { try db.first("SELECT code FROM tenant WHERE id = \($0)") { $0.next(String.self) } }
            try audit(.accountChanged, on: tenant, by: person, detail: .account(of: code))
        }
    }

    // MARK: - Host names

    /// The host names that send browsers to the canonical one.
    package func aliases(of tenant: TenantID) throws -> [String] {
        try db.rows("SELECT name FROM hostname WHERE tenant_id = \(tenant) AND NOT canonical ORDER BY name") { $0.next() }
    }

    /// - Throws: `DatabaseError` that is a duplicate of `PRIMARY`.
    package func addAlias(_ name: String, of tenant: TenantID, by person: PersonID? = nil) throws {
        try db.transaction {
            try insertName(name, of: tenant, isCanonical: false)
            try audit(.hostNamesChanged, on: tenant, by: person, detail: .hostAdded(name))
        }
    }

    /// - Returns: false when the tenant has no such alias; the canonical name stays.
    package func removeAlias(_ name: String, of tenant: TenantID, by person: PersonID? = nil) throws -> Bool {
        try db.transaction {
            let removed = try db.execute("""
                DELETE FROM hostname WHERE name = \(name.inASCII) AND tenant_id = \(tenant) AND NOT canonical
                """) == 1
            if removed { try audit(.hostNamesChanged, on: tenant, by: person, detail: .hostRemoved(name)) }
            return removed
        }
    }

    /// The name that was canonical becomes an alias, and whoever is logged in there logs in anew.
    ///
    /// - Returns: false when the tenant has no such alias.
    package func makeCanonical(_ name: String, of tenant: TenantID, by person: PersonID? = nil) throws -> Bool {
        try db.transaction {
            guard try aliases(of: tenant).contains(name) else { return false }
            try db.execute("UPDATE hostname SET canonical = FALSE WHERE tenant_id = \(tenant) AND canonical")
            try db.execute("UPDATE hostname SET canonical = TRUE WHERE tenant_id = \(tenant) AND name = \(name)")
            try audit(.hostNamesChanged, on: tenant, by: person, detail: .hostCanonical(name))
            return true
        }
    }

    private func insertName(_ name: String, of tenant: TenantID, isCanonical: Bool) throws {
        try db.execute("INSERT INTO hostname (name, tenant_id, canonical) VALUES (\(name), \(tenant), \(isCanonical))")
    }

    /// Writes what was done to a tenant into its register and into the host's.
    package func audit(_ action: AuditAction, on tenant: TenantID, by person: PersonID?, detail: AuditDetail? = nil) throws {
        try store(of: tenant).audit(action, by: nil, detail: detail)
        guard let installation = try db.first("SELECT id FROM tenant WHERE only_host", { $0.next(TenantID.self) }) else { return }
        try store(of: installation).audit(action, by: person, on: .tenant(tenant), detail: detail)
    }
}
