-- The one row that all tenants share: whether anything is sent at all.
CREATE TABLE IF NOT EXISTS host (
    id TINYINT NOT NULL,
    -- the administrator of the installation stopped all sends
    paused_at DATETIME(6) NULL,
    -- a worker found that this database is older than what it has sent: somebody restored a backup
    restored_at DATETIME(6) NULL,
    -- when `after-restore` last ran, in microseconds since 1970: marks from before it no longer count
    epoch BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    CONSTRAINT host_single CHECK (id = 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
