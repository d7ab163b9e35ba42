-- Codes that each let a person in once when the telephone is lost: digests under a key of the web's. Using one deletes its row.
CREATE TABLE IF NOT EXISTS recovery_code (
    tenant_id BINARY(6) NOT NULL,
    person_id BINARY(16) NOT NULL,
    digest BINARY(32) NOT NULL,
    PRIMARY KEY (tenant_id, person_id, digest),
    CONSTRAINT recovery_code_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
