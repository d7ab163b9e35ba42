-- One row, held by whoever migrates. GET_LOCK is granted on two nodes of a cluster at once, a
-- conditional UPDATE is not.
CREATE TABLE IF NOT EXISTS migration_lease (
    id TINYINT NOT NULL,
    owner BINARY(16) NULL,
    until DATETIME(6) NULL,
    PRIMARY KEY (id),
    CONSTRAINT migration_lease_single CHECK (id = 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
