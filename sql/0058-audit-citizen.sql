-- Whom a search named: the lines of the audit by a digest of the codice fiscale, or of its beginning, as it was typed. The web
-- makes it with a key that no database holds, another one for each tenant: whoever reads this table learns of nobody, but who has a
-- codice fiscale can ask the web who looked for it.
CREATE TABLE IF NOT EXISTS audit_citizen (
    tenant_id BINARY(6) NOT NULL,
    citizen BINARY(16) NOT NULL,
    -- of the line, with which it goes
    id BINARY(16) NOT NULL,
    PRIMARY KEY (tenant_id, citizen, id),
    KEY audit_citizen_line (tenant_id, id),
    CONSTRAINT audit_citizen_line FOREIGN KEY (tenant_id, id) REFERENCES audit (tenant_id, id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
