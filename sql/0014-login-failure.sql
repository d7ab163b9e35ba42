-- Wrong passwords and codes, counted to slow down whoever guesses. Also the networks from which a person has logged in
-- (failures 0, until it is forgotten), because failures from there count apart. A bucket is a hash under a key of the web's:
-- neither a name nor an address can be read from it.
CREATE TABLE IF NOT EXISTS login_failure (
    tenant_id BINARY(6) NOT NULL,
    bucket BINARY(16) NOT NULL,
    failures INT NOT NULL,
    last_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    forgotten_at DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, bucket),
    KEY login_failure_forgotten (forgotten_at),
    CONSTRAINT login_failure_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
