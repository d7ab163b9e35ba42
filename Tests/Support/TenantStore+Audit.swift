package import Store

extension TenantStore {
    /// The newest lines of the audit, of all topics.
    package func auditLines(_ filter: AuditFilter = AuditFilter(), limit: Int) throws -> [AuditLine] {
        try audit(filter, limit: limit).lines
    }
}
