-- The link by which a person sets the first password or another one, once and within a day: its digest only. One of each
-- person, so that a new one withdraws the old.
CREATE TABLE IF NOT EXISTS invitation (
    tenant_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    digest BINARY(32) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, person_id),
    UNIQUE KEY invitation_digest (tenant_id, digest),
    CONSTRAINT invitation_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
