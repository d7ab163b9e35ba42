-- The cookie's digest only: whoever reads this table holds no session.
CREATE TABLE IF NOT EXISTS session (
    tenant_id BINARY(16) NOT NULL,
    digest BINARY(32) NOT NULL,
    person_id BINARY(16) NOT NULL,
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    seen_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (tenant_id, digest),
    KEY session_person (tenant_id, person_id),
    KEY session_seen (seen_at),
    CONSTRAINT session_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
