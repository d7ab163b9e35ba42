-- The one row that all enti share: whether anything is sent at all.
CREATE TABLE IF NOT EXISTS host (
    id TINYINT NOT NULL,
    -- the host's administrator stopped all sends
    paused_at DATETIME(6) NULL,
    -- a worker found that this database is older than what it has sent: a backup was restored
    restored_at DATETIME(6) NULL,
    -- microseconds since 1970 when `after-restore` was last run: marks of before it say nothing any more
    epoch BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    CONSTRAINT host_single CHECK (id = 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
