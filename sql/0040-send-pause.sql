-- What a worker does not send now because App IO fails or does not answer: it tries by itself whether it does again. Each
-- worker writes its own; those of one that is gone mean nothing.
CREATE TABLE IF NOT EXISTS send_pause (
    worker_id BINARY(16) NOT NULL,
    number INT NOT NULL,
    -- whose service it is; where all of an account stands still, whose account
    tenant_id BINARY(6) NOT NULL,
    -- NULL: every service that sends with the account
    service_id BINARY(16) NULL,
    environment VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- unreachable: no connection; failing: errors that stored nothing; silent: no answer; unclear: what leaves is not confirmed;
    -- throttled: it asks to wait
    cause VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    since DATETIME(6) NOT NULL,
    tried_at DATETIME(6) NOT NULL,
    PRIMARY KEY (worker_id, number),
    KEY send_pause_tenant (tenant_id),
    CONSTRAINT send_pause_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT send_pause_environment CHECK (environment IN ('live', 'trial')),
    CONSTRAINT send_pause_cause CHECK (cause IN ('unreachable', 'failing', 'silent', 'unclear', 'throttled'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
