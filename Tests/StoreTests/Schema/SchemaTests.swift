import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SchemaTests {
    /// Keys that do not begin with the tenant, and why.
    private static let exceptions: [String: String] = [
        "schema_version.PRIMARY": "belongs to the database",
        "migration_lease.PRIMARY": "belongs to the database",
        "worker.PRIMARY": "a worker serves every ente",
        "counter.PRIMARY": "counts of every ente",
        "send_pause.PRIMARY": "a worker writes those of every ente",
        "tenant.PRIMARY": "is the ente",
        "tenant.tenant_code": "is another name of the ente",
        "hostname.PRIMARY": "looked up before the ente is known",
        "hostname.hostname_canonical": "generated from the ente's id",
        "notification.notification_lane": "the worker's queue",
        "budget.PRIMARY": "an account may be of several enti",
        "host.PRIMARY": "all enti share it",
        "send_mark.PRIMARY": "a worker sends for every ente",
        "known_server.PRIMARY": "belongs to the database",
        "last_sent.PRIMARY": "a worker sends for every ente",
        "daily_count.daily_count_day": "upkeep of all enti",
        "tenant.tenant_only_host": "is the host's administration",
        "tenant.tenant_account": "of the ente's own row",
        "tenant.tenant_paused_by": "of the ente's own row",
        "ask.ask_due": "the worker's queue",
        "key_candidate.key_candidate_due": "the worker's queue",
        "export.export_due": "the worker's queue",
        "ask.ask_expires": "upkeep of all enti",
        "export.export_expires": "upkeep of all enti",
        "session.session_seen": "upkeep of all enti",
        "login_failure.login_failure_forgotten": "upkeep of all enti",
        "draft.draft_updated": "upkeep of all enti",
        "daily_tally.daily_tally_day": "upkeep of all enti",
        "all_tenants_tally.PRIMARY": "of all enti together",
        "mail_server.PRIMARY": "of the installation",
        "mail.mail_due": "the worker's queue",
        "mail.mail_settled": "upkeep of all enti",
        "deletion_certificate.PRIMARY": "outlives the ente",
        "deletion_certificate.deletion_certificate_open": "outlives the ente",
        "deletion_certificate.deletion_certificate_previous": "outlives the ente",
        "deletion_count.PRIMARY": "outlives the ente",
    ]

    @Test func `every key begins with the tenant, but for those named here`() throws {
        try TestDatabase.run { database in
            let strays = try database.db.rows("""
                SELECT CONCAT(table_name, '.', index_name) FROM information_schema.statistics
                WHERE table_schema = DATABASE() AND seq_in_index = 1 AND column_name <> 'tenant_id'
                """) { $0.next(String.self) }
            #expect(Set(strays) == Set(Self.exceptions.keys))
        }
    }

    @Test func `every reference to what belongs to a tenant names the ente`() throws {
        try TestDatabase.run { database in
            let references = try database.db.rows("""
                SELECT CONCAT(constraint_name, ': ', GROUP_CONCAT(column_name, '=', referenced_column_name ORDER BY ordinal_position)),
                       referenced_table_name = 'tenant'
                FROM information_schema.key_column_usage
                WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL GROUP BY table_name, constraint_name
                """) { ($0.next(String.self), $0.next(Bool.self)) }
            #expect(references.count >= 18)
            // Its own row is the tenant, an account may be of several, and a certificate outlives it.
            let ofTheTenantItself = ["budget_account", "tenant_account", "tenant_paused_by", "deletion_count_certificate"]
            for (reference, isToTenant) in references where !ofTheTenantItself.contains(where: { reference.hasPrefix("\($0): ") }) {
                #expect(reference.contains(isToTenant ? ": tenant_id=id" : ": tenant_id=tenant_id,"))
            }
        }
    }

    @Test func `a row that names another tenant's service or person is refused`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let foreign = try other.add()
            var content = one.content()
            content.service = other.service
            let refused: [(String, () throws -> Void)] = [
                ("notification_service", {
                    _ = try one.store.addNotification(content, environment: .trial, formKey: .make(), by: one.operator_)
                }),
                ("notification_person", {
                    _ = try one.store.addNotification(
                        one.content(subject: "Di altri"), environment: .trial, formKey: .make(), by: other.operator_)
                }),
                ("notification_former", {
                    _ = try one.store.addNotification(
                        one.content(subject: "Corregge"), environment: .trial, formKey: .make(), corrects: foreign, by: one.operator_)
                }),
                ("session_person", {
                    try database.db.execute("""
                        INSERT INTO session (tenant_id, digest, person_id) VALUES (\(one.id), \(foreign), \(other.operator_))
                        """)
                }),
                ("service_key_service", {
                    try one.store.replaceKey(SealedKey(bytes: [1], last4: "x"), .primary, of: other.service, by: nil)
                }),
                ("ask_service", { _ = try one.store.ask(.key(service: other.service, slot: .primary), by: nil) }),
                ("ask_notification", { _ = try one.store.ask(.status(notification: foreign), by: nil) }),
                ("export_person", { _ = try one.store.addExport(filter: ArchiveFilter(), by: other.operator_) }),
                ("audit_person", { try one.store.audit(.login, by: other.operator_) }),
                ("attempt_notification", {
                    try database.db.execute("""
                        INSERT INTO attempt (tenant_id, notification_id, id, step, number, slot, duration_ms, outcome)
                        VALUES (\(one.id), \(foreign), \(AttemptID.make()), 'submit', 1, 'primary', 1, 'accepted')
                        """)
                }),
            ]
            for (key, body) in refused {
                let error = #expect(throws: DatabaseError.self, "\(key)", performing: body)
                #expect(error?.isMissingReference == true && error?.key == key)
            }
        }
    }

    @Test func `only the combinations of state, due time, attempt and App IO's id that make sense can be written`() throws {
        try TestDatabase.run { database in
            let id = try database.one.add()
            for state in NotificationState.allCases {
                for isDue in [false, true] { for attempt in [0, 1] { for ioID in [nil, "IO1"] {
                    let isWaitedFor = NotificationState.toSend.contains(state) || (state == .accepted && ioID != nil)
                    let neverLeft: Set<NotificationState> = [.scheduled, .queued, .unreachable, .refused, .failed, .cancelled]
                    let needsID: Set<NotificationState> = [.processed, .rejected, .undetermined]
                    let makesSense = isDue == isWaitedFor && (attempt > 0 || neverLeft.contains(state))
                        && (ioID != nil || !needsID.contains(state))
                    let write: () throws -> Void = {
                        try database.db.execute("""
                            UPDATE notification
                            SET state = \(state), due_at = IF(\(isDue), NOW(6), NULL), attempt = \(attempt), io_id = \(ioID),
                                send_at = IF(\(state == .scheduled), NOW(6), NULL)
                            WHERE tenant_id = \(database.one.id) AND id = \(id)
                            """)
                    }
                    let name = "\(state) due: \(isDue) attempt: \(attempt) id: \(ioID ?? "-")"
                    if makesSense {
                        #expect(throws: Never.self, "\(name)", performing: write)
                    } else {
                        #expect(throws: DatabaseError.self, "\(name)", performing: write)
                    }
                } } }
            }
        }
    }

    @Test func `a payment is whole or not there, and of a sum that App IO takes`() throws {
        try TestDatabase.run { database in
            let id = try database.one.add()
            func write(_ cents: Int?, _ notice: String?, _ after: Bool?) throws {
                try database.db.execute("""
                    UPDATE notification SET amount_cents = \(cents), notice_number = \(notice), payable_after_due_date = \(after)
                    WHERE tenant_id = \(database.one.id) AND id = \(id)
                    """)
            }
            let notice = "001234567890123456"
            try write(1, notice, false)
            try write(9_999_999_999, notice, true)
            try write(nil, nil, nil)
            let impossible: [(Int?, String?, Bool?)] = [
                (0, notice, true), (10_000_000_000, notice, true), (nil, notice, true), (5, nil, true), (5, notice, nil),
            ]
            for (cents, number, after) in impossible {
                #expect(throws: DatabaseError.self) { try write(cents, number, after) }
            }
        }
    }
}

extension LoggedCall {
    /// A new call each time.
    static var submitted: LoggedCall {
        LoggedCall(step: .submit, slot: .primary, milliseconds: 12, httpStatus: 201, title: nil, detail: nil, outcome: .accepted)
    }
    static var asked: LoggedCall {
        LoggedCall(step: .profile, slot: .primary, milliseconds: 8, httpStatus: 200, title: nil, detail: nil, outcome: .allowed)
    }
}
