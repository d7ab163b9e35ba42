-- A call to App IO about a notification: what was asked and what it answered, however late.
CREATE TABLE IF NOT EXISTS attempt (
    tenant_id BINARY(6) NOT NULL,
    notification_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    step VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- for a submit, the number of the POST
    number INT NOT NULL,
    slot VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- when the call began, even if its outcome could only be written much later
    began_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    finished_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    duration_ms INT NOT NULL,
    http_status INT NULL,
    -- libcurl's number for what went wrong on the way
    curl_code INT NULL,
    title VARCHAR(500) NULL,
    detail VARCHAR(2000) NULL,
    outcome VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (tenant_id, notification_id, id),
    CONSTRAINT attempt_notification FOREIGN KEY (tenant_id, notification_id) REFERENCES notification (tenant_id, id),
    CONSTRAINT attempt_step CHECK (step IN ('profile', 'submit', 'status')),
    CONSTRAINT attempt_slot CHECK (slot IN ('primary', 'secondary')),
    CONSTRAINT attempt_outcome CHECK (outcome IN ('allowed', 'reused', 'sender_not_allowed', 'not_found', 'accepted', 'not_sent',
        'server_error', 'unknown', 'known', 'unauthorized', 'throttled', 'refused', 'unavailable', 'not_begun'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
