-- Who did what. Rows are only ever added, and hold no key, no message body, and a codice fiscale only where somebody looked
-- for one.
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
    -- the codice fiscale, or its beginning, by which the archive was searched: whose archive was looked into. Apart from the
    -- detail, so that the host's account cannot read it.
    fiscal_code VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    PRIMARY KEY (tenant_id, id),
    KEY audit_person (tenant_id, person_id),
    -- by action too: each look at a notification leaves a line, and its page reads those of what was done to it
    KEY audit_subject (tenant_id, subject, action),
    CONSTRAINT audit_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT audit_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
