-- Workers that are alive: pages say so when none is.
CREATE TABLE IF NOT EXISTS worker (
    id BINARY(16) NOT NULL,
    host VARCHAR(253) NOT NULL,
    seen_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
