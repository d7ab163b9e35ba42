-- Workers that are alive: pages say so when none is.
CREATE TABLE IF NOT EXISTS worker (
    id BINARY(16) NOT NULL,
    host VARCHAR(253) NOT NULL,
    seen_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    -- the public half of the newest key that this worker opens with: keys are sealed for a new one only when all workers have it
    newest_key BINARY(32) NULL,
    -- its mark or its journal: it lets nothing go
    cannot_write BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
