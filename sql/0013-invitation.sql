-- The link by which a person sets a first or a new password, once and within a day: its digest only. A person has one at
-- most, so a new one withdraws the old.
CREATE TABLE IF NOT EXISTS invitation (
    tenant_id BINARY(6) NOT NULL,
    person_id BINARY(16) NOT NULL,
    digest BINARY(32) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, person_id),
    UNIQUE KEY invitation_digest (tenant_id, digest),
    CONSTRAINT invitation_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
