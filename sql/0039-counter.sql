-- What has happened since the database was made, by kind and outcome, for monitoring: each worker adds what it has seen every few
-- seconds. A row for each that ever came.
CREATE TABLE IF NOT EXISTS counter (
    -- a call to App IO (profile, submit, status), what a send or a delivery came to, a worker
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    outcome VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    number BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, outcome),
    CONSTRAINT counter_kind CHECK (kind IN ('profile', 'submit', 'status', 'send', 'delivery', 'worker'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
