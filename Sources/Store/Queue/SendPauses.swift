package import Domain
import MariaDB

extension TenantStore {
    // MARK: - By a person

    /// Stops the sends of a service, or of all when none is named, until somebody resumes them. What is on its way ends.
    package func pause(service: ServiceID? = nil, by person: PersonID?) throws {
        try db.transaction {
            let paused = if let service {
                try db.execute("""
                    UPDATE service SET paused_at = NOW(6), paused_by = \(person)
                    WHERE tenant_id = \(tenant) AND id = \(service) AND paused_at IS NULL
                    """)
            } else {
                try db.execute("UPDATE tenant SET paused_at = NOW(6), paused_by = \(person) WHERE id = \(tenant) AND paused_at IS NULL")
            }
            if paused == 1 { try audit(service == nil ? .tenantPaused : .servicePaused, by: person, on: service.map { .service($0) }) }
        }
    }

    /// Lets a service go on, whether a person or the program had stopped it, or the tenant when no service is named. One that
    /// its daily ceiling had stopped may send as many again.
    ///
    /// - Parameter day: today in Italy.
    package func resume(service: ServiceID? = nil, on day: CalendarDate, by person: PersonID?) throws {
        try db.transaction {
            guard let service else {
                let resumed = try db.execute("""
                    UPDATE tenant SET paused_at = NULL, paused_by = NULL WHERE id = \(tenant) AND paused_at IS NOT NULL
                    """)
                if resumed == 1 { try audit(.tenantResumed, by: person) }
                return
            }
            try forgetCount(of: service, on: day)
            let resumed = try db.execute("""
                UPDATE service SET paused_at = NULL, paused_by = NULL, stopped_at = NULL, stop_kind = NULL, stop_reason = NULL, refusals = 0
                WHERE tenant_id = \(tenant) AND id = \(service) AND (paused_at IS NOT NULL OR stopped_at IS NOT NULL)
                """)
            guard resumed == 1 else { return try permit.require(db) }
            try audit(.serviceResumed, by: person, on: .service(service))
        }
    }

    /// Changes how many messages a service may send a day; `nil`: any number. A service that stands still because of it
    /// goes on by `resume`.
    package func setDailyCeiling(_ ceiling: Int?, of service: ServiceID, by person: PersonID?) throws {
        try db.transaction {
            try db.execute("UPDATE service SET daily_ceiling = \(ceiling) WHERE tenant_id = \(tenant) AND id = \(service)")
            try audit(.serviceChanged, by: person, on: .service(service), detail: .dailyCeiling(ceiling))
        }
    }

    /// Changes how many messages a day one citizen may get from the whole tenant; `nil`: any number.
    package func setCitizenCeiling(_ ceiling: Int?, by person: PersonID?) throws {
        try db.transaction {
            try db.execute("UPDATE tenant SET citizen_ceiling = \(ceiling) WHERE id = \(tenant)")
            try audit(.settingsChanged, by: person, detail: .citizenCeiling(ceiling))
        }
    }

    // MARK: - By the program

    /// Stops a service until a person lets it go on: its messages wait, pages show it, the audit has it.
    ///
    /// - Parameter keys: for `.keys`, the sealed keys that were tried. A service that has another by now goes on: it has
    ///   been mended while they were being refused.
    /// - Returns: whether it went on until now.
    @discardableResult
    package func stop(_ service: ServiceID, _ kind: StopKind, because reason: String, tried keys: [[UInt8]] = []) throws -> Bool {
        let untried = SQL.joined(keys.map { "AND sealed <> \($0)" }, separator: " ")
        let stands: SQL = kind == .keys ? """
            AND NOT EXISTS (SELECT 1 FROM service_key WHERE tenant_id = \(tenant) AND service_id = \(service) \(untried))
            """ : ""
        return try db.transaction {
            let stopped = try db.execute("""
                UPDATE service SET stopped_at = NOW(6), stop_kind = \(kind), stop_reason = \(clipped(reason, to: 500))
                WHERE tenant_id = \(tenant) AND id = \(service) AND stopped_at IS NULL \(stands)
                """)
            if stopped == 1 { try audit(.serviceStopped, by: nil, on: .service(service), detail: .stop(kind)) }
            return stopped == 1
        }
    }

    /// App IO refused a message of the service for good; so many in a row stop it.
    ///
    /// - Returns: whether this one has stopped it.
    @discardableResult
    package func noteRefusal(of service: ServiceID, because reason: String) throws -> Bool {
        try db.transaction {
            try db.execute("UPDATE service SET refusals = refusals + 1 WHERE tenant_id = \(tenant) AND id = \(service)")
            let refusals = try db.first("SELECT refusals FROM service WHERE tenant_id = \(tenant) AND id = \(service)") {
                $0.next(Int.self)
            }
            return try refusals ?? 0 >= StopKind.refusalsInARow && stop(service, .refusals, because: reason)
        }
    }

    /// App IO accepted a message of the service: no refusals in a row.
    package func noteAcceptance(of service: ServiceID) throws {
        try db.execute("UPDATE service SET refusals = 0 WHERE tenant_id = \(tenant) AND id = \(service) AND refusals > 0")
    }
}

extension InstallationStore {
    /// Stops the sends of every tenant, or lets them go on. What is on its way ends.
    package func setPaused(_ paused: Bool) throws {
        try db.transaction {
            let changed = try db.execute("""
                UPDATE host SET paused_at = IF(\(paused), NOW(6), NULL) WHERE id = 1 AND (paused_at IS NULL) = \(paused)
                """)
            guard changed == 1 else { return }
            let action = paused ? AuditAction.installationPaused : .installationResumed
            try db.execute("INSERT INTO audit (tenant_id, id, action) SELECT id, \(AuditID.make()), \(action) FROM tenant")
        }
    }

    /// What has been due for a check for a day and is older than all of the schedule ends: its account was never let through.
    package func endOverdueChecks() throws {
        try db.execute("""
            UPDATE notification FORCE INDEX (notification_lane) SET state = \(NotificationState.undetermined), due_at = NULL, owner = NULL
            WHERE state = \(NotificationState.accepted) AND due_at < NOW(6) - INTERVAL 1 DAY
              AND accepted_at < NOW(6) - INTERVAL 8 DAY LIMIT 1000
            """)
    }

    /// Status checks of services whose keys App IO refuses are not made: they are put off, and end as all others do.
    package func putOffChecksWithoutKey() throws {
        try db.execute("""
            UPDATE service s STRAIGHT_JOIN notification n FORCE INDEX (notification_lane)
              ON n.state = \(NotificationState.accepted) AND n.tenant_id = s.tenant_id AND n.service_id = s.id AND n.due_at <= NOW(6)
            SET n.due_at = IF(n.accepted_at < NOW(6) - INTERVAL 7 DAY, NULL, NOW(6) + INTERVAL 1 HOUR),
                n.state = IF(n.accepted_at < NOW(6) - INTERVAL 7 DAY, \(NotificationState.undetermined), n.state)
            WHERE s.stopped_at IS NOT NULL AND COALESCE(s.stop_kind, \(StopKind.keys)) = \(StopKind.keys)
            """)
    }
}

extension SQL {
    /// Whether the service `s` of the tenant `t` may send.
    static let maySend: SQL = """
        NOT s.disabled AND s.stopped_at IS NULL AND s.paused_at IS NULL AND t.state = \(Tenant.State.active) AND t.paused_at IS NULL
        AND \(isWithinQuotas)
        """
}
