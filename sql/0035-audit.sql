-- Who did what. Rows are only ever added, and hold no key, no message body and no codice fiscale.
CREATE TABLE IF NOT EXISTS audit (
    tenant_id BINARY(6) NOT NULL,
    id BINARY(16) NOT NULL,
    at DATETIME(6) NOT NULL DEFAULT NOW(6),
    -- NULL: the program itself, or the command line
    person_id BINARY(16) NULL,
    action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- the id of what it was done to, that of a tenant after zeros
    subject BINARY(16) NULL,
    detail VARCHAR(500) NULL,
    -- What kind of act it is. Most lines are of looks, which one mostly passes over: no index but by topic finds the others among them.
    topic ENUM('access', 'notifications', 'looks', 'services', 'templates', 'people', 'settings', 'system')
        CHARACTER SET ascii COLLATE ascii_bin AS (CASE
        WHEN action IN ('login', 'logout', 'password_changed', 'sessions_ended', 'second_factor_set', 'second_factor_removed',
            'recovery_codes_made', 'recovery_code_used') THEN 'access'
        WHEN action IN ('notification_read', 'recipient_checked', 'archive_searched', 'audit_searched', 'proof_checked', 'export_asked',
            'export_cancelled', 'export_taken') THEN 'looks'
        WHEN action LIKE 'notification%' OR action IN ('status_asked', 'proof_made') THEN 'notifications'
        WHEN action LIKE 'service%' OR action LIKE 'key%' THEN 'services'
        WHEN action LIKE 'template%' THEN 'templates'
        WHEN action LIKE 'person%' THEN 'people'
        WHEN action IN ('settings_changed', 'tenant_paused', 'tenant_resumed') THEN 'settings'
        ELSE 'system' END) PERSISTENT,
    PRIMARY KEY (tenant_id, id),
    -- The lines of each topic, the newest first: of all, of a person, and about something.
    KEY audit_topic (tenant_id, topic, id),
    KEY audit_person (tenant_id, person_id, topic, id),
    KEY audit_subject (tenant_id, subject, topic, id),
    CONSTRAINT audit_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT audit_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
